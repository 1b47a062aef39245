package payloads

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"mangrove/model/payload"
	"mangrove/ui/look"
	"mangrove/ui/widgets/text"
)

func TestTable(t *testing.T) {
	b := newViewBench(t)
	b.receive(msg("a", `{"of": 1, "devices": [{"id": "b", "n": 10}, {"id": "a", "n": 9, "x": {"y": 1}}, {"n": null, "id": "c"}, {"id": "d", "n": "text"}]}`),
		msg("b", `[1, 2]`))
	b.selectTopic("a")
	b.formats.SetSelectedIndex(int(payload.TableView))
	b.until("it is shown", func() bool { return b.table.object.Visible() })
	column := func() (list string) {
		for _, row := range b.table.table.rows {
			list += b.table.table.tree.Text(b.table.table.cell(int(row), 0))
		}
		return list
	}
	if got := strings.Join(b.table.table.columns, " ") + " " + column(); got != "id n x bacd" {
		t.Errorf("%q", got)
	}
	for i, want := range []string{"abdc", "badc", "bacd"} {
		end := b.table.ends[1]
		test.TapCanvas(fyne.CurrentApp().Driver().CanvasForObject(b.table.head), fyne.CurrentApp().Driver().AbsolutePositionForObject(b.table.head).AddXY(end-2, 4))
		if i == 1 {
			want = "dbac" // texts stand behind numbers, so the other way round before them
		}
		if got := column(); got != want {
			t.Errorf("after %d clicks: %s, want %s", i+1, got, want)
		}
	}
	if got := b.seen(); len(got) != 4 || got[1] != `a9{"y":1}` {
		t.Errorf("%q", got)
	}
	b.table.rows.Select(b.table.table.rows[1], false)
	b.table.rows.TypedShortcut(&fyne.ShortcutCopy{})
	if got := fyne.CurrentApp().Clipboard().Content(); got != `{"id": "a", "n": 9, "x": {"y": 1}}` {
		t.Errorf("copied %q", got)
	}
	b.byHand["b"] = payload.TableView
	b.selectTopic("b")
	b.until("a list of numbers is a tree", func() bool {
		return b.tree.rows.Visible() && b.reason.over.Text() == "JSON, because it is not a list of objects"
	})
}

// TestLongTextsAreSortedToTheirEnd, of which a cell shows the beginning.
func TestLongTextsAreSortedToTheirEnd(t *testing.T) {
	long := strings.Repeat("the same in all of them ", 20)
	tab := newTable(readTree(t, `[{"a": "`+long+`c"}, {"a": "`+long+`a"}, {"a": "`+long+`b"}, {"a": "`+long+`"}]`))
	for falling, want := range map[bool]string{false: "abc", true: "cba"} {
		tab.sortBy(0, falling)
		var ends string
		for _, row := range tab.rows {
			ends += strings.TrimPrefix(tab.tree.Text(tab.cell(int(row), 0)), long)
		}
		if ends != want {
			t.Errorf("falling %v: %s, want %s", falling, ends, want)
		}
	}
}

// TestTablesWithoutColumns: objects may have no members, and those of the next message
// fewer than are on view.
func TestTablesWithoutColumns(t *testing.T) {
	b := newViewBench(t)
	b.byHand["a"] = payload.TableView
	b.topic = "a"
	for _, c := range []struct {
		payload       string
		columns, seen int
	}{{`[{},{}]`, 0, 2}, {`[{"a": 1, "b": 2, "c": 3}]`, 3, 1}, {`[{}]`, 0, 1}, {`[{"a": 1}]`, 1, 1}} {
		b.receive(msg("a", c.payload))
		b.until("it is shown", func() bool {
			return string(b.shown.entry.Payload) == c.payload && b.shown.shown == payload.TableView
		})
		if got := len(b.table.table.columns); got != c.columns || len(b.seen()) != c.seen {
			t.Errorf("%s: %d columns, %q", c.payload, got, b.seen())
		}
		b.table.tapHead(b.table.width - 1)
		b.table.move(1)
		b.table.move(1)
	}
}

// TestASelectedRowThatHasGoneIsNotCopied: the next message has fewer.
func TestASelectedRowThatHasGoneIsNotCopied(t *testing.T) {
	for name, v := range map[string]payload.View{"table": payload.TableView, "tree": payload.TreeView} {
		b := newViewBench(t)
		b.byHand["a"] = v
		b.topic = "a"
		b.receive(msg("a", `[`+strings.Repeat(`{"n": 1}, `, 100)+`{"n": 7}]`))
		b.until("it is shown", func() bool { return b.shown.shown == v })
		rows := b.table.rows
		if v == payload.TreeView {
			rows = b.tree.rows
		}
		rows.Select(201, true)
		fyne.CurrentApp().Clipboard().SetContent("before")
		rows.TypedShortcut(&fyne.ShortcutCopy{})
		if fyne.CurrentApp().Clipboard().Content() == "before" {
			t.Fatalf("%s: the selected row is not copied", name)
		}
		b.receive(msg("a", `[{"n": 2}]`))
		b.until("the next is shown", func() bool { return b.shown.entry.Size == 10 })
		fyne.CurrentApp().Clipboard().SetContent("before")
		rows.TypedShortcut(&fyne.ShortcutCopy{})
		rows.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
		rows.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		if got := fyne.CurrentApp().Clipboard().Content(); got != "before" {
			t.Errorf("%s: %q is copied", name, got)
		}
	}
}

// TestTheSelectedRowOfATableStays in its place of the list, however the rows are sorted,
// and not from one topic to another.
func TestTheSelectedRowOfATableStays(t *testing.T) {
	b := newViewBench(t)
	b.byHand["a"], b.byHand["b"], b.topic = payload.TableView, payload.TableView, "a"
	b.receive(msg("a", `[{"n": 3, "x": 0}, {"n": 2}, {"n": 1}]`), msg("b", `[{"n": 8}, {"n": 9}]`))
	b.until("it is shown", func() bool { return b.shown.shown == payload.TableView })
	b.table.sortBy(0)
	b.table.rows.Select(b.table.table.rows[1], true) // the second of the list too
	shown := func(size int) func() bool { return func() bool { return b.shown.entry.Size == size } }
	for _, next := range []string{`[{"n": 30, "x": 1, "y": 2}, {"n": 20}, {"n": 10}]`, `[{"n": 5}, {"n": 20}]`} {
		b.receive(msg("a", next))
		b.until("the next is shown", shown(len(next)))
		if key, some := b.table.rows.Selected(); !some || textOf(b.table.table.tree, int(key)) != `{"n": 20}` {
			t.Errorf("%s: %d is selected, %v", next, key, some)
		}
	}
	b.selectTopic("b")
	b.until("another topic is shown", shown(20))
	if key, some := b.table.rows.Selected(); some {
		t.Errorf("of another topic %d is selected", key)
	}
}

// TestCellsEndInTheirView: what there is no room for ends with a mark, and of a number that is
// cut nobody takes the beginning for the whole.
func TestCellsEndInTheirView(t *testing.T) {
	b := newViewBench(t)
	b.receive(msg("a", `[{"name": "a rather long one", "count": 1234567, "state": "SUCCESSFUL", "last": 98765}, {"name": "b", "count": 2, "state": "x", "last": 1}]`))
	b.selectTopic("a")
	b.formats.SetSelectedIndex(int(payload.TableView))
	b.until("it is shown", func() bool { return b.table.object.Visible() })
	cut := 0
	for width := float32(60); width < 500; width += 3 {
		b.table.place(width)
		spans, fits := b.table.spans(int(b.table.table.rows[0]), nil), true
		for _, s := range spans {
			end := s.X + text.Width(s.Text, s.Style, look.RowText)
			if s.Right && s.X > width || !s.Right && s.Limit > width {
				t.Errorf("%v wide: %q goes from %v to %v, with a limit of %v", width, s.Text, s.X, end, s.Limit)
			}
			fits = fits && (s.Right || end <= s.Limit)
		}
		if text.Cut(spans, look.RowText, width, 1) == fits {
			t.Errorf("%v wide: it fits: %v", width, fits)
		}
		if !fits {
			cut++
		}
	}
	if cut == 0 {
		t.Error("nothing was cut")
	}
}
