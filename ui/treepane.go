package ui

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"mangrove/model"
	"mangrove/model/payload"
	"mangrove/ui/widgets"
)

// treePane shows the topics of a connection.
type treePane struct {
	object   fyne.CanvasObject
	conn     *connection
	tree     *model.Tree
	rows     *widgets.Rows
	head     *treeHead
	search   *search
	found    *widgets.Strip // how the search goes
	finding  fyne.CanvasObject
	empty    *widget.Label
	tip      *tip
	menu     func(id model.ID, at fyne.Position)
	onSelect func()

	seen    []model.Row
	before  []counted // of each row when it was last looked at
	now     time.Time
	width   float32
	epoch   uint64 // grows when all rows look different
	colours treeColours
	later   []bool // steps to matches, up or down, that wait for the search
	touched bool   // the user has selected or opened something
}

// counted is how many messages a row had.
type counted struct {
	id       model.ID
	messages uint64
}

func newTreePane(c *connection, t *widgets.Tip) *treePane {
	p := &treePane{conn: c, tree: c.store.Tree(), colours: readTreeColours()}
	p.tip = &tip{panel: t, say: p.tipWords}
	p.search = newSearch(p.tree)
	p.search.box.onNext = p.nextMatch
	p.search.box.onLeave = func() {
		p.search.box.SetText("")
		p.focus()
	}
	p.search.onEnd = func() {
		if c.selected != model.Root { // among all topics its row is elsewhere
			p.reveal(c.selected)
		}
	}
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
	p.rows.OnRune = p.typed
	p.rows.OnHover, p.rows.OnLeave = p.tip.over, p.tip.leave
	p.empty = widget.NewLabel("")
	p.empty.Wrapping = fyne.TextWrapWord
	p.empty.Alignment = fyne.TextAlignCenter
	p.empty.Importance = widget.LowImportance
	p.head = newTreeHead(p)
	p.found = widgets.NewStrip(20, 12)
	p.finding = widgets.NewPanel(colorRaised, p.found, 2, 8)
	p.finding.Hide()
	p.object = container.NewBorder(container.NewVBox(p.finding, p.head.object), nil, nil, nil,
		widgets.NewPanel(colorPanel, container.NewStack(p.rows, container.NewPadded(container.NewVBox(p.empty))), 0, 0))
	return p
}

// draw shows what has changed.
func (p *treePane) draw(now time.Time) (moving bool) {
	p.now = now
	p.openFirst(now)
	p.nextMatches()
	p.rows.Sync(now)
	p.head.draw()
	spans := p.search.words()
	p.found.Set(spans...)
	setHidden(len(spans) == 0, p.finding)
	words := ""
	if p.tree.Len() == 0 {
		words = emptyWords(p.conn)
		if p.search.query != nil {
			words = p.search.emptyWords()
		}
	}
	if p.empty.Text != words {
		p.empty.SetText(words)
	}
	waiting := p.tip.draw(now)
	return p.rows.Flashing() || waiting
}

// nextMatch goes to the next topic that the search has found.
func (p *treePane) nextMatch(up bool) {
	if id := p.tree.NextMatch(p.conn.selected, up); id != model.Root {
		p.reveal(id)
		return
	}
	if !p.tree.Finding().Done() {
		p.later = append(p.later, up)
	}
}

// nextMatches goes where was asked for before anything had been found.
func (p *treePane) nextMatches() {
	steps := p.later
	p.later = nil
	for _, up := range steps {
		p.nextMatch(up)
	}
}

// typed begins a search with what is typed while the rows have the keyboard.
func (p *treePane) typed(r rune) {
	if r == ' ' {
		return // opens and closes
	}
	p.focusOn(p.search.box)
	p.search.box.TypedRune(r)
}

// focus gives the keyboard to the rows.
func (p *treePane) focus() { p.focusOn(p.rows) }

func (p *treePane) focusOn(o fyne.Focusable) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(p.rows); c != nil {
		c.Focus(o)
	}
}

// tipWords is what a tip says of a row: the whole topic and the value.
func (p *treePane) tipWords(key uint32) []string {
	row := p.tree.Row(model.ID(key))
	topic := p.conn.store.Topic(row.ID)
	words := []string{topicWords(topic)}
	if row.Name == "" {
		words[0] = fmt.Sprintf("%s, in full %q", levelName(row.Name), topic)
	}
	if row.HasValue {
		if v := payload.Preview(row.Preview, row.Size); v != "" {
			words = append(words, v)
		}
	}
	return words
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

// deselect selects nothing.
func (p *treePane) deselect() {
	p.conn.choose(model.Root)
	p.rows.Deselect()
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
	p.before = p.before[:0]
	for i := range rows {
		p.before = append(p.before, counted{p.seen[i].ID, p.seen[i].Messages})
	}
	seen := p.tree.Rows(from, p.seen[:len(rows)])
	for i := range seen {
		m, r := &seen[i], &rows[i]
		more := p.before[i].id == m.ID && p.before[i].messages < m.Messages
		l := p.liveOf(m)
		revision := uint64(m.Revision)<<32 | p.epoch<<16&0xffff0000 | uint64(l.hash16())
		if r.Key == uint32(m.ID) && r.Revision == revision {
			continue
		}
		r.Spans = p.spans(m, l, r.Spans[:0])
		if active := p.activity(m, more); !active.IsZero() || r.Key != uint32(m.ID) {
			r.Active = active
		}
		r.Key, r.Revision = uint32(m.ID), revision
		r.HandleFrom, r.HandleTo = 0, 0
		if m.Children > 0 {
			r.HandleFrom = float32(m.Depth*rowIndent) + rowStart - 4
			r.HandleTo = r.HandleFrom + rowArrow + 4
		}
	}
	return rows[:len(seen)]
}

// activity is when a row last changed in a way worth a flash: a message that
// was not a retained replay, or more messages below a closed row.
func (p *treePane) activity(m *model.Row, more bool) time.Time {
	if m.Children > 0 && !m.Open && more {
		return p.now
	}
	if m.HasValue && !m.Retained {
		return m.At
	}
	return time.Time{}
}
