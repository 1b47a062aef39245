package payloads

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"mangrove/model/payload"
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
		return b.tree.rows.Visible() && b.words.Text() == "Shown as JSON, because it is not a list of objects"
	})
}
