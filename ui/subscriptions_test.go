package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestARefusedFilterIsGoneTheNextTime(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	s := e.subs
	s.show()
	s.filter.SetText("a#")
	s.qos.Choose(2)
	s.noLocal.SetChecked(true)
	s.retain.SetSelectedIndex(2)
	s.subscribe()
	if !s.problem.Visible() || s.filter.Value() != "a#" {
		t.Fatalf("%q was refused with %q", s.filter.Value(), s.problem.Text)
	}
	b.pressEscape()
	s.show()
	if s.filter.Value() != "" || s.qos.Chosen() != 0 || s.noLocal.Checked || s.retain.SelectedIndex() != 0 || s.problem.Visible() {
		t.Errorf("opened again it has %q, QoS %d, %q", s.filter.Value(), s.qos.Chosen(), s.problem.Text)
	}
	s.filter.SetText("begun/")
	b.pressEscape()
	s.show()
	if s.filter.Value() != "begun/" {
		t.Errorf("what was only typed is %q", s.filter.Value())
	}
}

func TestARefusalOfAFilterMovesNothing(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	e.subs.show()
	b.step()
	before, place := e.subs.content.MinSize(), b.boxOf(e.subs.filter)
	e.subs.filter.SetText("a#")
	test.Tap(e.subs.button)
	if !e.subs.problem.Visible() {
		t.Fatal("it was not refused")
	}
	if after := e.subs.content.MinSize(); after != before || b.boxOf(e.subs.filter) != place {
		t.Errorf("from %v at %v to %v at %v", before, place, after, b.boxOf(e.subs.filter))
	}
}

func TestSubscriptionsFitIntoANarrowWindow(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.window.Resize(fyne.NewSize(640, 400))
	e.subs.show()
	if w := b.window.Canvas().Overlays().Top().MinSize().Width; w > 640 {
		t.Errorf("the dialog takes %v of 640", w)
	}
}
