package topics

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"mangrove/model"
)

// foundWords is what stands over the tree while a search is under way.
func foundWords(e *page) string {
	if !e.tree.finding.Visible() {
		return ""
	}
	return e.tree.found.Text()
}

func TestSearch(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.receive(msg("house/hall/temperature", "21"), msg("house/hall/humidity", "40"), msg("plant/Temp_1", `{"battery":5}`))
	test.Type(e.tree.search.box, "temp")
	b.step()
	if got := foundWords(e); !strings.HasPrefix(got, "2 topics found") {
		t.Errorf("%q", got)
	}
	wantRow(t, e, 2, "temp", "erature", "21")
	wantRow(t, e, 4, "Temp", "_1")
	if n := e.tree.Len(); n != 5 {
		t.Errorf("%d rows: %q", n, rowTexts(e))
	}
	b.receive(msg("house/attic/temp", "30"))
	if got := foundWords(e); !strings.HasPrefix(got, "3 topics found") {
		t.Errorf("after a topic that matches has arrived: %q", got)
	}
	for _, want := range []string{"house/attic/temp", "house/hall/temperature", "plant/Temp_1", "house/attic/temp"} {
		e.tree.search.box.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		if e.conn.Topic != want {
			t.Errorf("the next match is %q, want %q", e.conn.Topic, want)
		}
	}
	e.tree.search.box.TypedKey(&fyne.KeyEvent{Name: fyne.KeyUp})
	if e.conn.Topic != "plant/Temp_1" {
		t.Errorf("the match before is %q", e.conn.Topic)
	}
	e.tree.search.box.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	b.step()
	if foundWords(e) != "" || e.tree.search.box.Text != "" || e.conn.Store.Tree().Finding().Query != nil {
		t.Error("Escape: end the search")
	}
}

func TestSearchThatFindsNothingSaysWhatCanBeTyped(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.receive(msg("house/hall/temperature", "21"))
	test.Type(e.tree.search.box, "cellar")
	b.step()
	if got := foundWords(e); got != "No topic found" {
		t.Errorf("%q", got)
	}
	if !strings.Contains(e.tree.empty.words.Text, "every word") || !e.tree.empty.examples.Visible() {
		t.Errorf("%q, examples %v", e.tree.empty.words.Text, e.tree.empty.examples.Visible())
	}
}

// TestNextMatchWaitsForTheSearch presses Enter right behind the last letter.
func TestNextMatchWaitsForTheSearch(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.receive(msg("a/x", "1"), msg("b/x", "2"))
	test.Type(e.tree.search.box, "x")
	e.tree.search.box.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	e.tree.search.box.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.step()
	if e.conn.Topic != "b/x" {
		t.Errorf("%q is selected", e.conn.Topic)
	}
}

func TestSearchThatCannotBeReadKeepsTheOneBefore(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.receive(msg("a", "1"), msg("b", "2"))
	test.Type(e.tree.search.box, "a")
	e.tree.search.box.SetText("re:(")
	b.step()
	if got := foundWords(e); got != `The regular expression "(" cannot be read: a closing ) is missing.` {
		t.Errorf("%q", got)
	}
	if e.tree.Len() != 1 {
		t.Errorf("%q", rowTexts(e))
	}
}

func TestSearchThatIsNotCompleteSaysWhatIsMissing(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.receive(msg("house/hall", `{"battery":5}`), msg("house/attic", "ONLINE"))
	for words, want := range map[string]string{
		"battery<": "missing after battery<", "=": "missing after =", "re:": "missing after re:", "-": "missing after -", "a/#/b": "must stand alone",
		"battery<20": "1 topic found", "=ON": "No topic found", "~ON": "1 topic found", "=online": "1 topic found",
	} {
		e.tree.search.box.SetText(words)
		b.step()
		if got := foundWords(e); !strings.Contains(got, want) {
			t.Errorf("%s: %q", words, got)
		}
	}
}

func TestTypingOnTheTreeSearches(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.receive(msg("house/hall", "1"))
	b.selectTopic("house/hall")
	e.tree.focus()
	for _, r := range "hall" {
		b.window.Canvas().Focused().TypedRune(r) // whoever has the keyboard
	}
	if got := e.tree.search.box.Text; got != "hall" {
		t.Errorf("the search says %q", got)
	}
}

func TestSortByColumn(t *testing.T) {
	b := newBench(t)
	b.showAllColumns()
	e := b.connect()
	b.receive(msg("a", "1"), msg("b", "1"), msg("b", "2"), msg("c", "1"), msg("c", "2"), msg("c", "3"))
	order := func(want string) {
		t.Helper()
		b.step()
		var got string
		rows, _, _ := e.tree.rows.Seen()
		for _, r := range rows {
			got += e.conn.Store.Topic(model.ID(r.Key))
		}
		if got != want {
			t.Errorf("%s, want %s; the head says %q", got, want, e.tree.head.strip.Text())
		}
	}
	order("abc")
	tap := func(x float32) { e.tree.head.strip.Tapped(&fyne.PointEvent{Position: fyne.NewPos(x, 8)}) }
	tap(30)
	order("cba")
	messages := e.tree.columns.ends[columnCount] - 5
	tap(messages)
	order("cba")
	tap(messages)
	order("abc")
	if !strings.Contains(e.tree.head.strip.Text(), "Msgs ▴") {
		t.Errorf("the head says %q", e.tree.head.strip.Text())
	}
}
