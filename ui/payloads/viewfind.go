package payloads

import (
	"fyne.io/fyne/v2"

	"mangrove/model/payload"
)

// openFind opens the line to find something in the payload, and gives it the keyboard.
func (p *View) openFind() {
	if p.shown.image != nil || !p.offers.formats {
		return
	}
	if !p.find.object.Visible() {
		p.find.object.Show()
		p.area.Refresh()
	}
	if c := fyne.CurrentApp().Driver().CanvasForObject(p.area); c != nil {
		c.Focus(p.find.field)
		p.find.field.TypedShortcut(&fyne.ShortcutSelectAll{})
	}
	p.findAgain(true)
}

// closeFind closes it, and gives the keyboard back to the payload.
func (p *View) closeFind() {
	p.find.object.Hide()
	p.find.stop()
	p.markHits(nil)
	p.tree.change(func() { p.tree.outline.filter(nil) })
	p.area.Refresh()
	if c := fyne.CurrentApp().Driver().CanvasForObject(p.area); c != nil {
		c.Focus(p.Keyboard())
	}
}

// Keyboard is what takes the keys of the payload.
func (p *View) Keyboard() fyne.Focusable {
	switch p.shown.shown {
	case payload.TreeView:
		return p.tree.rows
	case payload.TableView:
		return p.table.rows
	}
	return p.view
}

// findKey goes on to the next hit, or closes the line, while the payload has the keyboard.
func (p *View) findKey(ev *fyne.KeyEvent) bool {
	switch {
	case !p.find.object.Visible():
		return false
	case ev.Name == fyne.KeyF3:
		p.find.step(direction())
	case ev.Name == fyne.KeyEscape:
		p.closeFind()
	default:
		return false
	}
	return true
}

// treeRune opens and closes by signs; what else is typed is looked for.
func (p *View) treeRune(r rune) {
	node := p.tree.selected()
	switch o := p.tree.outline; {
	case r == ' ':
	case r == '*' && node >= 0:
		p.tree.change(func() { o.setBelow(node, true) })
	case (r == '+' || r == '-') && node >= 0:
		p.tree.change(func() { o.setOpen(node, r == '+') })
	default:
		p.openFind()
		p.find.field.TypedRune(r)
	}
}

// findAgain looks for what is typed in what is on view.
func (p *View) findAgain(move bool) {
	words, d := p.find.field.Value(), p.shown
	if words == "" || !p.find.object.Visible() {
		p.find.stop()
		p.markHits(nil)
		p.tree.change(func() { p.tree.outline.filter(nil) })
		return
	}
	what, where := looked{needle: []byte(words)}, d.source
	rows := d.shown == payload.TreeView || d.shown == payload.TableView
	if b := hexNeedle(words); b != nil && d.shown == payload.HexView {
		what = looked{b, true}
	}
	p.find.offer(d.shown == payload.TreeView)
	p.find.filter = func(hits []int) {
		if d.shown != payload.TreeView {
			hits = nil
		}
		if rows {
			p.markHits(p.find.hits)
		}
		p.tree.change(func() { p.tree.outline.filter(hits) })
	}
	p.find.search(func(gone func() bool) ([]int, int) {
		if rows {
			return findNodes(d.tree, what.needle, gone), 0
		}
		hits := findBytes(where, what, gone)
		if b := hexRun(words); len(hits) == 0 && b != nil && d.shown == payload.HexView {
			return findBytes(where, looked{b, true}, gone), len(b)
		}
		return hits, len(what.needle)
	}, p.findFrom(), move)
}

// findFrom is where on view is looked from: the row or the byte that is selected.
func (p *View) findFrom() int {
	switch p.shown.shown {
	case payload.TableView:
		if key, some := p.table.rows.Selected(); some {
			return int(key)
		}
		return max(0, p.tree.selected())
	case payload.TreeView:
		return max(0, p.tree.selected())
	case payload.PrettyView:
		return 0
	default:
		return p.chosen.from
	}
}

// markHits colours the rows that have what was looked for.
func (p *View) markHits(nodes []int) {
	p.tree.marks, p.table.marks = nil, nil
	if len(nodes) > 0 {
		marks, rows := make(map[uint32]bool, len(nodes)), map[uint32]bool{}
		for _, n := range nodes {
			marks[uint32(n)] = true
			if row := p.table.rowOf(n); row >= 0 && p.shown.shown == payload.TableView {
				rows[uint32(row)] = true
			}
		}
		if p.shown.tree != nil {
			p.tree.marks, p.table.marks = marks, rows
			p.tree.needle = lowered(nil, []byte(p.find.field.Value()))
		}
	}
	if p.shown.shown == payload.TableView {
		p.table.draw()
	}
}

// goToHit selects what was found, and shows it.
func (p *View) goToHit(hit, size int) {
	switch p.shown.shown {
	case payload.TreeView:
		p.tree.sel(hit)
		p.selectedInTree(hit)
	case payload.TableView:
		if row := p.table.rowOf(hit); row >= 0 {
			p.table.rows.Select(uint32(row), true)
			p.selectedInTree(row)
		}
	default:
		p.view.SelectBytes(hit, hit+size)
		p.selectedInText()
	}
}
