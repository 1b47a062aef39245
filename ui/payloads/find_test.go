package payloads

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"mangrove/model/payload"
	"mangrove/ui/widgets"
)

// TestFind finds in each view, counts, goes on in both directions and narrows the tree.
func TestFind(t *testing.T) {
	b := newViewBench(t)
	b.receive(msg("a", `{"hall": {"t": 1, "name": "Big HALL"}, "kitchen": {"t": 2}, "hallway": 3}`))
	b.selectTopic("a")
	b.until("it is shown", func() bool { return b.tree.rows.Visible() })
	b.tree.toggle(1)
	b.tree.rows.TypedShortcut(widgets.FindShortcut())
	if b.shown.tree == nil || !b.find.object.Visible() {
		t.Fatal("the shortcut opens nothing")
	}
	b.find.field.SetText("hall")
	b.until("it is found", func() bool { return b.find.count.Text() == "1 of 3" })
	path := func() string { return b.tree.outline.tree.Path(b.tree.selected()) }
	steps := path()
	for range 3 {
		b.find.step(1)
		steps += " " + path()
	}
	b.find.step(-1)
	if steps += " " + path(); steps != "hall hall.name hallway hall hallway" {
		t.Errorf("it goes to %s", steps)
	}
	b.find.only.SetChecked(true)
	if got := rowsOf(b.tree.outline); got != "hall hall.name hallway" {
		t.Errorf("only these: %s", got)
	}
	b.receive(msg("a", `{"hall": 1, "x": 2}`))
	b.until("the next message is looked through too", func() bool { return b.find.count.Text() == "1 of 1" && rowsOf(b.tree.outline) == "hall" })
	b.find.field.SetText("nothing")
	b.until("it is not found", func() bool { return b.find.count.Text() == "not found" && len(b.tree.outline.shown) == 0 })
	b.find.field.SetText("1")
	b.formats.SetSelectedIndex(int(payload.HexView))
	b.until("in bytes", func() bool { return b.find.count.Text() == "1 of 1" && b.view.Selection() == "31" })
	b.find.field.SetText("22 3a")
	b.until("bytes in hexadecimal", func() bool { return b.find.count.Text() == "2 of 2" && b.view.Selection() == "22 3a" })
	b.find.field.SetText("223A")
	b.until("bytes without blanks, which are no text there", func() bool { return b.find.count.Text() == "1 of 2" || b.find.count.Text() == "2 of 2" })
	b.find.field.SetText("0x58")
	b.until("a byte is not found by the small letter of it", func() bool { return b.find.count.Text() == "not found" })
	b.find.field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if b.find.object.Visible() || len(b.tree.outline.shown) != 2 {
		t.Error("Escape does not end it")
	}
}

// TestHitsOfTheMessageBeforeAreGone: until the next message has been looked through, nothing
// that was found in the one before is gone to or shown.
func TestHitsOfTheMessageBeforeAreGone(t *testing.T) {
	for name, v := range map[string]payload.View{"tree": payload.TreeView, "table": payload.TableView} {
		t.Run(name, func(t *testing.T) {
			b := newViewBench(t)
			b.receive(msg("a", `[`+strings.Repeat(`{"n": 0}, `, 500)+`{"n": 7}]`))
			b.byHand["a"] = v
			b.selectTopic("a")
			b.until("it is shown", func() bool { return b.shown.shown == v })
			b.openFind()
			b.find.field.SetText("7")
			b.until("it is found", func() bool { return b.find.count.Text() == "1 of 1" })
			b.receive(msg("a", `[{"n": 1}]`))
			id, _ := b.store.Find("a")
			next := b.asked
			next.Position = b.store.Position(id)
			b.asked = next
			b.show(readable(next))
			b.find.step(1)
			b.find.only.SetChecked(true)
			b.until("it is looked through", func() bool { return b.find.count.Text() == "not found" })
		})
	}
}

func TestFindBytes(t *testing.T) {
	here := func() bool { return false }
	long := strings.Repeat("x", chunk-2) + "NeeDle" + strings.Repeat("y", chunk) + "needle"
	for name, c := range map[string]struct {
		text, needle string
		exact        bool
		want         string
	}{
		"over the border of a chunk": {long, "needle", false, fmt.Sprint([]int{chunk - 2, 2*chunk + 4})},
		"exactly":                    {long, "needle", true, fmt.Sprint([]int{2*chunk + 4})},
		"exactly, over the border":   {long, "NeeDle", true, fmt.Sprint([]int{chunk - 2})},
		"apart":                      {"aaaa", "aa", false, "[0 2]"},
		"nothing":                    {"abc", "", false, "[]"},
		"longer":                     {"abc", "abcd", false, "[]"},
		"capitals":                   {"aBc", "AbC", false, "[0]"},
		"no capitals in bytes":       {"Aa", "\x41", true, "[0]"},
	} {
		if got := fmt.Sprint(findBytes([]byte(c.text), looked{[]byte(c.needle), c.exact}, here)); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
	if got := findBytes([]byte(long), looked{[]byte("needle"), false}, func() bool { return true }); len(got) != 0 {
		t.Error("it goes on when nobody waits")
	}
	for words, want := range map[string]string{"0xff00": "\xff\x00", "de ad": "\xde\xad", "dead": "", "0xf": "", "de ada": "", "x": "", "0x": ""} {
		if got := string(hexNeedle(words)); got != want {
			t.Errorf("%q: %q, want %q", words, got, want)
		}
	}
}
