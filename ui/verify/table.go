package verify

import (
	"cmp"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"mangrove/broker/explain"
	"mangrove/model/checklist"
	"mangrove/model/verify"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
	"mangrove/ui/widgets/text"
)

// table shows verdicts, one in a row: what needs somebody first.
type table struct {
	object fyne.CanvasObject
	head   *widgets.Strip
	rows   *widgets.Rows
	filter string // in lower case
	all    []verify.Result
	shown  []int // of them, in the order of the rows
	keys   map[key]uint32
	index  map[uint32]int // rows
	epoch  uint64
	width  float32
}

// key names a verdict.
type key struct {
	subject *checklist.Subject
	member  string
	topic   string
	check   *checklist.Check
}

func keyOf(r *verify.Result) key { return key{r.Subject, r.Member, r.Topic, r.Check} }

// stateRank is the order of the states: what needs somebody first.
var stateRank = map[verify.State]int{verify.Fail: 0, verify.Warn: 1, verify.Pending: 2, verify.NotVerifiable: 3, verify.Pass: 4}

// stateNames are what the states are called.
var stateNames = map[verify.State]string{
	verify.Fail: "failed", verify.Warn: "warning", verify.Pending: "pending", verify.NotVerifiable: "not verifiable", verify.Pass: "passed",
}

// stateColour is that of the mark of a state.
func stateColour(s verify.State) fyne.ThemeColorName {
	switch s {
	case verify.Fail:
		return theme.ColorNameError
	case verify.Warn:
		return theme.ColorNameWarning
	case verify.Pass:
		return theme.ColorNameSuccess
	default:
		return look.Muted
	}
}

// Columns of the table.
const (
	stateWidth  = 110
	columnGap   = 10
	memberShare = 0.24
	checkShare  = 0.2
	leastColumn = 70
)

func newTable() *table {
	t := &table{head: widgets.NewStrip(22, 11), keys: map[key]uint32{}, index: map[uint32]int{}}
	t.rows = widgets.NewRows(t, look.RowHeight, look.RowText)
	t.rows.OnCopy = func(k uint32) {
		if r := t.result(k); r != nil {
			widgets.CopyText("Line", widgets.LineText(t.line(r)))
		}
	}
	widgets.TipRows(t.rows, func(k uint32) []string {
		r := t.result(k)
		if r == nil {
			return nil
		}
		name, of := namesOf(r)
		return []string{stateNames[r.State] + "  ·  " + name + of + "  ·  " + explain.CheckName(r.Check), explain.Verdict(r.Reason)}
	})
	t.object = container.NewBorder(widgets.NewPanel(look.Raised, t.head, 0, 0), nil, nil, nil, container.New(arrange.Low{Height: 2 * look.RowHeight}, t.rows))
	return t
}

// namesOf is the device of a verdict, or a member and its rule.
func namesOf(r *verify.Result) (name, of string) {
	if r.Member != "" {
		return format.SignTopic(r.Member), "  of " + format.SignTopic(r.Subject.ID)
	}
	return format.SignTopic(r.Subject.ID), ""
}

// show has the table show verdicts.
func (t *table) show(all []verify.Result) {
	t.all = all
	t.arrange()
}

// arrange puts the verdicts into their order, as far as the filter lets them through.
func (t *table) arrange() {
	t.shown, t.index = t.shown[:0], map[uint32]int{}
	wanted := strings.Fields(t.filter)
	for i := range t.all {
		if words := words(&t.all[i], len(wanted) > 0); !slices.ContainsFunc(wanted, func(w string) bool { return !strings.Contains(words, w) }) {
			t.shown = append(t.shown, i)
		}
	}
	slices.SortStableFunc(t.shown, func(a, b int) int { return cmp.Compare(stateRank[t.all[a].State], stateRank[t.all[b].State]) })
	for row, i := range t.shown {
		t.index[t.rowKey(keyOf(&t.all[i]))] = row
	}
	t.renew()
}

// words are what the filter looks in; nothing when there is none.
func words(r *verify.Result, filtered bool) string {
	if !filtered {
		return ""
	}
	name, of := namesOf(r)
	return strings.ToLower(stateNames[r.State] + "\n" + name + of + "\n" + explain.CheckName(r.Check) + "\n" + explain.Verdict(r.Reason))
}

func (t *table) rowKey(k key) uint32 {
	n, ok := t.keys[k]
	if !ok {
		n = uint32(len(t.keys)) //nolint:gosec // a run has far fewer
		t.keys[k] = n
	}
	return n
}

// forget begins with the keys of another run.
func (t *table) forget() {
	t.keys = map[key]uint32{}
	t.rows.Deselect()
	t.show(nil)
}

// renew has all rows made anew.
func (t *table) renew() {
	t.title()
	t.rows.Update()
}

// title writes the head for the width there is.
func (t *table) title() {
	t.epoch++
	muted := look.Colour(look.Muted)
	var spans []text.Span
	p := placesIn(t.width)
	for i, title := range []string{"Verdict", "Device or rule", "Check", "What was found"} {
		spans = append(spans, text.Span{Text: title, Colour: muted, X: p[i].from, Limit: p[i].to})
	}
	t.head.Set(spans...)
}

// place is where a column stands.
type place struct{ from, to float32 }

// placesIn gives the columns their places: verdict, name, check, and what was found.
func placesIn(width float32) (p [4]place) {
	room := max(0, width-stateWidth-2*look.PageEdge-3*columnGap)
	name, check := max(min(leastColumn, room/3), room*memberShare), max(min(leastColumn, room/3), room*checkShare)
	x := float32(look.PageEdge)
	for i, w := range []float32{stateWidth, name, check, room - name - check} {
		p[i] = place{x, x + w}
		x += w + columnGap
	}
	return p
}

// line writes a verdict.
func (t *table) line(r *verify.Result) []text.Span {
	plain, muted := look.Colour(theme.ColorNameForeground), look.Colour(look.Muted)
	p := placesIn(t.width)
	const mark = 14
	found := plain
	if r.State == verify.Pass || r.State == verify.Pending {
		found = muted
	}
	name, of := namesOf(r)
	return []text.Span{
		{Text: "●", Colour: look.Colour(stateColour(r.State)), X: p[0].from, Limit: p[0].to},
		{Text: stateNames[r.State], Colour: plain, X: p[0].from + mark, Limit: p[0].to},
		{Text: name, Colour: plain, X: p[1].from, Limit: p[1].to, Keep: "/"},
		{Text: of, Colour: muted, X: -1, Limit: p[1].to, Keep: "/"},
		{Text: format.Excerpt(explain.CheckName(r.Check)), Colour: muted, X: p[2].from, Limit: p[2].to},
		{Text: format.Excerpt(explain.Verdict(r.Reason)), Colour: found, X: p[3].from, Limit: p[3].to},
	}
}

// result is the verdict of a row key, nil when it is not shown.
func (t *table) result(k uint32) *verify.Result {
	row, ok := t.index[k]
	if !ok || row >= len(t.shown) {
		return nil
	}
	return &t.all[t.shown[row]]
}

// Len implements widgets.RowSource.
func (t *table) Len() int { return len(t.shown) }

// Index implements widgets.RowSource.
func (t *table) Index(k uint32) int {
	if row, ok := t.index[k]; ok {
		return row
	}
	return -1
}

// Fill implements widgets.RowSource.
func (t *table) Fill(from int, width float32, rows []widgets.Row) []widgets.Row {
	if width != t.width {
		t.width = width
		t.title()
	}
	rows = rows[:max(0, min(len(rows), len(t.shown)-from))]
	for i := range rows {
		r := &t.all[t.shown[from+i]]
		k := t.rowKey(keyOf(r))
		if row := &rows[i]; row.Key != k || row.Revision != t.epoch {
			*row = widgets.Row{Key: k, Revision: t.epoch, Spans: t.line(r)}
		}
	}
	return rows
}
