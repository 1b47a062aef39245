package ui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"mangrove/model/decode/sparkplug"
	"mangrove/ui/widgets"
)

const sparkplugTopic = "spBv1.0/Plant2/DDATA/Edge1/Press1"

// TestAskForRebirth: an edge node is asked for its births from the menu of any of its
// topics, after a question that names it.
func TestAskForRebirth(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.receive(msg(sparkplugTopic, "\x18\x01"), msg("a/x", "1"))
	for _, level := range []string{sparkplugTopic, "spBv1.0/Plant2/DDATA/Edge1"} {
		b.session.published = nil
		id, _ := e.Conn.Store.Find(level)
		b.topicMenu(id, "Ask for a rebirth…")
		if words := b.dialogWords(); !strings.Contains(words, "Ask Edge1 for a rebirth?") || !strings.Contains(words, "of the group Plant2") || !strings.Contains(words, "spBv1.0/Plant2/NCMD/Edge1") || !strings.Contains(words, "plant:1883") {
			t.Errorf("%s", words)
		}
		if len(b.sent()) > 0 {
			t.Fatal("published before the question was answered")
		}
		test.Tap(b.dialogButton("Ask for a rebirth"))
		b.until("it is published", func() bool { return len(b.sent()) == 1 })
		b.until("that is said", e.Notice.Object.Visible)
		m := b.sent()[0]
		tree, _, err := sparkplug.Decode(m.Payload, sparkplug.Known{})
		if err != nil {
			t.Fatal(err)
		}
		value := tree.Text(tree.Find(`metrics."Node Control/Rebirth".value`))
		if m.Topic != "spBv1.0/Plant2/NCMD/Edge1" || m.QoS != 0 || m.Retain || value != "true" {
			t.Errorf("%+v with %s", m, value)
		}
		if got := e.Notice.Words.Text; got != "Asked Edge1 for a rebirth." {
			t.Errorf("%q", got)
		}
		e.Notice.Hide()
	}
}

// TestHowANodeStands is told in a dialog.
func TestHowANodeStands(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.receive(msg(sparkplugTopic, "\x18\x01"), msg("spBv1.0/STATE/scada", `{"online": true, "timestamp": 1700000000000}`), msg("spBv1.0/nobody", "x"))
	id, _ := e.Conn.Store.Find(sparkplugTopic)
	b.until("it has been taken in", func() bool {
		units, _ := e.Conn.Sparkplug.Node("Plant2", "Edge1", time.Now())
		return len(units) > 0
	})
	b.topicMenu(id, "Show the edge node…")
	b.step()
	views := find[*widgets.TextView](b.window.Canvas().Overlays().Top())
	if len(views) != 1 {
		t.Fatalf("%d texts", len(views))
	}
	got := strings.Join(views[0].Seen(), "\n")
	for _, want := range []string{"Edge node Edge1: awaiting birth", "Device Press1: awaiting birth", "The DDATA came before any birth", "Host application scada: online", "spBv1.0/nobody is not a Sparkplug B topic"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
}

// TestNoRebirthWithoutLeave: nothing is published with a connection that is for reading,
// by a cancelled question, or about topics of no node.
func TestNoRebirthWithoutLeave(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.receive(msg(sparkplugTopic, "\x18\x01"), msg("a/x", "1"))
	id, _ := e.Conn.Store.Find(sparkplugTopic)
	b.topicMenu(id, "Ask for a rebirth…")
	test.Tap(b.dialogButton("Cancel"))
	b.topicMenu(id, "Ask for a rebirth…")
	e.Conn.Profile.ReadOnly = true // while it is asked
	test.Tap(b.dialogButton("Ask for a rebirth"))
	b.step()
	if !e.Notice.Object.Visible() || !strings.Contains(e.Notice.Words.Text, "publish") {
		t.Errorf("%q", e.Notice.Words.Text)
	}
	b.topicMenu(id, "Ask for a rebirth… (read-only)") // is there, and does nothing
	if words := b.dialogWords(); strings.Contains(words, "rebirth?") {
		t.Errorf("asked with a connection that is for reading: %s", words)
	}
	if len(b.sent()) > 0 {
		t.Errorf("%+v", b.sent())
	}
	plain, _ := e.Conn.Store.Find("a/x")
	e.Tree.OnMenu(plain, b.window.Canvas().Content().Position())
	for _, words := range b.menuWords() {
		if strings.Contains(words, "rebirth") {
			t.Error("a topic of no node has it in its menu")
		}
	}
}

// menuWords are the names of what the menu that is open has.
func (b *bench) menuWords() (list []string) {
	b.t.Helper()
	for _, o := range widgetsIn(b.window.Canvas().Overlays().Top()) {
		if item, ok := o.(interface{ Name() string }); ok {
			list = append(list, item.Name())
		}
	}
	if len(list) == 0 {
		b.t.Fatal("no menu is open")
	}
	return list
}

// TestMetricsWithoutNames say so under the payload, where a rebirth can be asked for as
// everywhere; a birth that comes later names them in the message that is shown.
func TestMetricsWithoutNames(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	const data = "spBv1.0/Plant2/NDATA/Edge1"
	b.receive(msg(data, "\x18\x01\x12\x06\x10\x0a\x20\x03\x50\x05"))
	b.selectTopic(data)
	b.until("a metric is shown", func() bool { return strings.Contains(b.payloadSeen(), "alias 10") })
	b.until("what is wrong is said", func() bool { return b.isPlaced("payload advice") })
	if words := placed[*widgets.TwoLines](b, "payload advice").Text(); words != "1 metric has no name: no birth with its alias has been received." {
		t.Errorf("%q", words)
	}
	button := placed[*widgets.Button](b, "payload remedy")
	if button.Text != "Ask for a rebirth…" || button.Disabled() {
		t.Errorf("%q, disabled %t", button.Text, button.Disabled())
	}
	test.Tap(button)
	if words := b.dialogWords(); !strings.Contains(words, "Ask Edge1 for a rebirth?") {
		t.Errorf("%s", words)
	}
	test.Tap(b.dialogButton("Ask for a rebirth"))
	b.until("it is published", func() bool { return len(b.sent()) == 1 })
	e.Conn.Profile.ReadOnly = true
	b.step()
	if button.Text != "Ask for a rebirth… (read-only)" || !button.Disabled() {
		t.Errorf("for reading only: %q, disabled %t", button.Text, button.Disabled())
	}
	e.Conn.Profile.ReadOnly = false
	b.receive(msg("spBv1.0/Plant2/NBIRTH/Edge1", "\x18\x00\x12\x0c\x0a\x04temp\x10\x0a\x20\x03\x50\x05"))
	b.until("the message that is shown has its name", func() bool {
		return strings.Contains(b.payloadSeen(), "temp") && !strings.Contains(b.payloadSeen(), "alias 10")
	})
	b.until("that the birth came later is said", func() bool {
		return b.isPlaced("payload advice") && strings.Contains(placed[*widgets.TwoLines](b, "payload advice").Text(), "a birth that came later")
	})
	if b.isPlaced("payload remedy") {
		t.Error("a rebirth is still offered")
	}
	b.receive(msg(data, "\x18\x01\x12\x06\x10\x0a\x20\x03\x50\x06"))
	b.until("nothing is said of a message behind its birth", func() bool { return !b.isPlaced("payload advice") })
}

// TestMessageOnViewFollowsItsNode: what a death or a birth says of a message on view is
// seen on it, the latest or one that was chosen.
func TestMessageOnViewFollowsItsNode(t *testing.T) {
	const (
		data  = "spBv1.0/Plant2/DDATA/Edge1/Press1"
		named = "\x18\x01\x12\x0c\x0a\x04temp\x10\x0a\x20\x03\x50\x05"
		bdSeq = "\x12\x0b\x0a\x05bdSeq\x20\x08\x58\x07"
	)
	for _, chosen := range []bool{false, true} {
		b := newBench(t)
		b.connect()
		b.receive(msg("spBv1.0/Plant2/NBIRTH/Edge1", "\x18\x00"+bdSeq), msg("spBv1.0/Plant2/DBIRTH/Edge1/Press1", named), msg(data, "\x18\x02\x12\x04\x10\x0a\x50\x06"))
		b.selectTopic(data)
		if chosen {
			b.lookInto(data, 0)
		}
		b.until("it is shown", func() bool {
			return strings.Contains(b.payloadSeen(), "temp") && !strings.Contains(b.payloadSeen(), "stale")
		})
		b.receive(msg("spBv1.0/Plant2/NDEATH/Edge1", bdSeq))
		b.until("it holds no more", func() bool { return strings.Contains(b.payloadSeen(), "stale") })
		b.receive(msg("spBv1.0/Plant2/NBIRTH/Edge1", "\x18\x00"+strings.TrimSuffix(bdSeq, "\x07")+"\x08"))
		b.until("the message of before the death stays stale, or its device awaits its birth", func() bool { return strings.Contains(b.payloadSeen(), "temp") })
	}
}
