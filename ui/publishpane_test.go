package ui

import (
	"regexp"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"mangrove/broker"
)

// TestEnterInTheTopicGoesOnToThePayload has a message published only by the
// button and by Ctrl+Enter.
func TestEnterInTheTopicGoesOnToThePayload(t *testing.T) {
	b := newBench(t)
	p := b.connect().publish
	p.setFolded(true)
	b.window.Canvas().Focus(p.topic)
	test.Type(p.topic, "a/b")
	p.topic.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.step()
	if b.window.Canvas().Focused() != fyne.Focusable(p.payload) || !p.body.Visible() || p.words != "" {
		t.Fatalf("the keyboard is with %T, and the result %q", b.window.Canvas().Focused(), p.words)
	}
	sent := 0
	for name, field := range map[string]fyne.Focusable{"topic": p.topic, "payload": p.payload} {
		b.window.Canvas().Focus(field)
		field.(fyne.Shortcutable).TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierControl})
		sent++
		b.until("Ctrl+Enter publishes from the "+name, func() bool {
			b.session.mu.Lock()
			defer b.session.mu.Unlock()
			return len(b.session.published) == sent
		})
	}
}

// TestPublishFailureSaysWhen keeps the time of a failure, and makes no more of
// it once there is a connection again.
func TestPublishFailureSaysWhen(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		fade bool
	}{
		"not connected": {broker.ErrNotConnected, true},
		"disconnected":  {broker.ErrClosed, true},
		"refused":       {&broker.Refusal{Packet: "PUBACK", Version: broker.V5, Code: 0x87, Subject: "a"}, false},
	} {
		b := newBench(t)
		p := b.connect().publish
		connected := b.session.Status()
		b.session.set(broker.Status{Phase: broker.Waiting})
		b.session.refuse = c.err
		p.topic.SetText("a")
		p.publish()
		b.until("it has failed", func() bool { return p.bad })
		if !regexp.MustCompile(`^\d\d:\d\d:\d\d  Not published: `).MatchString(p.words) {
			t.Errorf("%s: %q", name, p.words)
		}
		b.session.set(connected)
		b.step()
		if p.bad == c.fade {
			t.Errorf("%s: still an error with a connection: %v", name, p.bad)
		}
	}
}
