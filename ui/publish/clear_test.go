package publish

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"mangrove/broker"
	"mangrove/broker/retained"
	"mangrove/model"
	"mangrove/ui/connection"
	"mangrove/ui/format"
	"mangrove/ui/uitest"
	"mangrove/ui/widgets"
)

func TestRetainDoesNotGoOnToAnotherTopic(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	p.retain.SetChecked(true)
	test.Type(p.topic, "dev/a")
	if !p.retain.Checked {
		t.Fatal("ticked before the topic was typed, it is no longer")
	}
	p.payload.SetText("1")
	p.publish()
	b.until("it is published", func() bool { return len(b.sent()) == 1 })
	test.Type(p.topic, "b")
	if p.retain.Checked {
		t.Error("it is ticked for another topic after it was published")
	}
	p.retain.SetChecked(true)
	p.TakeTopic("other")
	if p.retain.Checked {
		t.Error("it is ticked for a topic from a menu")
	}
	p.TakeMessage("kept", model.Entry{Retained: true, Payload: []byte("x")})
	if !p.retain.Checked {
		t.Error("a retained message was taken without it")
	}
}

func TestClearRetained(t *testing.T) {
	cases := []struct {
		name  string
		have  []model.Message
		undo  string // payload that Undo publishes; empty: no Undo
		words string // of the question
	}{
		{"as received", []model.Message{held("dev/b", "21.5")}, "21.5", "21.5 (4 B"},
		{"updated since", []model.Message{held("dev/b", "old"), msg("dev/b", "new")}, "old", "Last seen as old"},
		{"never seen as retained", []model.Message{msg("dev/b", "21.5")}, "", "cannot be undone"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			b := newBench(t)
			p := b.connect()
			b.receive(c.have...)
			p.AskClear("dev/b")
			for _, want := range []string{"dev/b", "plant", c.words} {
				if !strings.Contains(b.dialogWords(), want) {
					t.Errorf("asked without %q:\n%s", want, b.dialogWords())
				}
			}
			test.Tap(b.dialogButton("Clear"))
			b.until("it is cleared", func() bool {
				return strings.Contains(p.words, "Cleared the retained message of dev/b on ") && strings.Contains(p.words, "acknowledged at QoS 1 in ")
			})
			if got, want := fmt.Sprintf("%+v", b.sent()), "[{Topic:dev/b Payload:[] QoS:1 Retain:true Properties:<nil>}]"; got != want {
				t.Fatalf("sent %s", got)
			}
			if undo := b.offered.action == "Undo"; undo != (c.undo != "") {
				t.Fatalf("Undo is offered: %v", undo)
			}
			if c.undo == "" {
				return
			}
			b.offered.do()
			b.until("it is published again", func() bool { return strings.Contains(p.words, "Published 1 retained message again") })
			if !strings.Contains(b.offered.words, "again") || !b.offered.goes {
				t.Errorf("what has gone well is said as %+v", b.offered)
			}
			if sent := b.sent(); len(sent) != 2 || string(sent[1].Payload) != c.undo || !sent[1].Retain {
				t.Errorf("sent %+v", sent)
			}
		})
	}
}

// TestUndoKeepsTheProperties publishes again all that the message had.
func TestUndoKeepsTheProperties(t *testing.T) {
	b := newBench(t)
	pane := b.connect()
	m := held("a", "x")
	m.Properties = []byte("\x03\x00\x04text\x26\x00\x01k\x00\x01v")
	b.receive(m)
	pane.AskClear("a")
	test.Tap(b.dialogButton("Clear"))
	b.until("it is cleared", func() bool { return b.offered.do != nil })
	b.offered.do()
	b.until("it is published again", func() bool { return len(b.sent()) == 2 })
	if p := b.sent()[1].Properties; p == nil || p.ContentType != "text" || len(p.User) != 1 {
		t.Errorf("its properties are %+v", p)
	}
}

// TestUndoKeepsTheQoS of the message, as far as the broker takes it.
func TestUndoKeepsTheQoS(t *testing.T) {
	for _, c := range []struct{ was, most, want byte }{{0, 2, 0}, {1, 2, 1}, {2, 2, 2}, {2, 1, 1}, {1, 0, 0}} {
		b := newBench(t)
		pane := b.connect()
		b.session.less, b.conn.Status.Limits.MaxQoS = 2-c.most, c.most
		m := held("a", "x")
		m.QoS = c.was
		b.receive(m)
		pane.AskClear("a")
		test.Tap(b.dialogButton("Clear"))
		b.until("it is cleared", func() bool { return b.offered.do != nil })
		b.offered.do()
		b.until("it is published again", func() bool { return len(b.sent()) == 2 })
		if got := b.sent()[1].QoS; got != c.want {
			t.Errorf("published at QoS %d where the broker takes %d: again at QoS %d", c.was, c.most, got)
		}
	}
}

// TestClearWhatWasPublishedHere knows what it retained itself, which the broker
// does not say.
func TestClearWhatWasPublishedHere(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	p.topic.SetText("own")
	p.payload.SetText("kept")
	p.retain.SetChecked(true)
	p.publish()
	b.until("it is published", func() bool { return strings.Contains(p.words, "Sent") })
	b.receive(msg("own", "kept"))
	p.AskClearBelow(b.find("own"))
	b.until("it is asked", func() bool { return b.dialogButton("Clear 1") != nil })
	test.Tap(b.dialogButton("Clear 1"))
	b.until("it is cleared", func() bool { return len(b.sent()) == 2 })
	b.until("Undo is offered", func() bool { return b.offered.action == "Undo" })
}

func TestClearAllRetainedBelow(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	var have []model.Message
	for i := range 30 {
		have = append(have, held(fmt.Sprintf("dev/%02d", i), fmt.Sprint(i)))
	}
	b.receive(append(have, msg("dev/live", "1"), held("other", "1"))...)
	p.AskClearBelow(b.find("dev"))
	b.until("it is asked", func() bool { return b.dialogButton("Clear 30") != nil })
	if rows := uitest.Find[*widgets.Rows](b.window.Canvas().Overlays().Top()); len(rows) != 1 || rows[0].Source.Len() != 30 {
		t.Errorf("asked:\n%s", b.dialogWords())
	}
	button := b.dialogButton("Clear 30")
	if !button.Disabled() {
		t.Fatal("so many can be cleared without a word")
	}
	if _, typing := b.window.Canvas().Focused().(*widgets.Entry); !typing {
		t.Error("the word has to be clicked for before it can be typed")
	}
	b.typeInDialog("clear 3")
	if !button.Disabled() {
		t.Error("half of the word is enough")
	}
	b.typeInDialog("clear 30")
	test.Tap(button)
	b.until("they are cleared", func() bool {
		return strings.Contains(p.words, "Cleared 30 of 30 retained messages at and below dev")
	})
	b.wantCleared("dev/", 30)
	b.offered.do()
	b.until("they are published again", func() bool { return strings.Contains(p.words, "Published 30 retained messages again") })
	if sent := b.sent(); len(sent) != 60 || len(sent[59].Payload) == 0 {
		t.Errorf("sent %d", len(sent))
	}
}

func TestClearStopsWithoutAConnection(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	b.receive(held("dev/a", "1"), held("dev/b", "1"), held("dev/c", "1"))
	b.session.refuse = broker.ErrNotConnected
	p.AskClearBelow(b.find("dev"))
	b.until("it is asked", func() bool { return b.dialogButton("Clear 3") != nil })
	test.Tap(b.dialogButton("Clear 3"))
	b.until("it has ended", func() bool { return strings.Contains(p.words, "Cleared 0 of 3") })
	if len(b.sent()) > 3 || b.offered.do != nil {
		t.Errorf("tried %d times, and it says %q", len(b.sent()), p.words)
	}
}

// TestNothingIsAskedWithoutAConnection: why nothing can be cleared is said at once, for one
// message, for all below a level, and for an empty one that is published.
func TestNothingIsAskedWithoutAConnection(t *testing.T) {
	for name, c := range map[string]struct {
		end  func(b *bench)
		says string
	}{
		"ended":         {func(b *bench) { b.conn.Session = &connection.Disconnected{} }, "has been closed"},
		"connecting":    {func(b *bench) { b.conn.Status.Phase = broker.Connecting }, "Not connected"},
		"waiting":       {func(b *bench) { b.conn.Status.Phase = broker.Waiting }, "Not connected"},
		"it gave up":    {func(b *bench) { b.conn.Status.Phase = broker.Stopped }, "Not connected"},
		"it is refused": {func(b *bench) { b.conn.Profile.ReadOnly = true }, "read-only"},
	} {
		b := newBench(t)
		p := b.connect()
		b.receive(held("dev/a", "1"), held("dev/b", "1"))
		c.end(b)
		for what, ask := range map[string]func(){
			"one":       func() { p.AskClear("dev/a") },
			"all below": func() { p.AskClearBelow(b.find("dev")) },
			"published": func() { p.publishNow(sending{typed: true}, broker.Publication{Topic: "dev/a", Retain: true}) },
		} {
			p.showOutcome("", false)
			ask()
			if b.window.Canvas().Overlays().Top() != nil || !strings.Contains(p.words, c.says) {
				t.Errorf("%s, %s: a question is asked: %v, and it says %q", name, what, b.window.Canvas().Overlays().Top() != nil, p.words)
			}
		}
	}
}

func TestReadOnlyClearsNothing(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	b.conn.Profile.ReadOnly = true
	b.receive(held("a/b", "1"))
	p.AskClear("a/b")
	p.AskClearBelow(b.find("a"))
	p.clear(p.newClearing(ofTopic, "a/b", "a/b"))
	b.step()
	if b.window.Canvas().Overlays().Top() != nil || len(b.sent()) > 0 || !strings.Contains(p.words, "read-only") {
		t.Errorf("sent %v, and it says %q", b.sent(), p.words)
	}
}

func TestTopicsWithBlanksAreAskedAbout(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	for topic, asked := range map[string]bool{
		" ": true, "   ": true, " a": true, "a/b ": true, "a\t": true, "a\u00a0": true, "\u200ba": true, "a/ /b": true, "a b/c d": false, "/a": false, "a/": false, "//": false,
	} {
		sent := len(b.sent())
		p.topic.SetText(topic)
		p.payload.SetText("x")
		p.publish()
		button := b.dialogButton("Publish")
		if (button != nil) != asked {
			t.Errorf("%q: asked %v", topic, button != nil)
			continue
		}
		if button != nil {
			if len(b.sent()) > sent {
				t.Errorf("%q is sent all the same", topic)
			}
			test.Tap(button)
		}
		b.until(fmt.Sprintf("%q is published", topic), func() bool { return len(b.sent()) == sent+1 })
	}
}

// TestUndoLeavesWhatIsNewer does not overwrite what a device has published
// since.
func TestUndoLeavesWhatIsNewer(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	b.receive(held("dev/a", "1"), held("dev/b", "2"))
	p.AskClearBelow(b.find("dev"))
	b.until("it is asked", func() bool { return b.dialogButton("Clear 2") != nil })
	test.Tap(b.dialogButton("Clear 2"))
	b.until("they are cleared", func() bool { return b.offered.action == "Undo" })
	b.conn.Store.Apply(model.Batch{At: time.Now().Add(-time.Hour), // the clock has been set back meanwhile
		Messages: []model.Message{msg("dev/a", ""), msg("dev/b", ""), msg("dev/a", "newer")}})
	b.offered.do()
	b.until("one is published again", func() bool {
		return strings.HasSuffix(p.words, "Published 1 retained message again; 1 topic with a newer message was skipped")
	})
	if sent := b.sent(); len(sent) != 3 || sent[2].Topic != "dev/b" {
		t.Errorf("sent %+v", sent)
	}
}

// TestClearingKnowsWhatCameLast: who is subscribed already is not told that a message
// is retained, and Undo must not put an older one back.
func TestClearingKnowsWhatCameLast(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	b.receive(held("dev/a", "ON"))
	b.receive(msg("dev/a", "OFF"))
	p.AskClear("dev/a")
	if words := b.dialogWords(); !strings.Contains(words, "Last seen as OFF") || !strings.Contains(words, "the broker may hold either") {
		t.Errorf("it is asked %q", words)
	}
	test.Tap(b.dialogButton("Clear"))
	b.until("cleared", func() bool { return b.offered.action == "Undo" })
	b.offered.do()
	b.until("published again", func() bool { return len(b.sent()) == 2 })
	if m := b.sent()[1]; string(m.Payload) != "OFF" || !m.Retain {
		t.Errorf("Undo publishes %q, retained: %t", m.Payload, m.Retain)
	}
	b.receive(held("dev/b", "1"), held("dev/c", "2"), msg("dev/c", "2"), msg("dev/d", "3"), held("dev/e", "4"))
	b.step()
	b.conn.Store.Pause()
	b.conn.Store.Apply(model.Batch{At: time.Now(), Messages: []model.Message{msg("dev/e", "5")}}) // which the view does not show yet
	for topic, want := range map[string]string{"dev/b": "1 false", "dev/c": "2 false", "dev/d": " false", "dev/e": "5 true"} {
		m, known := p.own.last(b.conn.Store, topic)
		if got := fmt.Sprint(string(m.Payload), " ", m.unsure); got != want || known != (topic != "dev/d") {
			t.Errorf("%s: %s, known: %t", topic, got, known)
		}
	}
}

// TestUndoLeavesWhatHasExpired: time goes on for messages that expire, cleared or not.
func TestUndoLeavesWhatHasExpired(t *testing.T) {
	format.SetTimes(format.MonthHalf) // with times of another length
	t.Cleanup(func() { format.SetTimes(format.YearFirst) })
	b := newBench(t)
	pane := b.connect()
	kept := func(topic string, expiry time.Duration) broker.Publication {
		return broker.Publication{Topic: topic, Payload: []byte("x"), Retain: true, Properties: &broker.Properties{Expiry: expiry}}
	}
	k := retained.Kept{Broker: b.conn.Profile.Address.PublicURL(), At: time.Now().Add(-time.Hour)}
	name, err := pane.Cleared.Put(k, []broker.Publication{kept("a/gone", time.Minute), kept("a/left", 24*time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	pane.Cleared.FinishClearing(name, true)
	pane.AskUndoClear()
	b.until("it is asked", func() bool { return b.dialogButton("Publish 2") != nil && !b.dialogButton("Publish 2").Disabled() })
	test.Tap(b.dialogButton("Publish 2"))
	b.until("it is published again", func() bool {
		return b.offered.words == "Published 1 retained message again; 1 message had expired"
	})
	sent := b.sent()
	if len(sent) != 1 || sent[0].Topic != "a/left" || sent[0].Properties.Expiry > 23*time.Hour || sent[0].Properties.Expiry < 22*time.Hour {
		t.Errorf("%+v", sent)
	}
}
