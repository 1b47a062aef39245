package verify

import (
	"cmp"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"mangrove/broker/explain"
	"mangrove/model/verify"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
)

// verdictsAt are the verdicts of a row in a column, the worst first: the first is the one that is
// seen in its cell.
func (r *boardRow) verdictsAt(column int) (all []*verify.Result) {
	c := r.board.columns[column]
	own := r.board.results[r.from : r.from+r.count]
	for i := range own {
		if own[i].Check.Kind == c.kind && own[i].Check.Path == c.path {
			all = append(all, &own[i])
		}
	}
	slices.SortStableFunc(all, func(a, b *verify.Result) int { return cmp.Compare(stateRank[stateOf(a)], stateRank[stateOf(b)]) })
	return all
}

// inCell are the verdicts of the chosen cell, and which of them is chosen; none: no cell is.
func (g *grid) inCell() (all []*verify.Result, at int) {
	r, column := g.row(), g.at()
	if r == nil || column < 0 {
		return nil, 0
	}
	all = r.verdictsAt(column)
	at = slices.IndexFunc(all, func(v *verify.Result) bool { return v.Check == g.check })
	return all, max(0, at)
}

// mostOfCell are the verdicts that a menu has of a cell.
const mostOfCell = 100

// offer opens a menu of the verdicts of the chosen cell, where there is more than one.
func (g *grid) offer(over fyne.CanvasObject, at fyne.Position) {
	all, chosen := g.inCell()
	if len(all) < 2 {
		return
	}
	var items []*fyne.MenuItem
	for i, v := range all[:min(len(all), mostOfCell)] {
		check := v.Check
		item := fyne.NewMenuItem(format.ExcerptOf(verdictLine(v), longestOffer), func() {
			g.check = check
			g.renew()
		})
		item.Checked = i == chosen
		items = append(items, item)
	}
	if more := len(all) - mostOfCell; more > 0 {
		item := fyne.NewMenuItem(format.Excerpt(format.Counted(more, "{count} more is in the list", "{count} more are in the list")), nil)
		item.Disabled = true
		items = append(items, item)
	}
	widgets.ShowMenu(over, at, items...)
}

// longestOffer is how many characters a verdict has in a menu: all of it stands with its messages.
const longestOffer = 110

// verdictLine is a verdict on one line.
func verdictLine(v *verify.Result) string {
	return strings.Join([]string{signs[stateOf(v)] + " " + stateWord(v), explain.CheckName(v.Check), foundWords(v)}, "  ·  ")
}

// toggled is told of Enter or a double click on a row: its cell may have more to choose from.
func (g *grid) toggled(key uint32) {
	g.selected(key)
	rows := g.table.Rows
	seen, _, y := rows.Seen()
	i := slices.IndexFunc(seen, func(r widgets.Row) bool { return r.Key == key })
	if i < 0 || g.at() < 0 {
		return
	}
	s := g.seats()
	origin := fyne.CurrentApp().Driver().AbsolutePositionForObject(rows)
	g.offer(rows, origin.AddXY(s.left+float32(g.at()-s.from)*s.width, y+float32(i+1)*look.RowHeight))
}

// cellWord is what stands beside the sign of a cell that has several verdicts: how many there are
// behind it, or which one of them it is, from 0.
func cellWord(state string, of, which int) string {
	if which < 0 {
		return "+" + format.Count(of-1) + " " + state
	}
	return format.Count(which+1) + "/" + format.Count(of) + " " + state
}

// showOthers has the verdict on view say which one of its cell it is, and offer the others.
func (p *Page) showOthers() {
	var all []*verify.Result
	at := 0
	if p.isGrid() {
		all, at = p.grid.inCell()
	}
	if len(all) < 2 {
		arrange.SetHidden(true, p.one.others)
		return
	}
	p.one.others.SetText(format.Excerpt(format.Fill("{number} of {count}", "number", format.Count(at+1), "count", format.Count(len(all)))))
	arrange.SetHidden(false, p.one.others)
	p.one.others.OnTapped = func() {
		above := fyne.CurrentApp().Driver().AbsolutePositionForObject(p.one.others)
		p.grid.offer(p.one.others, above.AddXY(0, p.one.others.Size().Height))
	}
}
