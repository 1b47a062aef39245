package ui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"mangrove/ui/format"
	"mangrove/ui/topics"
	"mangrove/ui/widgets"
)

// chooseView chooses from the menu of how all is shown.
func (b *bench) chooseView(menu, name string) {
	b.t.Helper()
	for _, i := range b.viewItems() {
		if i.ChildMenu == nil && menu == "" && i.Label == name {
			i.Action()
			return
		}
		if i.ChildMenu == nil || i.Label != menu {
			continue
		}
		for _, below := range i.ChildMenu.Items {
			if below.Label == name {
				below.Action()
				return
			}
		}
	}
	b.t.Fatalf("the menu has no %q of %q", name, menu)
}

// TestLevelsOpenAsTheUserWants, in a tree that is there and in that of the next connection.
func TestLevelsOpenAsTheUserWants(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	many := []string{"few/1/x/y", "few/2"}
	for i := range 40 {
		many = append(many, "wide/"+string(rune('a'+i%26))+string(rune('0'+i/26)))
	}
	send := func() {
		for _, topic := range many {
			b.receive(msg(topic, "1"))
		}
	}
	const opens = "Topics that open by themselves"
	b.chooseView(opens, "Nothing")
	send()
	rows := func(n int) {
		t.Helper()
		b.until("the rows are as many as they should be", func() bool {
			b.step()
			return b.tabs.active.Conn.Store.Tree().Len() == n
		})
	}
	rows(2)
	b.chooseView(opens, "Levels of up to 2 topics")
	rows(6)
	b.chooseView(opens, "All levels")
	rows(46)
	b.chooseView(opens, "Nothing")
	rows(2)
	b.chooseView(opens, "Levels of up to 30 topics")
	rows(6)
	if next := b.connect(); next == e {
		t.Fatal("it is the same tab")
	}
	send()
	rows(6)
}

// TestTheLastOfSeveralOpeningsCounts, however soon one is chosen after the other.
func TestTheLastOfSeveralOpeningsCounts(t *testing.T) {
	b := newBench(t)
	b.connect()
	for i := range 40 {
		b.receive(msg("wide/"+string(rune('a'+i%26))+string(rune('0'+i/26)), "1"))
	}
	const opens = "Topics that open by themselves"
	for range 200 {
		b.chooseView(opens, "Nothing")
		b.step()
		b.chooseView(opens, "All levels")
		b.until("all levels are open", func() bool { return b.tabs.active.Conn.Store.Tree().Len() == 41 })
	}
}

// TestThePointerSelects topics with a value, where that is asked for.
func TestThePointerSelects(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.receive(msg("level/a", "1"), msg("b", "2"))
	b.step()
	id := func(topic string) uint32 {
		found, _ := e.Conn.Store.Find(topic)
		return uint32(found)
	}
	tree := placed[*widgets.Rows](b, "tree")
	tree.OnHover(id("b"), fyne.NewPos(10, 10))
	if e.Conn.Topic != "" {
		t.Errorf("%q is selected", e.Conn.Topic)
	}
	b.chooseView("", "Select topics under the pointer")
	tree.OnHover(id("b"), fyne.NewPos(10, 10))
	if e.Conn.Topic != "b" {
		t.Errorf("%q is selected", e.Conn.Topic)
	}
	tree.OnHover(id("level"), fyne.NewPos(10, 10))
	if e.Conn.Topic != "b" {
		t.Errorf("%q is selected, which has no value", e.Conn.Topic)
	}
	b.until("its payload is shown", func() bool { return b.payloadSeen() == "2" })
	if !b.app.Preferences().Bool(topics.PointKey) {
		t.Error("that is not kept")
	}
}

// TestTimesAreWrittenAsTheUserWants, at once and in the next window.
func TestTimesAreWrittenAsTheUserWants(t *testing.T) {
	t.Cleanup(func() { format.SetTimes(format.YearFirst) })
	b := newBench(t)
	e := b.connect()
	b.receive(msg("a", "1"))
	b.selectTopic("a")
	e.Inspector.ListMessages()
	b.until("the messages are listed", func() bool { return len(b.streamTexts()) == 1 })
	b.chooseView("Dates and times", format.MonthHalf.Example(time.Now()))
	half := func(s string) bool { return strings.Contains(s, "AM") || strings.Contains(s, "PM") }
	b.until("the list has the other times", func() bool {
		b.step()
		return half(b.lookAt(time.Now()).Listed[0])
	})
	if storedTimes() != format.MonthHalf {
		t.Error("that is not kept")
	}
}

// TestNothingFlashes where that is not wanted.
func TestNothingFlashes(t *testing.T) {
	b := newBench(t)
	b.connect()
	tree := placed[*widgets.Rows](b, "tree")
	flashes := func() bool {
		b.receive(msg("a", "1"))
		b.step()
		return tree.Flashing()
	}
	b.until("it flashes", flashes)
	b.chooseView("", "Flash what changes")
	for range 5 {
		if flashes() {
			t.Error("it still flashes")
		}
	}
	b.chooseView("", "Flash what changes")
	b.until("it flashes again", flashes)
}
