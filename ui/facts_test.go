package ui

import (
	"strings"
	"testing"

	"mangrove/model"
	"mangrove/ui/widgets"
)

// TestALevelSaysHowManyOfItsMessagesAreKept has the facts of a level tell what was
// counted from what can still be listed, wherever they differ.
func TestALevelSaysHowManyOfItsMessagesAreKept(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	for range 3 {
		b.receive(msg("house/hall/t", "1"), msg("house/porch/t", "2"), msg("other", "3"))
	}
	facts := func() string { return placed[*widgets.Strip](b, "facts").Text() }
	wanted := func(what, part, not string) {
		t.Helper()
		b.until(what+": "+part, func() bool { return strings.Contains(facts(), part) })
		if not != "" && strings.Contains(facts(), not) {
			t.Errorf("%s: %q", what, facts())
		}
	}
	b.selectTopic("house")
	wanted("nothing is discarded", "2 topics, 6 messages", "kept")
	id, _ := e.Conn.Store.Find("house/hall/t")
	_, undo := e.Conn.Store.Forget(id)
	wanted("two are cleared", "2 topics, 6 messages, 4 kept", "")
	e.Inspector.ListMessages()
	wanted("two are cleared, all are listed", "2 topics, 6 messages, 4 kept", "")
	placed[*widgets.Entry](b, "filter").SetText("=1")
	b.until("the list is filtered", func() bool { return len(b.streamTexts()) == 1 })
	wanted("a filter counts something else", "2 topics, 6 messages", "kept")
	placed[*widgets.Entry](b, "filter").SetText("")
	e.Inspector.SetMode(0)
	b.selectTopic("other")
	wanted("a topic without others below", "3 messages", "kept")
	b.selectTopic("house")
	wanted("the level again", "2 topics, 6 messages, 4 kept", "")
	undo()
	e.Inspector.ListAgain()
	wanted("it is back", "2 topics, 6 messages", "kept")
	e.Inspector.ListMessages()
	b.tabs.active.Conn.Choose(model.Root)
	wanted("all messages", "3 topics with 9 messages", "kept")
}
