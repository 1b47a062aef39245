package topics

import (
	"time"

	"mangrove/model"
	"mangrove/ui/look"
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
func (p *Pane) openFirst(now time.Time) {
	o := &p.opening
	first := p.conn.Store.Intake().First
	most := int(p.rows.Size().Height / look.RowHeight)
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
	needed := p.tree.Len()
	var closed []model.ID
	for _, row := range p.tree.Rows(0, o.rows) {
		if row.Depth == 0 && !row.Open && row.Children > 0 {
			needed += row.Children
			closed = append(closed, row.ID)
		}
	}
	if needed <= most {
		o.open(p.tree, closed)
		return
	}
	if o.ended = now.Sub(first) > openFor; !o.ended {
		o.close(p.tree)
	}
}

func (o *opening) open(tree *model.Tree, levels []model.ID) {
	for _, id := range levels {
		tree.SetOpen(id, true)
	}
	o.opened = append(o.opened, levels...)
}

// close takes back what was opened.
func (o *opening) close(tree *model.Tree) {
	for _, id := range o.opened {
		tree.SetOpen(id, false)
	}
	o.opened = o.opened[:0]
}
