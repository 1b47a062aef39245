package topics

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"mangrove/broker"
	"mangrove/model"
	"mangrove/ui/connection"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/text"
)

func TestBlanksOfALevelHaveSigns(t *testing.T) {
	for in, want := range map[string]string{
		"a": "a", "a b": "a b", "": "", "a/b c/": "a/b c/", "a//b": "a//b", "공장 1": "공장 1",
		" a": "␣a", "a ": "a␣", " ": "␣", "a  b": "a␣␣b", "a / b": "a␣/␣b", "공장 ": "공장␣",
		"a\u00a0b": "a[U+00A0]b", "a\u3000": "a[U+3000]", "a \u2003b": "a␣[U+2003]b", "a␣": "a[U+2423]",
	} {
		if got := format.SignTopic(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// TestNamesInRows are whole, and no two that differ look alike.
func TestNamesInRows(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	names := []string{"a", "a ", " a", "a\u00a0", "a  b", "a b", "a\u200b", "(empty level)", "", "␣", " "}
	for _, n := range names {
		b.receive(msg(n+"/x", "1"))
	}
	b.step()
	seen := map[string]string{}
	rows, _, _ := e.tree.rows.Seen()
	for _, r := range rows {
		row := e.conn.Store.Tree().Row(model.ID(r.Key))
		if row.Depth > 0 {
			continue
		}
		looks := ""
		for _, s := range e.tree.nameSpans(&row, nil) {
			looks += fmt.Sprintf("%s%v|", s.Text, s.Colour)
		}
		if other, ok := seen[looks]; ok {
			t.Errorf("%q and %q look alike: %q", row.Name, other, looks)
		}
		seen[looks] = row.Name
	}
	if len(seen) != len(names) {
		t.Errorf("%d names are seen, want %d", len(seen), len(names))
	}
}

// TestNamesOfDeepLevelsAreSeen goes down further than the tree is wide.
func TestNamesOfDeepLevelsAreSeen(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.receive(msg(strings.Repeat("a/", 40)+"end", "1"))
	b.selectTopic(strings.Repeat("a/", 40) + "end")
	b.step()
	right := e.tree.columns.left
	rows, _, _ := e.tree.rows.Seen()
	if len(rows) < 10 {
		t.Fatalf("%d rows are on view", len(rows))
	}
	for _, r := range rows {
		row := e.conn.Store.Tree().Row(model.ID(r.Key))
		if x := r.Spans[0].X; x > right*2/3+rowStart {
			t.Errorf("level %d begins at %g, and the columns at %g", row.Depth, x, right)
		}
		if row.Depth < 10 && r.Spans[0].X < float32(rowStart+row.Depth*rowIndent) {
			t.Errorf("level %d begins at %g, no further than the one above", row.Depth, r.Spans[0].X)
		}
		if row.Children > 0 && r.Spans[0].X != r.HandleFrom+4 {
			t.Errorf("level %d: the arrow is at %g, and pressed from %g on", row.Depth, r.Spans[0].X, r.HandleFrom)
		}
	}
}

// TestColumnsGiveWay has every width of the tree show what it shows apart from
// each other, with titles over the columns.
func TestColumnsGiveWay(t *testing.T) {
	b := newBench(t)
	b.showAllColumns()
	e := b.connect()
	retained := msg("house/a quite long name of a level", "a value that is long too")
	retained.Retained = true
	b.receive(retained, msg("other", "x"))
	for range 30 {
		b.receive(msg("house/fast", "x"))
	}
	seen := map[string]bool{}
	for width := float32(100); width < 700; width += 7 {
		e.tree.rows.Resize(fyne.NewSize(width, 400))
		b.step()
		var shown []string
		for col := range columnsEnd {
			if e.tree.columns.shown(col) {
				shown = append(shown, fmt.Sprint(col))
			}
		}
		seen[strings.Join(shown, " ")] = true
		rows, _, _ := e.tree.rows.Seen()
		for _, r := range rows {
			wantApart(t, width, r.Spans, look.RowText)
		}
		for col := columnCount; col < columnsEnd; col++ {
			if says := strings.Contains(e.tree.head.strip.Text(), columnTitles[col].title); says != e.tree.columns.shown(col) {
				t.Errorf("%v wide: title %q %v", width, columnTitles[col].title, says)
			}
		}
	}
	var got []string
	for s := range seen {
		got = append(got, s)
	}
	slices.Sort(got)
	if want := []string{"", "0", "0 1 2 3", "0 2 3", "0 3"}; !slices.Equal(got, want) {
		t.Errorf("columns %q, want %q", got, want)
	}
}

// wantApart checks that no span reaches into another.
func wantApart(t *testing.T, width float32, spans []text.Span, size float32) {
	t.Helper()
	end, left := float32(0), width
	for _, s := range spans {
		w := text.Width(s.Text, s.Style, size)
		switch {
		case s.Bar > 0:
		case s.Right:
			left = min(left, s.X-w)
		default:
			if s.X >= 0 {
				end = s.X
			}
			end = min(end+w, s.Limit)
		}
	}
	if end > left {
		t.Errorf("%v wide: names and values end at %v, columns begin at %v", width, end, left)
	}
}

func TestColumnsCanBeHidden(t *testing.T) {
	b := newBench(t)
	b.showAllColumns()
	e := b.connect()
	b.receive(msg("a", "1"))
	wide := e.tree.columns.left
	for _, item := range e.tree.head.items() {
		if item.Label == "Show: Number of messages" {
			item.Action()
		}
	}
	b.step()
	if strings.Contains(e.tree.head.strip.Text(), "Msgs") || e.tree.columns.left <= wide {
		t.Errorf("the head says %q, the columns begin at %v, before at %v", e.tree.head.strip.Text(), e.tree.columns.left, wide)
	}
	other := b.connect()
	b.receive(msg("a", "1"))
	if strings.Contains(other.tree.head.strip.Text(), "Msgs") {
		t.Error("another tree shows the column")
	}
}

func TestNoRatesWithoutAConnection(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	row := model.Row{Rate: 5, HasValue: true, At: time.Now().Add(-time.Minute)}
	e.tree.now = time.Now()
	for phase, want := range map[broker.Phase]string{broker.Connected: "5.0", broker.Waiting: "", broker.Stopped: "", broker.Connecting: ""} {
		e.conn.Status.Phase = phase
		if l := e.tree.liveOf(&row); l.rate != want || l.age != "1 min" {
			t.Errorf("%v: rate %q, age %q", phase, l.rate, l.age)
		}
	}
}

// TestFirstLevels are all open or all shut.
func TestFirstLevels(t *testing.T) {
	several := func(top string, n int) (list []model.Message) {
		for i := range n {
			list = append(list, msg(fmt.Sprintf("%s/%02d", top, i), "1"))
		}
		return list
	}
	for name, c := range map[string]struct {
		heaps [][]model.Message
		open  string
	}{
		"all fit":              {[][]model.Message{several("a", 5), several("b", 5)}, "a b"},
		"one is large":         {[][]model.Message{slices.Concat(several("a", 3), several("b", 60))}, ""},
		"closed again":         {[][]model.Message{several("a", 3), several("b", 60)}, ""},
		"many small":           {[][]model.Message{slices.Concat(several("a", 12), several("b", 12), several("c", 12), several("d", 12))}, ""},
		"deeper ones are shut": {[][]model.Message{several("a/x", 3)}, "a"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			e := b.connect()
			for _, h := range c.heaps {
				b.receive(h...)
			}
			b.step()
			var open []string
			for _, row := range e.tree.tree.Rows(0, make([]model.Row, 100)) {
				if row.Open {
					open = append(open, row.Name)
				}
			}
			if got := strings.Join(open, " "); got != c.open {
				t.Errorf("%q are open, want %q", got, c.open)
			}
		})
	}
}

func TestSelectionStaysInView(t *testing.T) {
	for name, do := range map[string]func(e *page){
		"sorted by a title": func(e *page) { e.tree.head.sortBy(model.ByMessages) },
		"turned round":      func(e *page) { e.tree.SortItems()[len(sortNames)+1].Action() },
		"cleared hidden":    func(e *page) { e.tree.SetHideCleared(true) },
		"narrowed":          func(e *page) { e.tree.search.box.SetText("t") },
		"search ended": func(e *page) {
			e.tree.search.box.SetText("t1")
			e.tree.Draw(time.Now())
			e.tree.search.box.SetText("")
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			e := b.connect()
			for i := range 200 {
				m := msg(fmt.Sprintf("t%03d", i), "1")
				if i%2 == 0 && i < 90 {
					m.Payload = nil
				}
				b.receive(m)
			}
			for range 5 {
				b.receive(msg("t100", "1"))
			}
			b.selectTopic("t100")
			for range 3 {
				do(e)
				b.step()
				b.step()
				rows, _, _ := e.tree.rows.Seen()
				if !slices.ContainsFunc(rows, func(r widgets.Row) bool { return e.conn.Store.Topic(model.ID(r.Key)) == "t100" }) {
					t.Fatalf("the selected topic is not on view: %.60q", rowTexts(e))
				}
			}
		})
	}
}

func TestClearedTopicsLeaveATrace(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.receive(msg("a", "1"), msg("b", ""), msg("c", ""))
	e.tree.SetHideCleared(true)
	b.step()
	if got := e.tree.cleared.words.Text(); got != "2 empty topics hidden" || !e.tree.cleared.object.Visible() || e.tree.tree.Len() != 1 {
		t.Errorf("%q, %d rows", got, e.tree.tree.Len())
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject
	foot := func(o fyne.CanvasObject) float32 { return at(o).Y + o.Size().Height }
	if end := foot(e.tree.rows); end > at(e.tree.cleared.object).Y || foot(e.tree.cleared.object) != foot(e.tree.Object) {
		t.Errorf("the rows end at %g, what is below them at %g", end, foot(e.tree.cleared.object))
	}
	b.receive(msg("a", ""))
	if got := e.tree.empty.words.Text; !strings.Contains(got, "empty topics are hidden") {
		t.Errorf("an empty tree says %q", got)
	}
	e.tree.SetHideCleared(false)
	b.step()
	if e.tree.cleared.object.Visible() || e.tree.tree.Len() != 3 {
		t.Errorf("%d rows, with the trace %v", e.tree.tree.Len(), e.tree.cleared.object.Visible())
	}
	if end, want := foot(e.tree.rows), foot(e.tree.Object); end != want {
		t.Errorf("the rows end at %g, the tree at %g", end, want)
	}
}

// TestOrderReachesEveryLevel, at once, and is there again after a search.
func TestOrderReachesEveryLevel(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.receive(msg("a/x/2", ""), msg("a/x/10", ""), msg("a/x/1", ""), msg("b/y", ""))
	e.conn.Store.Tree().SetOpenBelow(model.Root, true)
	order := func(want string) {
		t.Helper()
		b.step()
		var got []string
		rows, _, _ := e.tree.rows.Seen()
		for _, r := range rows {
			got = append(got, e.conn.Store.Tree().Row(model.ID(r.Key)).Name)
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%s, want %s", s, want)
		}
	}
	order("a x 1 2 10 b y")
	e.tree.sort(model.ByName, true)
	order("b y a x 10 2 1")
	e.tree.search.box.SetText("x/1")
	order("a x 10 1")
	e.tree.search.box.SetText("")
	order("b y a x 10 2 1")
}

// TestEmptyTreeSaysWhatWasRefused offers only what helps.
func TestEmptyTreeSaysWhatWasRefused(t *testing.T) {
	grant := func(filter string, denied bool) broker.Grant {
		g := broker.Grant{Subscription: broker.Subscription{Filter: filter}, Answered: true}
		if denied {
			g.Denied = &broker.Refusal{Packet: "SUBACK", Version: broker.V311, Code: 0x80, Subject: filter}
		}
		return g
	}
	for name, c := range map[string]struct {
		grants   []broker.Grant
		readOnly bool
		want     string
	}{
		"all refused": {
			[]broker.Grant{grant("#", true)}, false,
			"The broker denied the subscription to #. Choose a filter this login may read.\nTry another filter under Subscriptions… above.",
		},
		"one of two refused": {
			[]broker.Grant{grant("#", true), grant("a", false)}, false,
			"Nothing has arrived yet for a.\nPublish something below to see it appear here. Messages that are not retained appear the next time they are sent.",
		},
		"read-only": {
			[]broker.Grant{grant("a", false), grant("b", false)}, true,
			"Nothing has arrived yet for a, b.\nMessages that are not retained appear the next time they are sent.",
		},
		"nothing": {nil, false, "Nothing is subscribed."},
	} {
		conn := &connection.Connection{Status: broker.Status{Phase: broker.Connected, Subscriptions: c.grants}, Store: model.NewStore(model.Options{})}
		conn.Profile.ReadOnly = c.readOnly
		if got := arrivalWords(conn); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// TestOneNotation: what cannot be seen of a payload looks in rows and tips as it does
// in the payload.
func TestOneNotation(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	const payload, want = "on\u200b\x1b off", "on[U+200B][U+001B] off"
	b.receive(msg("a", payload))
	b.selectTopic("a")
	id, _ := e.conn.Store.Find("a")
	row := e.conn.Store.Tree().Row(id)
	drawn := func(where, s string) {
		t.Helper()
		if text.WithMarks(s) != want || s == want {
			t.Errorf("%s: %q is drawn", where, s)
		}
	}
	value := e.tree.valueSpans(&row, nil)
	drawn("the tree", value[len(value)-1].Text)
	e.tree.width, e.tree.columns = 10, treeColumns{left: 10}
	if tip := e.tree.tipWords(uint32(id)); len(tip) == 0 {
		t.Error("there is no tip")
	} else {
		drawn("its tip", tip[len(tip)-1])
	}
}

// TestColumnsThatAreNone: whatever the file of preferences holds, columns can be chosen.
func TestColumnsThatAreNone(t *testing.T) {
	newBench(t)
	fyne.CurrentApp().Preferences().SetInt(ColumnsKey, -1)
	if got := storedColumns(); got != 1<<columnsEnd-1 {
		t.Errorf("columns %b", got)
	}
}
