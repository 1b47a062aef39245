package payloads

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"mangrove/model"
	"mangrove/model/payload"
	"mangrove/model/value"
)

func readTree(t testing.TB, json string) *value.Tree {
	t.Helper()
	tree, err := value.ReadJSON([]byte(json))
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// rowsOf are the paths of the rows of an outline.
func rowsOf(o *outline) string {
	var list []string
	for _, node := range o.shown {
		list = append(list, o.tree.Path(int(node)))
	}
	return strings.Join(list, " ")
}

func TestOutline(t *testing.T) {
	const json = `{"a": {"b": [1, {"c": 2}], "d": 3}, "e": []}`
	o := newOutline(readTree(t, json))
	find := func(path string) int { return o.tree.Find(path) }
	for _, c := range []struct {
		name string
		do   func()
		want string
	}{
		{"a small one is open", func() {}, "a a.b a.b.0 a.b.1 a.b.1.c a.d e"},
		{"closed", func() { o.setOpen(find("a.b"), false) }, "a a.b a.d e"},
		{"closed above, it stays closed below", func() { o.setOpen(find("a"), false); o.setOpen(find("a"), true) }, "a a.b a.d e"},
		{"a scalar does not open", func() { o.setOpen(find("a.d"), true); o.setOpen(find("e"), true) }, "a a.b a.d e"},
		{"all closed", func() { o.setBelow(0, false); o.setOpen(0, true) }, "a e"},
		{"found below what is closed", func() { o.reveal(find("a.b.1.c")) }, "a a.b a.b.0 a.b.1 a.b.1.c a.d e"},
		{"two levels", func() { o.setLevels(2) }, "a a.b a.d e"},
		{"one level", func() { o.setLevels(1) }, "a e"},
		{"only what was found", func() { o.filter([]int{find("a.b.1.c")}) }, "a a.b a.b.1 a.b.1.c"},
		{"nothing was found", func() { o.filter([]int{}) }, ""},
		{"all again", func() { o.filter(nil) }, "a e"},
		{"all open", func() { o.setBelow(0, true) }, "a a.b a.b.0 a.b.1 a.b.1.c a.d e"},
	} {
		c.do()
		if got := rowsOf(o); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		for row, node := range o.shown {
			if o.row(int(node)) != row {
				t.Errorf("%s: node %d is in row %d, want %d", c.name, node, o.row(int(node)), row)
			}
		}
	}
	if o.row(0) != -1 {
		t.Error("the whole has a row")
	}
	if got := rowsOf(newOutline(readTree(t, `[]`))); got != "" || len(newOutline(readTree(t, `[]`)).shown) != 1 {
		t.Errorf("an empty list: %q", got)
	}
}

// TestLargeTreesAreNotAllOpen: the first look at a large one has few rows.
func TestLargeTreesAreNotAllOpen(t *testing.T) {
	o := newOutline(readTree(t, "["+strings.Repeat(`{"a": [1, 2, 3], "b": 2},`, 1_000)+"{}]"))
	if len(o.shown) != 1_001 {
		t.Errorf("%d rows", len(o.shown))
	}
	o = newOutline(readTree(t, "["+strings.Repeat(`{"a": [1, 2, 3], "b": 2},`, 3_000)+"{}]"))
	if len(o.shown) != 3_001 {
		t.Errorf("a long list: %d rows", len(o.shown))
	}
	for _, place := range []int{0, 1, 255, 256, 257, 1_000, 2_999, 3_000} {
		if got := o.placeIn(0, int(o.shown[place])); got != place {
			t.Errorf("element %d is said to be %d", place, got)
		}
	}
}

// TestTreeFollowsMessages: what is open and selected stays, and what has changed is known,
// by the way to it and wherever it stands now.
func TestTreeFollowsMessages(t *testing.T) {
	for name, c := range map[string]struct{ was, close, selected, is, rows, changed, now string }{
		"a value":           {`{"a": 1, "b": {"c": 2}}`, "b", "a", `{"a": 5, "b": {"c": 2}}`, "a b", "a", "a"},
		"below what closed": {`{"a": 1, "b": {"c": 2}}`, "b", "b", `{"a": 1, "b": {"c": 3}}`, "a b", "b b.c", "b"},
		"another order":     {`{"a": 1, "b": {"c": 2}, "d": 1}`, "b", "d", `{"d": 1, "b": {"c": 2}, "a": 1}`, "d b a", "", "d"},
		"one more":          {`{"b": {"c": 2}}`, "b", "b", `{"n": 7, "b": {"c": 2}}`, "n b", "n", "b"},
		"gone":              {`{"a": 1, "b": {"c": 2}}`, "b", "a", `{"b": {"c": 2}}`, "b", "", ""},
		"doubled":           {`{"a": 1, "a": 2}`, "", "a", `{"a": 1, "a": 3}`, "a a", "a", "a"},
		"another kind":      {`{"a": 1}`, "", "a", `{"a": {"b": 1}}`, "a a.b", "a", "a"},
		"a list grows":      {`[1, 2]`, "", "1", `[1, 2, 3]`, "0 1 2", "2", "1"},
	} {
		before := newOutline(readTree(t, c.was))
		if c.close != "" {
			before.setOpen(before.tree.Find(c.close), false)
		}
		o := newOutline(readTree(t, c.is))
		changed, now := o.follow(before, before.tree.Find(c.selected))
		var paths []string
		for i := 1; i < o.tree.Len(); i++ {
			if _, has := changed[i]; has {
				paths = append(paths, o.tree.Path(i))
			}
		}
		path := ""
		if now >= 0 {
			path = o.tree.Path(now)
		}
		if got := strings.Join(paths, " "); got != c.changed || rowsOf(o) != c.rows || path != c.now {
			t.Errorf("%s: rows %q, changed %q, selected %q; want %q, %q, %q", name, rowsOf(o), got, path, c.rows, c.changed, c.now)
		}
	}
}

// TestKeptOutlinesAreBounded: of few large trees, and of many small ones, those selected
// last are known again.
func TestKeptOutlinesAreBounded(t *testing.T) {
	for _, size := range []int{10, mostKeptBytes - 10} {
		v := &treeView{}
		for i := range 2 * mostKept {
			v.keep(keptOutline{topic: fmt.Sprint(i), outline: newOutline(readTree(t, `["`+strings.Repeat("x", size)+`"]`))})
		}
		memory := 0
		for _, k := range v.kept {
			memory += k.outline.tree.Memory()
		}
		if n := len(v.kept); memory > mostKeptMemory || n == 0 || n > mostKept || size == 10 && n != mostKept {
			t.Errorf("of %d bytes %d are kept, with %d MB", size, n, memory>>20)
		}
		if v.recall(fmt.Sprint(2*mostKept-1)).outline == nil {
			t.Error("the one selected last is not known")
		}
		if v.recall("0").outline != nil {
			t.Error("the first one is still known")
		}
	}
}

// TestAnotherTopicBeginsAtItsTop, and one that was on view before where it was left.
func TestAnotherTopicBeginsAtItsTop(t *testing.T) {
	b := newViewBench(t)
	list := "[" + strings.Repeat("1,", 200) + "2]"
	b.receive(msg("a", list), msg("b", list))
	for _, c := range []struct {
		topic       string
		first, then int
	}{{"a", 0, 120}, {"b", 0, 60}, {"a", 120, 0}, {"b", 60, 0}, {"a", 0, 0}} {
		b.selectTopic(c.topic)
		b.until(c.topic+" is shown", func() bool { return b.tree.topic == c.topic })
		if _, first, _ := b.tree.rows.Seen(); first != c.first {
			t.Errorf("%s begins with row %d, want %d", c.topic, first, c.first)
		}
		b.tree.rows.ScrollTo(c.then)
	}
}

func TestRowsOfATree(t *testing.T) {
	b := newViewBench(t)
	b.receive(msg("a", `{"name": "hall\n", "n": 12345678901234567890, "on": true, "none": null, "odd name ": [1.50, {}], "n": 2}`))
	b.selectTopic("a")
	b.until("it is shown", func() bool { return b.tree.rows.Visible() })
	want := []string{`name: "hall` + "\n" + `"`, "n: 12345678901234567890", "on: true", "none: null", `"odd name␣": [ 2 elements ]`, "0  1.50", "1  {}", "n: 2  same name again"}
	if got := b.seen(); strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("%q\nwant %q", got, want)
	}
	if got := b.tree.tipWords(uint32(8)); len(got) != 1 || !strings.Contains(got[0], "Programs differ") {
		t.Errorf("the tip of the doubled one says %q", got)
	}
	if b.reason.over.Text() != "JSON, because it begins with { and is well-formed to its end" || b.formats.Selected != "Auto (tree)" {
		t.Errorf("%q, %q", b.reason.over.Text(), b.formats.Selected)
	}
}

// TestChangesAreSeen: what another message of the topic has changed is marked and flashes,
// what is open stays, also when the topic is selected again.
func TestChangesAreSeen(t *testing.T) {
	b := newViewBench(t)
	b.receive(msg("a", `{"x": 1, "y": {"z": 2}}`), msg("b", `{"x": 1}`))
	b.selectTopic("a")
	b.until("it is shown", func() bool { return len(b.seen()) == 3 })
	id, _ := b.store.Find("a")
	first := b.store.Position(id)
	b.tree.toggle(2)
	marked := func() string { return fmt.Sprint(b.tree.isMarked(1), b.tree.isMarked(2), b.tree.rows.Flashing()) }
	if got := marked(); got != "false false false" {
		t.Errorf("the first message: %s", got)
	}
	b.receive(msg("a", `{"x": 1, "y": {"z": 3}}`))
	b.until("the next is shown", func() bool {
		return string(b.Entry().Payload) == `{"x": 1, "y": {"z": 3}}` && !b.behind() && b.tree.isMarked(2)
	})
	if got := marked(); got != "false true true" || len(b.seen()) != 2 {
		t.Errorf("the next message: %s, %q", got, b.seen())
	}
	b.tree.toggle(2)
	if got := b.tree.tipWords(3); len(got) == 0 || got[len(got)-1] != "Before: 2" {
		t.Errorf("the tip says %q", got)
	}
	b.tree.toggle(2)
	b.selectTopic("b")
	b.until("another topic is shown", func() bool { return len(b.seen()) == 1 })
	b.selectTopic("a")
	b.until("it is shown again", func() bool { return len(b.seen()) == 2 })

	b.Ask("a", Request{Store: b.store, ID: id, Position: first, Chosen: true}, time.Now())
	chosen := readable(b.asked)
	b.show(chosen)
	if b.tree.isMarked(2) || len(b.seen()) != 2 {
		t.Errorf("one that was chosen in a list is marked: %q", b.seen())
	}
}

// TestKeysOfTheTree are those of the tree of topics.
func TestKeysOfTheTree(t *testing.T) {
	b := newViewBench(t)
	b.receive(msg("a", `{"x": {"y": {"z": 2}}, "last": "text"}`))
	b.selectTopic("a")
	b.until("it is shown", func() bool { return len(b.seen()) == 4 })
	rows := b.tree.rows
	for _, c := range []struct {
		key  fyne.KeyName
		want string
	}{
		{fyne.KeyHome, "x 4"}, {fyne.KeyRight, "x.y 4"}, {fyne.KeyRight, "x.y.z 4"}, {fyne.KeyRight, "x.y.z 4"}, {fyne.KeyLeft, "x.y 4"}, {fyne.KeyLeft, "x.y 3"},
		{fyne.KeyLeft, "x 3"}, {fyne.KeyReturn, "x 2"}, {fyne.KeyDown, "last 2"}, {fyne.KeyUp, "x 2"}, {fyne.KeyRight, "x 3"}, {fyne.KeyAsterisk, "x 4"},
	} {
		rows.TypedKey(&fyne.KeyEvent{Name: c.key})
		if got := fmt.Sprintf("%s %d", b.tree.outline.tree.Path(b.tree.selected()), len(b.seen())); got != c.want {
			t.Errorf("%s: %s, want %s", c.key, got, c.want)
		}
	}
	for typed, want := range map[rune]int{'-': 2, '*': 4} {
		rows.TypedRune(typed)
		if len(b.seen()) != want && typed == '-' {
			t.Errorf("%c: %d rows, want %d", typed, len(b.seen()), want)
		}
	}
	rows.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	rows.TypedShortcut(&fyne.ShortcutCopy{})
	if got := fyne.CurrentApp().Clipboard().Content(); got != "text" {
		t.Errorf("copied %q", got)
	}
	if f, ok := b.Field(); !ok || f.Path != "last" || f.Topic != "a" {
		t.Errorf("the field is %+v", f)
	}
	rows.Select(1, true)
	rows.TypedShortcut(&fyne.ShortcutCopy{})
	if got := fyne.CurrentApp().Clipboard().Content(); got != `{"y": {"z": 2}}` {
		t.Errorf("copied %q", got)
	}
}

// TestSelectionIsShared: what is selected in one view is selected in the others.
func TestSelectionIsShared(t *testing.T) {
	b := newViewBench(t)
	const json = "\xef\xbb\xbf" + `{"rooms": [{"name": "hall", "t": 21.5}], "last": 1}`
	b.receive(msg("a", json))
	b.selectTopic("a")
	b.until("it is shown", func() bool { return b.tree.rows.Visible() })
	show := func(v payload.View) {
		t.Helper()
		b.formats.SetSelectedIndex(int(v))
		b.until("the other view", func() bool { return b.shown.View == v && !b.behind() })
	}
	b.tree.rows.Select(3, false)
	b.tree.onSelect(3)
	want := `"hall"`
	for _, v := range []payload.View{payload.TextView, payload.HexView, payload.PrettyView} {
		show(v)
		got := b.view.Selection()
		if v == payload.HexView {
			got = strings.ReplaceAll(got, "22 68 61 6c 6c 22", want)
		}
		if got != want {
			t.Errorf("view %d has %q selected, want %q", v, got, want)
		}
	}
	show(payload.TextView)
	at := strings.Index(json, "21.5")
	b.view.SelectBytes(at, at+2)
	b.selectedInText()
	show(payload.AutoView)
	if f, _ := b.Field(); f.Path != "rooms.0.t" {
		t.Errorf("the tree has %q selected", f.Path)
	}
	show(payload.PrettyView)
	if got := b.view.Selection(); got != "21.5" {
		t.Errorf("pretty text has %q selected", got)
	}
	show(payload.TableView)
	if f, ok := b.Field(); !ok || f.Path != "rooms.0" {
		t.Errorf("the table has %q selected", f.Path)
	}
}

func TestReadings(t *testing.T) {
	b := newViewBench(t)
	b.receive(msg("a", "\x00\x00\xac\x41\xff\xff\xff\xff\x01"))
	b.selectTopic("a")
	b.until("it is shown", func() bool { return b.view.Visible() && b.shown.shown == payload.HexView })
	for name, c := range map[string]struct {
		from, to    int
		little, big string
	}{
		"four bytes":  {0, 4, "little endian  uint32 1101791232   float 21.5   ", "big endian  uint32 44097   float 6.1793e-41   "},
		"one":         {4, 5, "little endian  uint8 255   int8 -1   ", "bits  11111111"},
		"two":         {3, 5, "little endian  uint16 65345   int16 -191   ", "big endian  uint16 16895   "},
		"three":       {0, 3, "little endian  uint8 0   uint16 0   ", "big endian  uint8 0   uint16 0   "},
		"nothing yet": {0, 0, "", ""},
	} {
		b.view.SelectBytes(c.from, c.to)
		b.selectedInText()
		little, big := strings.Join(strings.Fields(b.reading.lines[0].Text()), " "), strings.Join(strings.Fields(b.reading.lines[1].Text()), " ")
		if c.from == c.to {
			if b.reading.object.Visible() {
				t.Errorf("%s: %q", name, little)
			}
			continue
		}
		if little != strings.Join(strings.Fields(c.little), " ") || big != strings.Join(strings.Fields(c.big), " ") {
			t.Errorf("%s: %q, %q", name, little, big)
		}
	}
}

// TestBytesStaySelected from one message of a topic to the next, so that their numbers are
// read as they come.
func TestBytesStaySelected(t *testing.T) {
	b := newViewBench(t)
	b.receive(msg("a", "\x00\x01\xff\xff"), msg("b", "\xff\x00\xff\x00"))
	b.selectTopic("a")
	b.until("it is shown", func() bool { return b.view.Visible() && b.shown.shown == payload.HexView })
	b.view.SelectBytes(0, 2)
	b.selectedInText()
	b.receive(msg("a", "\x00\x02\xff\xff"))
	b.until("the next is read", func() bool { return strings.Contains(b.reading.lines[1].Text(), "uint16 2 ") })
	b.receive(msg("a", "\xff"))
	b.until("a shorter one has none of them", func() bool { return !b.reading.object.Visible() })
	b.receive(msg("a", "\x00\x02\xff\xff"))
	b.until("a longer one again", func() bool { return b.shown.entry.Size == 4 })
	b.view.SelectBytes(0, 2)
	b.selectedInText()
	b.selectTopic("b")
	b.until("another topic has nothing selected", func() bool { return b.store.Topic(b.shown.ID) == "b" && !b.reading.object.Visible() })
}

// BenchmarkLargeJSON is what selecting a message of 50 MB takes.
func BenchmarkLargeJSON(b *testing.B) {
	payload50 := "[" + strings.Repeat(`{"id":"sensor-1234","temperature":21.45,"battery":97,"on":true,"where":{"area":"hall","floor":2}},`, 500_000) + "{}]"
	s := model.NewStore(model.Options{})
	s.Apply(model.Batch{At: time.Now(), Messages: []model.Message{msg("a", payload50)}})
	id, _ := s.Find("a")
	for _, v := range []payload.View{payload.TreeView, payload.PrettyView, payload.TextView, payload.HexView, payload.TableView} {
		b.Run(v.Code(), func(b *testing.B) {
			b.SetBytes(int64(len(payload50)))
			for b.Loop() {
				readable(Request{Store: s, ID: id, View: v, columns: 100})
			}
		})
	}
}

// BenchmarkNextLargeJSON is what the window does when the next message of 50 MB comes:
// what is made of it beside is left out.
func BenchmarkNextLargeJSON(b *testing.B) {
	payload50 := "[" + strings.Repeat(`{"id":"sensor-1234","temperature":21.45,"battery":97,"on":true,"where":{"area":"hall","floor":2}},`, 500_000) + "{}]"
	before, next := newOutline(readTree(b, payload50)), newOutline(readTree(b, payload50))
	for b.Loop() {
		next.follow(before, 1)
	}
}
