package ui

import (
	"time"

	"mangrove/model"
)

// opening is what the tree opens by itself: all first levels while everything
// then fits into the view, so that a small broker shows its topics at once, or
// else none. What turns out not to fit in the first moments, while messages
// come in a heap, is closed again; after them nothing is. From the first
// selection or toggle on the tree leaves it to the user.
type opening struct {
	rows   []model.Row
	opened []model.ID
	ended  bool
}

// openFor is how long the first moments are.
const openFor = 3 * time.Second

// openFirst opens the first levels, or closes them again.
func (p *treePane) openFirst(now time.Time) {
	o := &p.opening
	first := p.conn.store.Intake().First
	most := int(p.rows.Size().Height / rowHeight)
	if o.ended || first.IsZero() || most < 1 {
		return
	}
	if p.touched || p.search.query != nil {
		o.ended = true
		return
	}
	if len(o.rows) != most {
		o.rows = make([]model.Row, most)
	}
	rows := p.tree.Rows(0, o.rows)
	needed := p.tree.Len()
	for i := range rows {
		if rows[i].Depth == 0 && !rows[i].Open {
			needed += rows[i].Children
		}
	}
	if needed > most {
		if o.ended = now.Sub(first) > openFor; !o.ended {
			o.close(p.tree)
		}
		return
	}
	for i := range rows {
		if rows[i].Depth == 0 && !rows[i].Open && rows[i].Children > 0 {
			p.tree.SetOpen(rows[i].ID, true)
			o.opened = append(o.opened, rows[i].ID)
		}
	}
}

// close takes back what was opened.
func (o *opening) close(tree *model.Tree) {
	for _, id := range o.opened {
		tree.SetOpen(id, false)
	}
	o.opened = o.opened[:0]
}
