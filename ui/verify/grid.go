package verify

import (
	"cmp"
	"math"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"mangrove/broker/explain"
	"mangrove/model/checklist"
	"mangrove/model/verify"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/text"
)

// grid shows verdicts as devices by checks. One verdict of the selected row is chosen: the one
// in the column that was clicked on or gone to.
type grid struct {
	table  *widgets.Arranged[boardRow, rowKey]
	run    func(func())
	chosen func() // another verdict is, or none

	wanted []verify.Result // to be made a board of
	busy   bool            // one is made
	again  bool            // and another is to be

	from   int     // the first column on view
	aside  float32 // what the wheel has turned sideways, less than a notch
	column *column // of the chosen verdict; nil: none is
	// check is that of the chosen verdict where its cell has several; another one, or nil: it is the worst.
	check *checklist.Check
}

func newGrid(run func(func()), shown, chosen, closed func()) *grid {
	g := &grid{run: run, chosen: chosen}
	g.table = widgets.NewArranged(widgets.Items[boardRow, rowKey]{
		Key:    func(r *boardRow) rowKey { return rowOf(r.of) },
		Before: func(r *boardRow) (rowKey, bool) { return formerRow(r.of) },
		Words:  (*boardRow).words, Line: g.line, Tip: rowTip, Titles: g.titles, Run: run, Shown: shown,
	})
	g.table.Sort(func(a, b *boardRow) int { return cmp.Compare(a.worst, b.worst) })
	g.table.Head.OnTapped, g.table.Head.Whole = g.headTapped, g.titleAt
	rows := g.table.Rows
	rows.OnPlace, rows.OnAside = g.place, g.turn
	rows.OnSelect, rows.OnToggle = g.selected, g.toggled
	rows.OnMenu = func(_ uint32, at fyne.Position) { g.offer(rows, at) }
	rows.OnKey = func(_ uint32, ev *fyne.KeyEvent) bool {
		switch ev.Name {
		case fyne.KeyLeft:
			g.step(-1)
		case fyne.KeyRight:
			g.step(1)
		case fyne.KeyEscape:
			if g.column == nil {
				return false
			}
			closed()
		default:
			return false
		}
		return true
	}
	return g
}

// show shows verdicts: what is asked for while a board is made of others comes with the next.
func (g *grid) show(results []verify.Result) {
	g.wanted = results
	if g.busy {
		g.again = true
		return
	}
	g.busy, g.again = true, false
	go func() { // ends when the board is made
		b := newBoard(results)
		g.run(func() {
			g.busy = false
			if !g.again || g.wanted != nil { // else it is of a checklist that is on view no more
				g.table.Show(b.rows)
			}
			if g.again {
				g.show(g.wanted)
			}
		})
	}()
}

// columns are those of the board on view.
func (g *grid) columns() []column {
	if first := g.table.First(); first != nil {
		return first.board.columns
	}
	return nil
}

// row is the selected one, nil when none is on view.
func (g *grid) row() *boardRow {
	if key, ok := g.table.Rows.Selected(); ok {
		return g.table.Item(key)
	}
	return nil
}

// at is the chosen column by its number, below 0 when there is none.
func (g *grid) at() int {
	if g.column == nil {
		return -1
	}
	return slices.Index(g.columns(), *g.column)
}

// verdict is the chosen one, nil where none is.
func (g *grid) verdict() *verify.Result {
	all, at := g.inCell()
	if len(all) == 0 {
		return nil
	}
	return all[at]
}

// deselect chooses no verdict.
func (g *grid) deselect() {
	g.column, g.check = nil, nil
	g.table.Rows.Deselect()
	g.table.Renew()
}

// place takes the column that was clicked on; a name stands for the worst of its row.
func (g *grid) place(key uint32, x float32) {
	before := g.column
	g.column = nil
	columns := g.columns()
	if at := g.seats().at(x); at >= 0 && at < len(columns) {
		g.column = &columns[at]
	} else if r := g.table.Item(key); r != nil {
		g.column = &columns[r.worstColumn()]
	}
	if before == nil || g.column == nil || *before != *g.column {
		g.check = nil
	}
}

// selected is told that a row was selected. By a key it may be without a column.
func (g *grid) selected(key uint32) {
	if r := g.table.Item(key); r != nil && g.at() < 0 {
		g.column = &g.columns()[r.worstColumn()]
	}
	g.renew()
}

// step chooses the verdict beside the chosen one.
func (g *grid) step(by int) {
	columns := g.columns()
	if len(columns) == 0 {
		return
	}
	g.column, g.check = &columns[max(0, min(g.at()+by, len(columns)-1))], nil
	g.renew()
}

// renew shows the column that is chosen, and tells of it.
func (g *grid) renew() {
	if s, at := g.seats(), g.at(); at >= 0 && at < s.from {
		g.from = at
	} else if at >= s.from+s.count {
		g.from = at - s.count + 1
	}
	g.table.Renew()
	g.chosen()
}

// scroll moves the columns on view.
func (g *grid) scroll(by int) {
	g.from = g.seats().from + by
	g.from = g.seats().from
	g.table.Renew()
}

// turn scrolls by the wheel.
func (g *grid) turn(notches float32) {
	g.aside += notches
	whole := math.Trunc(float64(g.aside))
	g.aside -= float32(whole)
	if whole != 0 {
		g.scroll(int(whole))
	}
}

// headTapped scrolls by a page, at the marks that say how many columns are out of view.
func (g *grid) headTapped(x float32) {
	switch s := g.seats(); {
	case s.before() > 0 && x < s.left && x >= s.left-markRoom:
		g.scroll(-s.count)
	case s.after() > 0 && x >= s.right():
		g.scroll(s.count)
	}
}

// titleAt is the whole name of the checks below a place of the head.
func (g *grid) titleAt(x float32) string {
	columns := g.columns()
	at := g.seats().at(x)
	if at < 0 || at >= len(columns) {
		return ""
	}
	return format.Excerpt(explain.CheckName(&checklist.Check{Kind: columns[at].kind, Path: columns[at].path}))
}

// Measures of the grid.
const (
	nameShare  = 0.26
	leastName  = 110
	mostName   = 300
	leastCell  = 66 // so much of a title is seen at the least
	mostCell   = 150
	wordedCell = 92 // from here on a verdict has its word beside its sign
	markRoom   = 42 // of how many columns are out of view
	signRoom   = 16
)

// seats say where the columns of the grid stand.
type seats struct {
	left, width float32 // of the first one on view
	from, count int     // on view
	all         int
}

func (s seats) before() int    { return s.from }
func (s seats) after() int     { return s.all - s.from - s.count }
func (s seats) right() float32 { return s.left + float32(s.count)*s.width }

// at is the column at a place, below 0 for none.
func (s seats) at(x float32) int {
	if x < s.left || x >= s.right() || s.width <= 0 {
		return -1
	}
	return s.from + int((x-s.left)/s.width)
}

func (g *grid) seats() seats { return seatsIn(g.table.Width(), len(g.columns()), g.from) }

// seatsIn seats as many columns as there is room for, at least one.
func seatsIn(width float32, columns, from int) seats {
	name := min(max(leastName, nameShare*width), mostName, max(0, width/2))
	s := seats{left: name + look.PageEdge + columnGap, all: columns}
	room := max(0, width-s.left-look.PageEdge)
	if columns == 0 {
		return s
	}
	if s.count = columns; room/float32(columns) < leastCell {
		room = max(0, room-markRoom)
		s.count = min(columns, max(1, int(room/leastCell)))
	}
	s.width = min(room/float32(s.count), mostCell)
	s.from = max(0, min(from, columns-s.count))
	return s
}

// titles stand over the columns, with how many there are on either side.
func (g *grid) titles(width float32) []text.Span {
	muted, link := look.Colour(look.Muted), look.Colour(theme.ColorNameHyperlink)
	columns := g.columns()
	s := seatsIn(width, len(columns), g.from)
	end := s.left - columnGap
	var before []text.Span
	if n := s.before(); n > 0 {
		before = []text.Span{{Text: "‹ " + format.Count(n), Colour: link, X: end, Right: true}}
		end -= markRoom
	}
	spans := append([]text.Span{{Text: "Device or rule", Colour: muted, X: look.PageEdge, Limit: max(look.PageEdge, end)}}, before...)
	for i, c := range columns[s.from : s.from+s.count] {
		x := s.left + float32(i)*s.width
		spans = append(spans, text.Span{Text: format.Excerpt(c.title()), Colour: muted, X: x, Limit: x + s.width - columnGap, Keep: "./"})
	}
	if n := s.after(); n > 0 {
		spans = append(spans, text.Span{Text: format.Count(n) + " ›", Colour: link, X: width - look.PageEdge, Right: true})
	}
	return spans
}

// line writes a row.
func (g *grid) line(r *boardRow, width float32) []text.Span {
	plain, muted := look.Colour(theme.ColorNameForeground), look.Colour(look.Muted)
	s := seatsIn(width, len(r.board.columns), g.from)
	name, of := rowNames(r.of)
	end := s.left - columnGap
	spans := make([]text.Span, 0, 3+2*s.count)
	spans = append(spans, text.Span{Text: name, Colour: plain, X: look.PageEdge, Limit: end, Keep: "/"})
	if of != "" {
		spans = append(spans, text.Span{Text: of, Colour: muted, X: -1, Limit: end, Keep: "/"})
	}
	chosen, which := -1, 0
	if r == g.row() {
		chosen = g.at()
		_, which = g.inCell()
	}
	for i := range s.count {
		x := s.left + float32(i)*s.width
		at := -1
		if s.from+i == chosen {
			at = which
		}
		spans = r.writeCell(spans, s.from+i, place{x, x + s.width - columnGap}, at)
	}
	if s.count < s.all && r.failsOutside(s.from, s.count) {
		spans = append(spans, text.Span{Text: signs[verify.Fail] + " …", Style: text.Mono, Colour: look.Colour(theme.ColorNameError), X: width - look.PageEdge, Right: true})
	}
	return spans
}

// signs are those of states, all different without their colours.
var signs = map[verify.State]string{
	verify.Fail: "✗", verify.Warn: "!", verify.Pending: "○", verify.Manual: "☞", verify.NotVerifiable: "?", verify.Waived: "~", verify.Pass: "✓",
}

// writeCell writes the verdict of a row in a column: a sign, and its word where there is room. Of
// several it is the worst, or the one that is chosen: which, below 0 where the cell is not.
func (r *boardRow) writeCell(spans []text.Span, column int, p place, which int) []text.Span {
	c, ok := r.cellAt(column)
	sign, word, chosen := "·", "", which >= 0
	colour, muted := look.Colour(look.Muted), look.Colour(look.Muted)
	switch {
	case ok:
		v := &r.board.results[c.at]
		if which > 0 {
			v = r.verdictsAt(column)[which]
		}
		sign, colour = signs[stateOf(v)], look.Colour(stateColour(stateOf(v)))
		if word = explain.VerdictState(stateOf(v)); c.more > 0 {
			word = cellWord(word, int(c.more)+1, which)
		}
	case !chosen:
		return spans
	}
	one := text.Span{Text: sign, Style: text.Mono, Colour: colour, X: p.from, Limit: p.to}
	if chosen {
		one.Text, one.Colour, one.Back = " "+sign+" ", look.Colour(theme.ColorNameForegroundOnPrimary), look.Colour(theme.ColorNamePrimary)
		one.X -= signRoom / 2
	}
	spans = append(spans, one)
	if p.to-p.from+columnGap >= wordedCell || c.more > 0 {
		spans = append(spans, text.Span{Text: word, Colour: muted, X: p.from + signRoom + columnGap/2, Limit: p.to})
	}
	return spans
}

// rowNames are the device of a row; or a member, with its topic or its rule; or a rule.
func rowNames(r *verify.Result) (name, of string) {
	name, of = namesOf(r)
	if r.Member != "" && r.Topic != "" && r.Topic != r.Member {
		of = "  " + format.SignTopic(r.Topic)
	}
	return name, of
}

// mostTold are the verdicts that a tip has.
const mostTold = 12

// rowTip tells all of a row, the worst first.
func rowTip(r *boardRow) []string {
	name, of := namesOf(r.of)
	lines := []string{name + of}
	cells := slices.Clone(r.cells)
	rank := func(c cell) int { return stateRank[stateOf(&r.board.results[c.at])] }
	slices.SortStableFunc(cells, func(a, b cell) int { return cmp.Compare(rank(a), rank(b)) })
	for _, c := range cells[:min(len(cells), mostTold)] {
		v := &r.board.results[c.at]
		lines = append(lines, verdictLine(v))
	}
	if more := len(cells) - mostTold; more > 0 {
		lines = append(lines, format.Fill("… and {count} more", "count", format.Count(more)))
	}
	return lines
}
