package publish

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/model"
	"mangrove/ui/widgets"
)

// TestReplacingIsAskedAboutBeforeAnythingBegins: a job, a sequence or a request that would take
// the place of what somebody else has retained asks, and sends nothing before. Nobody can undo
// it afterwards.
func TestReplacingIsAskedAboutBeforeAnythingBegins(t *testing.T) {
	asksInEveryWay(t, func(b *bench, _ *Panel) { b.receive(held("a/b", "theirs")) })
}

// asksInEveryWay begins a job, a sequence and a request that would replace what the broker keeps,
// and wants a question before anything is sent.
func asksInEveryWay(t *testing.T, prepare func(b *bench, p *Panel)) {
	t.Helper()
	for way, begin := range ways {
		t.Run(way, func(t *testing.T) {
			b := newBench(t)
			p := b.ends(b.connect())
			b.answers()
			prepare(b, p)
			p.topic.SetText("a/b")
			p.payload.SetText("ours")
			p.retain.SetChecked(true)
			b.step()
			begin(b, p)
			b.wantQuestion("The broker keeps a message for a/b: theirs (6 B")
		})
	}
}

// wantQuestion waits for a question with some words, and wants nothing to be sent before.
func (b *bench) wantQuestion(words string) {
	b.t.Helper()
	b.until("it is asked about", func() bool { return strings.Contains(b.dialogWords(), words) || len(b.sent()) > 0 })
	if got := b.sent(); len(got) > 0 {
		b.t.Errorf("%d were sent before", len(got))
	}
}

// TestAllThatIsReplacedIsCounted, each topic once.
func TestAllThatIsReplacedIsCounted(t *testing.T) {
	b := newBench(t)
	p := b.ends(b.connect())
	b.answers()
	for i := range 3 {
		b.receive(held(fmt.Sprint("dev/", i, "/state"), "ON"))
	}
	p.topic.SetText("dev/{{.1}}/state")
	p.payload.SetText("OFF")
	p.how.template.SetChecked(true)
	p.retain.SetChecked(true)
	p.work.askRequest()
	asked[*widgets.Entry](b, "reply filter").SetText("x")
	asked[*widgets.Select](b, "devices by").SetSelectedIndex(byFilter)
	asked[*widgets.Entry](b, "devices filter").SetText("dev/+/state")
	b.confirm()
	b.until("it is asked about", func() bool { return strings.Contains(b.dialogWords(), "Replace 3 retained messages?") })
	if words := b.dialogWords(); !strings.Contains(words, "It and those of 2 other topics would be replaced") {
		t.Errorf("it asks %q", words)
	}
}

// TestWhatReplacesNothingIsNotAsked: nobody else has retained something there.
func TestWhatReplacesNothingIsNotAsked(t *testing.T) {
	for name, c := range map[string]struct{ topic, retained string }{
		"not retained":    {"a/b", ""},
		"an unused topic": {"a/c", "x"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			p := b.ends(b.connect())
			b.receive(held("a/b", "theirs"))
			p.topic.SetText(c.topic)
			p.payload.SetText("ours")
			p.retain.SetChecked(c.retained != "")
			p.work.askRepeat()
			b.confirm()
			b.until("it is sent", func() bool { return len(b.sent()) > 0 })
		})
	}
}

// TestTheBrokerIsLookedAtBeforeAnythingBegins: what somebody has retained since the window is
// connected, or outside of what it has subscribed to, is replaced for good as well.
func TestTheBrokerIsLookedAtBeforeAnythingBegins(t *testing.T) {
	asksInEveryWay(t, func(b *bench, p *Panel) {
		k := &keeping{kept: map[string]string{"a/b": "theirs"}}
		p.Open, p.Quiet = k.open, time.Millisecond
		b.receive(msg("a/b", "an event"))
	})
}

// TestATopicThatIsATemplateIsLookedAtForEachMessage, as far as that can be told before.
func TestATopicThatIsATemplateIsLookedAtForEachMessage(t *testing.T) {
	b := newBench(t)
	p := b.ends(b.connect())
	k := &keeping{kept: map[string]string{"dev/2": "theirs", "dev/3": "theirs too", "dev/9": "not reached"}}
	p.Open, p.Quiet = k.open, time.Millisecond
	p.topic.SetText("dev/{{counter}}")
	p.payload.SetText("ours")
	p.how.template.SetChecked(true)
	p.retain.SetChecked(true)
	p.work.repeat.count = "4"
	p.work.askRepeat()
	b.confirm()
	b.wantQuestion("Replace 2 retained messages?")
}

// TestWhatCannotBeLookedAtIsAskedAbout: nobody can undo it.
func TestWhatCannotBeLookedAtIsAskedAbout(t *testing.T) {
	b := newBench(t)
	p := b.ends(b.connect())
	p.Open = func(broker.Profile, model.Sink) broker.Session { return unconnected{device{&session{}}} }
	p.topic.SetText("a/b")
	p.payload.SetText("ours")
	p.retain.SetChecked(true)
	p.work.askRepeat()
	b.confirm()
	b.wantQuestion("What the broker keeps for a/b is not known: it could not be looked at.")
}

// TestWhatCannotBeLookedAtIsToldBesideWhatIsReplaced: what was received is known all the same.
func TestWhatCannotBeLookedAtIsToldBesideWhatIsReplaced(t *testing.T) {
	b := newBench(t)
	p := b.ends(b.connect())
	p.Open = func(broker.Profile, model.Sink) broker.Session { return unconnected{device{&session{}}} }
	b.receive(held("dev/1", "theirs"))
	p.topic.SetText("dev/{{counter}}")
	p.payload.SetText("ours")
	p.how.template.SetChecked(true)
	p.retain.SetChecked(true)
	p.work.repeat.count = "3"
	p.work.askRepeat()
	b.confirm()
	b.wantQuestion("It could not be looked up what the broker keeps for 2 other topics.")
}

// TestDevicesThatReplaceAreAskedAbout: what simulated devices retain may stand where real ones
// have theirs.
func TestDevicesThatReplaceAreAskedAbout(t *testing.T) {
	b := newBench(t)
	p := b.ends(b.connect())
	b.simulated(p, strings.Replace(plugs, "every: 10ms", "every: 10ms, retain: true", 1))
	k := &keeping{kept: map[string]string{"plug-2/power": "theirs", "plug-9/power": "of another"}}
	p.Open, p.Quiet = k.open, time.Millisecond
	b.until("it is asked how", func() bool { return b.dialogButton("Start") != nil })
	b.confirm()
	b.until("it is asked about", func() bool {
		return strings.Contains(b.dialogWords(), "The broker keeps a message for plug-2/power: theirs (6 B") || p.work.played != nil
	})
	if p.work.played != nil {
		t.Error("they are played")
	}
}
