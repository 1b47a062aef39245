package devices

import (
	"testing"

	"fyne.io/fyne/v2"
)

// TestClosedConnectionsAreLetGo, and another one's devices are not shown under its name.
func TestClosedConnectionsAreLetGo(t *testing.T) {
	b := newBench(t)
	first := b.connect()
	b.receive(site()...)
	b.until("they are listed", func() bool { return len(b.lines()) == 4 })
	rows, _, _ := b.table.Rows.Seen()
	b.table.Rows.OnSelect(rows[0].Key)
	second := b.connect()
	if b.opened || b.below.IsOpen() {
		t.Error("a device of the first is shown")
	}
	b.until("the first one's are gone", func() bool { return len(b.lines()) == 0 })
	receive(second, "tele/other/STATE {}")
	b.until("the second one's are listed", func() bool { return b.has("other") && !b.has("hall") })
	if b.watches[first].stop != nil {
		t.Error("the first is still looked at")
	}
	b.Closed(first)
	if b.watches[first] != nil || b.watches[second] == nil {
		t.Error("what is closed is kept, or what is open is not")
	}
}

// TestAClosedPaneAsksForNothing: topics are looked up for the device on view only.
func TestAClosedPaneAsksForNothing(t *testing.T) {
	b := newBench(t)
	first := b.connect()
	b.receive(site()...)
	b.until("they are listed", func() bool { return len(b.lines()) == 4 })
	rows, _, _ := b.table.Rows.Seen()
	for name, leave := range map[string]func(){
		"Escape":             func() { b.table.Rows.OnKey(0, &fyne.KeyEvent{Name: fyne.KeyEscape}) },
		"another connection": func() { b.connect() },
	} {
		b.table.Rows.OnSelect(rows[0].Key)
		if b.watches[first].selected.Load() == nil {
			t.Fatalf("before %s nothing is asked for", name)
		}
		leave()
		if b.watches[first].selected.Load() != nil {
			t.Errorf("after %s topics are asked for still", name)
		}
		b.current = first
		b.step()
		b.until("they are listed again", func() bool { return len(b.lines()) == 4 })
	}
}

// TestNothingOfAClosedConnectionIsKept, though nobody looks at the page when its tab closes.
func TestNothingOfAClosedConnectionIsKept(t *testing.T) {
	b := newBench(t)
	c := b.connect()
	b.receive(site()...)
	b.until("they are listed", func() bool { return len(b.lines()) == 4 })
	b.Seen(false)
	w := b.watches[c]
	b.current = nil
	b.Closed(c)
	await(w)
	if len(b.watches) != 0 || b.Page.current != nil || len(b.found.devices) != 0 {
		t.Error("what is closed is kept")
	}
}
