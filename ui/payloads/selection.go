package payloads

import (
	"strings"
	"time"

	"mangrove/model/payload"
	"mangrove/model/value"
	"mangrove/ui/report"
)

// bytesOf is what is selected of a payload, in its bytes; nothing when it is empty.
type bytesOf struct{ from, to int }

// laidOut is what a payload that was laid out as text means: its nodes are those of the
// payload, in the same order and at other bytes.
type laidOut struct {
	of   []byte
	tree *value.Tree
}

// mostLaidTree is how large a text may be for what is selected in it to be found in other
// views.
const mostLaidTree = 4 << 20

// laidTree reads the laid out text on view, nil when it is too large.
func (p *View) laidTree() *value.Tree {
	of := p.shown.laidOut
	if len(of) == 0 || len(of) > mostLaidTree {
		return nil
	}
	if len(p.laid.of) != len(of) || &p.laid.of[0] != &of[0] {
		tree, err := value.ReadJSON(of)
		if err != nil {
			tree = nil // the zero bytes behind it
		}
		p.laid = laidOut{of, tree}
	}
	return p.laid.tree
}

// payloadTree is what the payload that was laid out means, nil when its bytes are not
// known.
func (p *View) payloadTree() (tree *value.Tree, begin int) {
	if f := &p.shown.found; f.Offset >= 0 {
		return f.Tree, f.Offset
	}
	return nil, 0
}

// selectedInTree notes the bytes of the node that was selected.
func (p *View) selectedInTree(node int) {
	d := &p.shown
	p.chosen = bytesOf{}
	if d.tree == nil || d.begin < 0 || node >= d.tree.Len() {
		return
	}
	from, to := d.tree.Range(node)
	p.chosen = bytesOf{from + d.begin, to + d.begin}
}

// selectedInText notes the bytes that were selected in text or as bytes.
func (p *View) selectedInText() {
	from, to, some := p.view.SelectedBytes()
	p.chosen = bytesOf{}
	switch {
	case !some:
	case p.shown.shown == payload.PrettyView:
		p.chosen = p.fromLaidOut(from)
	case p.shown.begin >= 0:
		p.chosen = bytesOf{from + p.shown.begin, to + p.shown.begin}
	}
	p.readBytes()
}

// fromLaidOut is where the value at a byte of the laid out text stands in the payload.
func (p *View) fromLaidOut(at int) bytesOf {
	laid := p.laidTree()
	if laid == nil {
		return bytesOf{}
	}
	tree, begin := p.payloadTree()
	if node := laid.At(at); tree != nil && node >= 0 && node < tree.Len() {
		from, to := tree.Range(node)
		return bytesOf{from + begin, to + begin}
	}
	return bytesOf{}
}

// showSelection selects in the view what was selected in another one.
func (p *View) showSelection() {
	d, c := &p.shown, p.chosen
	if c.from >= c.to {
		return
	}
	switch d.shown {
	case payload.TreeView, payload.TableView:
		if d.begin < 0 {
			return
		}
		node := p.nodeOf(d.tree, d.begin)
		if d.shown == payload.TreeView {
			p.tree.sel(node)
		} else if row := p.table.rowOf(node); row >= 0 {
			p.table.rows.Select(uint32(row), true)
		}
	case payload.PrettyView:
		p.selectLaidOut()
	case payload.TextView, payload.HexView:
		if d.begin >= 0 {
			p.view.SelectBytes(c.from-d.begin, c.to-d.begin)
		}
	}
}

// nodeOf is the innermost node that has all that is selected.
func (p *View) nodeOf(tree *value.Tree, begin int) int {
	node := tree.At(p.chosen.from - begin)
	for node > 0 {
		if _, to := tree.Range(node); to >= p.chosen.to-begin {
			break
		}
		node = tree.Parent(node)
	}
	return node
}

func (p *View) selectLaidOut() {
	laid := p.laidTree()
	if laid == nil {
		return
	}
	if tree, begin := p.payloadTree(); tree != nil {
		if node := p.nodeOf(tree, begin); node >= 0 && node < laid.Len() {
			from, to := laid.Range(node)
			p.view.SelectBytes(from, to)
		}
	}
}

// readBytes shows the bytes that are selected in hexadecimal as numbers.
func (p *View) readBytes() {
	from, to, some := p.view.SelectedBytes()
	before := p.reading.object.Visible()
	if p.shown.shown == payload.HexView && some && to <= len(p.shown.source) {
		p.reading.show(p.shown.source[from:to], from)
	} else {
		p.reading.show(nil, 0)
	}
	if before != p.reading.object.Visible() {
		p.area.Refresh() // there is less room for the payload, or more
	}
}

// Draw goes on with what fades, and reports whether something does.
func (p *View) Draw() (moving bool) {
	return p.tree.draw(time.Now())
}

// seen are the lines of the payload that are on view.
func (p *View) seen() []string {
	rows := p.tree.rows
	switch p.shown.shown {
	case payload.TreeView:
	case payload.TableView:
		rows = p.table.rows
	default:
		return p.view.Seen()
	}
	var lines []string
	list, _, _ := rows.Seen()
	for _, r := range list {
		line := ""
		for _, s := range r.Spans {
			line += s.Text
		}
		lines = append(lines, strings.TrimLeft(line, "▸▾"))
	}
	return lines
}

// reportRows tells of the payload as rows, which are where the payload is, and of what
// stands over and under it.
func (p *View) reportRows(r *report.Report) {
	tree, table, finding := p.tree.rows.Visible(), p.table.object.Visible(), p.find.object.Visible()
	r.PlaceIf(tree, "payload tree", p.tree.rows)
	r.PlaceIf(table, "payload table", p.table.rows)
	r.PlaceIf(table, "payload table head", p.table.head)
	switch {
	case tree:
		r.Places["payload view"] = r.BoxOf(p.tree.rows)
	case table:
		r.Places["payload view"] = r.BoxOf(p.table.rows)
	}
	r.PlaceIf(finding, "payload find", p.find.field)
	r.PlaceIf(finding, "payload found", p.find.count)
	r.PlaceIf(finding, "payload find previous", p.find.steps[0])
	r.PlaceIf(finding, "payload find next", p.find.steps[1])
	r.PlaceIf(finding, "payload find close", p.find.steps[2])
	r.PlaceIf(finding, "payload find only", p.find.only)
	r.PlaceIf(p.reading.object.Visible(), "payload readings", p.reading.object)
}
