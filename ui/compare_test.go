package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"mangrove/ui/look"
	"mangrove/ui/widgets"
)

// messageMenu opens the menu of a row of the list of messages and takes something of it.
func (b *bench) messageMenu(row int, name string) {
	b.t.Helper()
	placed[*widgets.Rows](b, "messages").TappedSecondary(&fyne.PointEvent{Position: fyne.NewPos(200, look.RowHeight*(float32(row)+0.5))})
	b.choose(name)
	b.step()
}

// changes is what is said of a comparison, and its text.
func (b *bench) changes() (words, text string) {
	view := placed[*widgets.TextView](b, "changes")
	view.SelectAll()
	return placed[*widgets.TwoLines](b, "what changed").Text(), view.Selection()
}

func TestMessagesAreCompared(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.receive(msg("a", `{"t":1}`), msg("b", "x"), msg("a", `{"t":2}`), msg("a", `{"t":2}`), msg("a", `{"t":3,"u":4}`))
	b.lookInto("a", 3)
	b.messageMenu(3, "Compare with the message before")
	b.until("what changed is shown", func() bool {
		_, text := b.changes()
		return text == "  t: 2  →  3\n+ u: 4\n"
	})
	placed[*widgets.Rows](b, "messages").TypedKey(&fyne.KeyEvent{Name: fyne.KeyUp})
	b.until("the next is compared", func() bool {
		words, text := b.changes()
		return strings.HasPrefix(words, "Identical to the message before") && text == ""
	})
	b.messageMenu(0, "Mark for comparison")
	b.messageMenu(3, "Compare with the marked message")
	b.until("the marked one is compared", func() bool {
		words, text := b.changes()
		return strings.HasPrefix(words, "2 changes since the marked message") && text == "  t: 1  →  3\n+ u: 4\n"
	})
	b.messageMenu(2, "Compare with the message before")
	b.until("the one before is compared again", func() bool {
		words, _ := b.changes()
		return strings.HasPrefix(words, "Identical to the message before")
	})
}

// TestMarkedMessageStaysWithItsTopic: it is compared with no message of a topic where it is
// not listed, and is named with its topic beside one of another.
func TestMarkedMessageStaysWithItsTopic(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.receive(msg("a/x", `{"t":1}`), msg("a/y", `{"t":2}`), msg("b", "old"), msg("b", "new"))
	b.lookInto("a", 0)
	b.messageMenu(0, "Mark for comparison")
	if rows := b.streamTexts(); !strings.Contains(rows[0], "marked") || strings.Contains(rows[1], "marked") {
		t.Errorf("the rows are %q", rows)
	}
	b.messageMenu(1, "Compare with the marked message")
	b.until("the other topic is named", func() bool {
		words, text := b.changes()
		return strings.HasPrefix(words, "1 change compared with the marked message of ") && strings.Contains(words, " on a/x, ") && text == "  t: 1  →  2\n"
	})
	b.lookInto("b", 1)
	b.until("the message before is compared", func() bool {
		words, _ := b.changes()
		return strings.Contains(words, "since the message before")
	})
	if pos := b.tabs.active.Inspector.Marked(); pos != 0 {
		t.Error("it is marked still")
	}
}

// TestLaterMarkedMessage: nothing has changed since what came later.
func TestLaterMarkedMessage(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.receive(msg("a", "1"))
	b.receive(msg("a", "2"))
	b.lookInto("a", 1)
	b.messageMenu(1, "Mark for comparison")
	b.messageMenu(0, "Compare with the marked message")
	b.until("it is compared", func() bool {
		words, _ := b.changes()
		return strings.Contains(words, " compared with the marked message of ") && strings.HasSuffix(words, " later.") && !strings.Contains(words, "since")
	})
}

func TestRowsOfMessagesSayWhatIsNew(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.receive(msg("a", "1"), msg("a", "1"), msg("a", "2"))
	b.lookInto("a", 2)
	rows := b.streamTexts()
	for i, marked := range []bool{false, false, true} {
		if strings.Contains(rows[i], "•") != marked {
			t.Errorf("row %d is %q", i, rows[i])
		}
	}
	if strings.Contains(rows[0], "+") || !strings.Contains(rows[1], "+") {
		t.Errorf("times since the one before: %q", rows)
	}
}
