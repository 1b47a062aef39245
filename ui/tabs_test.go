package ui

import (
	"testing"

	"fyne.io/fyne/v2"
)

// shown lists the tabs on view.
func shown(b *bench) string {
	s := ""
	for _, e := range b.tabs.visible() {
		s += e.conn.title() + " "
	}
	return s
}

func (b *bench) openTab(name string) *explore {
	b.connect()
	b.tabs.active.conn.name = name
	b.step()
	return b.tabs.active
}

func TestTabs(t *testing.T) {
	b := newBench(t)
	first, second, third := b.openTab("first"), b.openTab("second"), b.openTab("third")
	steps := []struct {
		name string
		do   func()
		want string
	}{
		{"the latest is on view", func() {}, "third "},
		{"a click chooses", func() { b.tabs.strip.Tapped(&fyne.PointEvent{Position: fyne.NewPos(30, 5)}) }, "first "},
		{"the next", func() { b.tabs.step(1) }, "second "},
		{"round the end", func() { b.tabs.step(2) }, "first "},
		{"two side by side", func() { b.tabs.compare(third) }, "first third "},
		{"not itself", func() { b.tabs.compare(first) }, "first third "},
		{"another in front", func() { b.tabs.choose(second) }, "second third "},
		{"the one behind comes to the front", func() { b.tabs.choose(third) }, "third "},
		{"the start page", func() { b.tabs.choose(nil) }, ""},
		{"back", func() { b.tabs.choose(second) }, "second "},
		{"closing one that is not seen", func() { b.tabs.close(first) }, "second "},
		{"closing the one on view", func() { b.tabs.close(second) }, "third "},
		{"closing the last", func() { b.tabs.close(third) }, ""},
	}
	for _, s := range steps {
		s.do()
		b.step()
		if got := shown(b); got != s.want {
			t.Errorf("%s: %q, want %q", s.name, got, s.want)
		}
	}
	if b.content.Objects[0] != b.home.object || b.tabs.bar.Visible() {
		t.Error("without a tab the start page shows alone")
	}
}

// TestSideBySideFromTheMenu offers the other tabs, and the way back.
func TestSideBySideFromTheMenu(t *testing.T) {
	b := newBench(t)
	first := b.openTab("first")
	if i := first.beside(); i != nil {
		t.Errorf("alone it offers %q", i.Label)
	}
	second := b.openTab("second")
	b.openTab("third")
	b.tabs.choose(second)
	with := second.beside()
	names := ""
	for _, i := range with.ChildMenu.Items {
		names += i.Label + " "
	}
	if names != "first third " {
		t.Errorf("beside %q", names)
	}
	with.ChildMenu.Items[0].Action()
	if got := shown(b); got != "second first " {
		t.Errorf("%q on view", got)
	}
	for _, e := range []*explore{second, first} {
		if i := e.beside(); !i.Checked {
			t.Errorf("%s offers %q", e.conn.title(), i.Label)
		}
	}
	first.beside().Action()
	if got := shown(b); got != "second " {
		t.Errorf("%q on view", got)
	}
}

func TestHiddenTabsAreStillFed(t *testing.T) {
	b := newBench(t)
	first := b.openTab("first")
	first.conn.store.Apply(batch(msg("a", "1")))
	second := b.openTab("second")
	if !first.feed.hidden.Load() || second.feed.hidden.Load() {
		t.Error("the first is hidden, the second is not")
	}
	first.feed.at = first.feed.at.Add(-2e9)
	b.step()
	if n := first.conn.store.Tree().Len(); n != 1 {
		t.Errorf("the hidden tree has %d rows", n)
	}
}
