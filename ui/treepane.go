package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/model"
	"mangrove/model/payload"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/text"
)

// Measures of a row of the tree, in Fyne's units.
const (
	rowHeight   = 20
	rowText     = 12.5
	rowIndent   = 14
	rowStart    = 6  // before the arrow of a first level
	rowArrow    = 14 // from the arrow to the name
	columnCount = 62 // messages
	columnAge   = 50
	columnMark  = 18
)

// treePane shows the topics of a connection.
type treePane struct {
	object   fyne.CanvasObject
	conn     *connection
	tree     *model.Tree
	rows     *widgets.Rows
	head     *widgets.Strip
	empty    *widget.Label
	menu     func(id model.ID, at fyne.Position)
	onSelect func()

	seen    []model.Row
	now     time.Time
	width   float32
	epoch   uint64 // grows when all rows look different
	colours treeColours
	ticked  uint32 // the tree's revision at the last drawing but one
	current uint32
	touched bool // the user has selected or opened something
}

func newTreePane(c *connection) *treePane {
	p := &treePane{conn: c, tree: c.store.Tree(), colours: readTreeColours()}
	p.rows = widgets.NewRows(p, rowHeight, rowText)
	p.rows.OnSelect = func(key uint32) {
		p.touched = true
		c.choose(model.ID(key))
		p.onSelect()
	}
	p.rows.OnToggle = func(key uint32) {
		p.touched = true
		p.tree.Toggle(model.ID(key))
	}
	p.rows.OnMenu = func(key uint32, at fyne.Position) { p.menu(model.ID(key), at) }
	p.rows.OnKey = p.key
	p.rows.OnCopy = func(key uint32) { copyPayload(latestPayload(c.store, model.ID(key))) }
	p.empty = widget.NewLabel("")
	p.empty.Wrapping = fyne.TextWrapWord
	p.empty.Alignment = fyne.TextAlignCenter
	p.empty.Importance = widget.LowImportance
	p.head = widgets.NewStrip(22, 11)
	p.object = container.NewBorder(widgets.NewPanel(colorRaised, p.head, 0, 0), nil, nil, nil,
		widgets.NewPanel(colorPanel, container.NewStack(p.rows, container.NewPadded(container.NewVBox(p.empty))), 0, 0))
	return p
}

// draw shows what has changed.
func (p *treePane) draw(now time.Time) (moving bool) {
	p.now = now
	if r := p.tree.Revision(); r != p.current {
		p.ticked, p.current = p.current, r
	}
	p.openFirst(now)
	p.rows.Sync(now)
	p.head.Set(
		text.Span{Text: "Topic", Colour: p.colours.muted, X: rowStart + rowArrow},
		text.Span{Text: "Messages", Colour: p.colours.muted, X: p.width - columnAge, Right: true},
		text.Span{Text: "Age", Colour: p.colours.muted, X: p.width - 4, Right: true})
	words := ""
	if p.tree.Len() == 0 {
		words = emptyWords(p.conn)
	}
	if p.empty.Text != words {
		p.empty.SetText(words)
	}
	return p.rows.Flashing()
}

// What the tree opens by itself: small branches, while there is room, in the
// first moments and until the user takes over.
const (
	openFor      = 3 * time.Second
	openChildren = 12
	openRows     = 36
)

// openFirst opens first levels, so that a small broker shows its topics at
// once.
func (p *treePane) openFirst(now time.Time) {
	first := p.conn.store.Intake().First
	if p.touched || first.IsZero() || now.Sub(first) > openFor {
		return
	}
	for _, row := range p.tree.Rows(0, make([]model.Row, openRows)) {
		if row.Depth == 0 && !row.Open && row.Children > 0 && row.Children <= openChildren && p.tree.Len()+row.Children <= openRows {
			p.tree.SetOpen(row.ID, true)
		}
	}
}

// restyle takes the colours of a new theme.
func (p *treePane) restyle() {
	p.colours = readTreeColours()
	p.epoch++
	p.rows.Refresh()
}

// key handles the keys that mean something in a tree.
func (p *treePane) key(key uint32, ev *fyne.KeyEvent) bool {
	id := model.ID(key)
	row := p.tree.Row(id)
	switch ev.Name {
	case fyne.KeyRight:
		if row.Children > 0 && !row.Open {
			p.tree.SetOpen(id, true)
			return true
		}
		if row.Children == 0 {
			return true
		}
		p.rows.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown}) // its first child
		return true
	case fyne.KeyLeft:
		if row.Children > 0 && row.Open {
			p.tree.SetOpen(id, false)
			return true
		}
		if up := p.tree.Parent(id); up != model.Root {
			p.reveal(up)
		}
		return true
	}
	return false
}

// reveal selects a topic and shows its row.
func (p *treePane) reveal(id model.ID) {
	p.tree.Reveal(id)
	p.conn.choose(id)
	p.rows.Select(uint32(id), true)
	p.onSelect()
}

// Len implements widgets.RowSource.
func (p *treePane) Len() int { return p.tree.Len() }

// Index implements widgets.RowSource.
func (p *treePane) Index(key uint32) int { return p.tree.Index(model.ID(key)) }

// Fill implements widgets.RowSource.
func (p *treePane) Fill(from int, width float32, rows []widgets.Row) []widgets.Row {
	if width != p.width {
		p.width = width
		p.epoch++
	}
	for len(p.seen) < len(rows) {
		p.seen = append(p.seen, model.Row{})
	}
	seen := p.tree.Rows(from, p.seen[:len(rows)])
	for i := range seen {
		m, r := &seen[i], &rows[i]
		old := ""
		if m.HasValue {
			old = age(p.now, m.At)
		}
		revision := uint64(m.Revision)<<32 | p.epoch<<16&0xffff0000 | uint64(hash16(old))
		if r.Key == uint32(m.ID) && r.Revision == revision {
			continue
		}
		r.Key, r.Revision = uint32(m.ID), revision
		r.Spans = p.spans(m, old, r.Spans[:0])
		r.Active = p.activity(m)
		r.HandleFrom, r.HandleTo = 0, 0
		if m.Children > 0 {
			r.HandleFrom = float32(m.Depth*rowIndent) + rowStart - 4
			r.HandleTo = r.HandleFrom + rowArrow + 4
		}
	}
	return rows[:len(seen)]
}

// activity is when a row last changed in a way worth a flash: a message that
// was not a retained replay, or anything below a closed row.
func (p *treePane) activity(m *model.Row) time.Time {
	if m.Children > 0 && !m.Open && m.Revision > p.ticked && m.Messages > 0 {
		return p.now
	}
	if m.HasValue && !m.Retained {
		return m.At
	}
	return time.Time{}
}

// spans lays out one row: arrow, name and value on the left; the retained
// mark, the number of messages and the age in columns on the right.
func (p *treePane) spans(m *model.Row, old string, into []text.Span) []text.Span {
	c := &p.colours
	x := float32(rowStart + m.Depth*rowIndent)
	right := p.width - columnAge - columnCount - columnMark
	if m.Children > 0 {
		arrow := "▸"
		if m.Open {
			arrow = "▾"
		}
		into = append(into, text.Span{Text: arrow, Style: text.Mono, Colour: c.muted, X: x, Limit: right})
	}
	style := text.Regular
	if m.Children > 0 {
		style = text.Bold
	}
	into = append(into, text.Span{Text: levelName(m.Name), Style: style, Colour: c.name, X: x + rowArrow, Limit: right})
	if m.Children > 0 && !m.Open && !m.HasValue {
		into = append(into, text.Span{Text: "  " + plural(m.Topics, "topic"), Colour: c.muted, X: -1, Limit: right})
	}
	if m.HasValue {
		value := payload.Preview(m.Preview, m.Size)
		into = append(into, text.Span{Text: " = ", Colour: c.muted, X: -1, Limit: right})
		if value == "" {
			into = append(into, text.Span{Text: "(empty)", Colour: c.muted, X: -1, Limit: right})
		} else {
			into = append(into, text.Span{Text: value, Style: text.Mono, Colour: c.value, X: -1, Limit: right})
		}
	}
	if m.Retained {
		into = append(into, text.Span{Text: "R", Style: text.Bold, Colour: c.mark, X: right + columnMark, Right: true})
	}
	return append(into,
		text.Span{Text: short(m.Messages), Colour: c.muted, X: p.width - columnAge, Right: true},
		text.Span{Text: old, Colour: c.muted, X: p.width - 4, Right: true})
}

// hash16 is enough of a text's identity to notice that it changed.
func hash16(s string) uint16 {
	h := uint32(2_166_136_261)
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * 16_777_619
	}
	return uint16(h>>16 ^ h)
}

// treeColours are the colours of the rows, taken from the theme once.
type treeColours struct{ name, value, muted, mark colour }

func readTreeColours() treeColours {
	return treeColours{
		name: themeColour(theme.ColorNameForeground), value: themeColour(colorKey),
		muted: themeColour(colorMuted), mark: themeColour(theme.ColorNameWarning),
	}
}
