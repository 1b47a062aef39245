package publish

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"mangrove/broker"
	"mangrove/broker/draft"
	"mangrove/broker/sent"
)

// TestDeletionsAreUndone one after the other, whatever was deleted and however often the key
// was pressed; what is left of them is undone from the page.
func TestDeletionsAreUndone(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	b.keep(p)
	for _, topic := range []string{"a", "b", "c", "d"} {
		p.topic.SetText(topic)
		b.publishAndKeep(p)
	}
	topics := func() (s string) {
		for _, e := range b.history(p) {
			s += e.Draft.Topic
		}
		return s
	}
	l := b.openList(p, listSent, 4)
	l.list.Rows.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	for _, want := range []string{"dba", "da"} {
		for range 5 { // the key is held
			l.list.Rows.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDelete})
		}
		b.until("one is deleted", func() bool { return topics() == want && l.list.Len() == len(want) && !l.changing })
	}
	if e, _, _ := l.selected(); e == nil || e.Draft.Topic != "a" {
		t.Errorf("%+v is selected, not the one behind those that were deleted", e)
	}
	l.undo.OnTapped()
	b.until("one is back", func() bool { return topics() == "dba" && !l.changing && l.list.Len() == 3 })
	l.list.Rows.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDelete})
	b.until("another is deleted", func() bool { return l.list.Len() == 2 && !l.changing })
	b.desk.Dismiss()
	if !strings.Contains(b.offered.words, "Undo takes back all 2 changes") {
		t.Errorf("the page says %q", b.offered.words)
	}
	b.offered.do()
	b.until("all are back", func() bool { return topics() == "dcba" })
}

// TestTheSelectedMessageStaysSelected when others come and go around it, so that no other one
// is sent.
func TestTheSelectedMessageStaysSelected(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	b.keep(p)
	for _, topic := range []string{"a", "b"} {
		p.topic.SetText(topic)
		b.publishAndKeep(p)
	}
	l := b.openList(p, listSent, 2)
	l.list.Rows.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown}) // a
	if err := p.messages().Sent.Add(sent.Entry{Draft: draft.Draft{Topic: "c"}}); err != nil {
		t.Fatal(err)
	}
	l.load()
	b.untilListed(p, 3)
	if e, _, _ := l.selected(); e == nil || e.Draft.Topic != "a" {
		t.Errorf("%+v is selected", e)
	}
	l.search.SetText("b")
	b.untilListed(p, 1)
	if e, _, _ := l.selected(); e == nil || e.Draft.Topic != "b" {
		t.Errorf("%+v is selected", e)
	}
}

// TestAClosedListKeepsNothing of what was read, which may be much.
func TestAClosedListKeepsNothing(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	b.keep(p)
	p.topic.SetText("a")
	b.publishAndKeep(p)
	l := b.openList(p, listSent, 1)
	b.desk.Dismiss()
	l.load()
	b.step()
	if l.sent != nil || l.shown.sent != nil || l.list.Len() != 0 {
		t.Errorf("%d are kept", len(l.sent))
	}
	b.openList(p, listSent, 1)
}

// TestSendAgainToAnotherBroker asks before: its topics may be others, and what it keeps of
// them as well.
func TestSendAgainToAnotherBroker(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	b.keep(p)
	p.topic.SetText("a/b")
	p.payload.SetText("ON")
	p.retain.SetChecked(true)
	b.publishAndKeep(p)
	other, err := broker.ParseURL("mqtt://other:1883")
	if err != nil {
		t.Fatal(err)
	}
	b.conn.Profile = other
	for name, send := range map[string]func(l *messageList){
		"key":    func(*messageList) { SendAgainByKey([]*Panel{p}) },
		"button": func(l *messageList) { l.again.OnTapped() },
	} {
		l := b.openList(p, listSent, 1)
		send(l)
		b.step()
		if words := b.dialogWords(); len(b.sent()) != 1 || !strings.Contains(words, "was sent to mqtt://plant:1883. It would be published on mqtt://other:1883") {
			t.Errorf("%s: sent %+v; it says %q", name, b.sent(), words)
		}
		b.desk.Dismiss()
		if !l.isOpen() {
			t.Errorf("%s: the list is closed", name)
		}
		b.desk.Dismiss()
	}
	b.openList(p, listSent, 1).sendSelected()
	b.until("it can be answered", func() bool { return b.dialogButton("Publish") != nil && !b.dialogButton("Publish").Disabled() })
	b.dialogButton("Publish").OnTapped()
	b.until("it is sent", func() bool { return len(b.sent()) == 2 })
}
