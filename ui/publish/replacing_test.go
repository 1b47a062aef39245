package publish

import (
	"fmt"
	"strings"
	"testing"

	"mangrove/ui/widgets"
)

// TestReplacingIsAskedAboutBeforeAnythingBegins: a job, a sequence or a request that would take
// the place of what somebody else has retained asks, and sends nothing before. Nobody can undo
// it afterwards.
func TestReplacingIsAskedAboutBeforeAnythingBegins(t *testing.T) {
	for way, begin := range ways {
		t.Run(way, func(t *testing.T) {
			b := newBench(t)
			p := b.ends(b.connect())
			b.answers()
			b.receive(held("a/b", "theirs"))
			p.topic.SetText("a/b")
			p.payload.SetText("ours")
			p.retain.SetChecked(true)
			b.step()
			begin(b, p)
			b.until("it is asked about", func() bool {
				return strings.Contains(b.dialogWords(), "The broker keeps a message for a/b: theirs (6 B") || len(b.sent()) > 0
			})
			if got := b.sent(); len(got) > 0 {
				t.Errorf("%d were sent before", len(got))
			}
		})
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
