package topics

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"mangrove/model"
	"mangrove/ui/connection"
	"mangrove/ui/look"
	"mangrove/ui/report"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
)

// Pane shows the topics of a connection.
type Pane struct {
	Object   fyne.CanvasObject
	conn     *connection.Connection
	tree     *model.Tree
	rows     *widgets.Rows
	head     *treeHead
	search   *search
	found    *widgets.Strip // how the search goes
	finding  fyne.CanvasObject
	empty    *emptyNote
	cleared  *clearedNote
	Tip      *widgets.RestingTip
	OnMenu   func(id model.ID, at fyne.Position)
	OnSelect func()
	OnUse    func() // something is pressed that does not take the keyboard
	OnCopy   func(id model.ID)

	HidesCleared bool
	columns      treeColumns
	opening      opening
	opens        int // what opens by itself, as of the last drawing
	wanted       wantedOpening

	seen    []model.Row
	live    []live
	before  []counted // of each row when it was last looked at
	now     time.Time
	highest float64   // see [highestRate]
	steady  time.Time // see [model.Tree.Steady]
	width   float32
	epoch   uint64 // grows when all rows look different
	made    []made // the rows seen, in their order
	number  uint64 // of the row made last
	colours treeColours
	later   []bool // steps to matches, up or down, that wait for the search
	touched bool   // the user has selected or opened something
	keep    bool   // the selected row is to be seen as soon as it has a place
}

// counted is how many messages a row had.
type counted struct {
	id       model.ID
	messages uint64
}

// New makes the tree of a connection; tips over its rows show in t. Its page sets what it is
// to be told of (OnSelect, OnMenu, OnCopy, OnUse) before it is drawn.
func New(c *connection.Connection, t *widgets.Tip) *Pane {
	p := &Pane{conn: c, tree: c.Store.Tree(), colours: readTreeColours(), opens: OpenFitting}
	p.Tip = &widgets.RestingTip{Panel: t, Say: p.tipWords, Height: look.RowHeight}
	p.search = newSearch(p.tree)
	p.search.box.onNext = p.nextMatch
	p.search.box.onLeave = func() {
		p.search.box.SetText("")
		p.focus()
	}
	p.search.onSet = func(ended bool) {
		switch {
		case c.Selected == model.Root:
		case ended: // among all topics its row is elsewhere
			p.Reveal(c.Selected)
		default:
			p.keep = true
		}
	}
	p.rows = widgets.NewRows(p, look.RowHeight, look.RowText)
	p.rows.OnSelect = func(key uint32) {
		p.touched = true
		c.Choose(model.ID(key))
		p.OnSelect()
	}
	p.rows.OnToggle = func(key uint32) {
		p.touched = true
		p.tree.Toggle(model.ID(key))
	}
	p.rows.OnMenu = func(key uint32, at fyne.Position) { p.OnMenu(model.ID(key), at) }
	p.rows.OnCopy = func(key uint32) { p.OnCopy(model.ID(key)) }
	p.rows.OnLayout = func() { // by a window that comes up, after its first drawing; the next may be a second away
		if !p.now.IsZero() {
			p.openFirst(p.now)
		}
	}
	p.rows.OnKey = p.key
	p.rows.OnRune = p.typed
	p.rows.OnHover, p.rows.OnLeave = func(key uint32, at fyne.Position) {
		p.come(key)
		p.Tip.Come(key, at)
	}, p.Tip.Leave
	p.empty = newEmptyNote()
	p.cleared = newClearedNote(func() { p.SetHideCleared(false) })
	p.head = newTreeHead(p)
	p.found = widgets.NewStrip(20, 12)
	p.finding = widgets.NewPanel(look.Raised, p.found, 2, look.PageEdge)
	p.finding.Hide()
	over := container.NewVBox(widgets.NewPanel(look.Raised, p.search.box, 4, look.PageEdge), p.finding, p.head.object)
	rows := widgets.NewPanel(look.Panel, container.NewStack(p.rows, container.NewClip(container.NewPadded(container.NewVBox(p.empty.object)))), 0, 0)
	p.Object = container.NewBorder(over, nil, nil, nil, container.New(arrange.Foot{}, rows, p.cleared.object))
	return p
}

// Draw shows what has changed.
func (p *Pane) Draw(now time.Time) (moving bool) {
	p.now, p.steady = now, p.tree.Steady()
	p.followOpening()
	p.openFirst(now)
	p.nextMatches()
	p.columns.hidden = storedColumns()
	if p.head.widenColumns() || p.columns.place(p.width) {
		p.columns.place(p.width)
		p.epoch++
	}
	p.rows.Sync(now)
	p.keepSelected()
	p.head.draw()
	spans := p.search.words()
	p.found.Set(spans...)
	hidden := p.tree.Hidden()
	p.cleared.draw(hidden, &p.colours)
	p.around(len(spans) > 0, hidden > 0)
	p.empty.showWords(p.emptyWords(hidden))
	waiting := p.Tip.Draw(now)
	return p.rows.Flashing() || waiting
}

// SetHideCleared leaves topics whose latest message is empty out, or shows them.
func (p *Pane) SetHideCleared(hide bool) {
	p.HidesCleared = hide
	p.tree.HideCleared(hide)
	p.keep = true
}

// sort puts the rows in another order; the selected one stays in view.
func (p *Pane) sort(by model.Sort, reverse bool) {
	p.tree.SetSort(by, reverse)
	p.keep = true
}

// keepSelected scrolls to the selected row when that was asked for and it has
// a place, which a search may give it later.
func (p *Pane) keepSelected() {
	key, ok := p.rows.Selected()
	if !p.keep || !ok {
		p.keep = false
		return
	}
	if p.tree.Index(model.ID(key)) >= 0 {
		p.rows.Select(key, true)
		p.keep = false
	}
	if f := p.tree.Finding(); f.Query == nil || f.Done() {
		p.keep = false
	}
}

// nextMatch goes to the next topic that the search has found.
func (p *Pane) nextMatch(up bool) {
	if id := p.tree.NextMatch(p.conn.Selected, up); id != model.Root {
		p.Reveal(id)
		return
	}
	if !p.tree.Finding().Done() {
		p.later = append(p.later, up)
	}
}

// nextMatches goes where was asked for before anything had been found.
func (p *Pane) nextMatches() {
	steps := p.later
	p.later = nil
	for _, up := range steps {
		p.nextMatch(up)
	}
}

// typed begins a search with what is typed while the rows have the keyboard.
func (p *Pane) typed(r rune) {
	if r == ' ' {
		return // opens and closes
	}
	p.focusOn(p.search.box)
	p.search.box.TypedRune(r)
}

// SearchText is what is searched for.
func (p *Pane) SearchText() string { return p.search.box.Value() }

// SetSearch searches as if somebody had typed it.
func (p *Pane) SetSearch(words string) { p.search.box.SetText(words) }

// EndSearch shows all topics again, and gives the keyboard to the rows.
func (p *Pane) EndSearch() { p.search.box.onLeave() }

// SearchField is where a search is typed.
func (p *Pane) SearchField() fyne.Focusable { return p.search.box }

// Keyboard is what takes the keys of the tree.
func (p *Pane) Keyboard() fyne.Focusable { return p.rows }

// ShowMenu opens a menu over the rows.
func (p *Pane) ShowMenu(at fyne.Position, items ...*fyne.MenuItem) {
	widgets.ShowMenu(p.rows, at, items...)
}

// focus gives the keyboard to the rows.
func (p *Pane) focus() { p.focusOn(p.rows) }

func (p *Pane) focusOn(o fyne.Focusable) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(p.rows); c != nil {
		c.Focus(o)
	}
}

// Restyle takes the colours of a new theme.
func (p *Pane) Restyle() {
	p.colours = readTreeColours()
	p.epoch++
	p.rows.Refresh()
}

// key handles the keys that mean something in a tree.
func (p *Pane) key(key uint32, ev *fyne.KeyEvent) bool {
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
			p.Reveal(up)
		}
		return true
	}
	return false
}

// Deselect selects nothing.
func (p *Pane) Deselect() {
	p.conn.Choose(model.Root)
	p.rows.Deselect()
}

// Reveal selects a topic and shows its row.
func (p *Pane) Reveal(id model.ID) {
	p.tree.Reveal(id)
	p.conn.Choose(id)
	p.rows.Select(uint32(id), true)
	p.OnSelect()
}

// Report tells of the tree, and of each row of it that is seen.
func (p *Pane) Report(r *report.Report) {
	r.Found = p.found.Text()
	r.Place("tree", p.rows)
	r.Place("search", p.search.box)
	r.Place("tree head", p.head.strip)
	r.PlaceWithin("tree empty", p.empty.words)
	r.PlaceWithin("clear search", p.search.box.action)
	tree := r.BoxOf(p.rows)
	rows, _, y := p.rows.Seen()
	for i, row := range rows {
		line := report.Row{
			Topic: p.conn.Store.Topic(model.ID(row.Key)), Text: widgets.LineText(row.Spans),
			Place: r.Part(tree, fyne.NewPos(0, y+float32(i*look.RowHeight)), fyne.NewSize(p.rows.Size().Width, look.RowHeight)),
		}
		if row.HandleTo > 0 {
			line.Arrow = r.Part(tree, fyne.NewPos(row.HandleFrom, y+float32(i*look.RowHeight)), fyne.NewSize(row.HandleTo-row.HandleFrom, look.RowHeight))
		}
		r.Rows = append(r.Rows, line)
	}
}

// Len implements widgets.RowSource.
func (p *Pane) Len() int { return p.tree.Len() }

// Index implements widgets.RowSource.
func (p *Pane) Index(key uint32) int { return p.tree.Index(model.ID(key)) }

// Fill implements widgets.RowSource.
func (p *Pane) Fill(from int, width float32, rows []widgets.Row) []widgets.Row {
	if width != p.width {
		p.width = width
		p.search.hint(width)
		p.columns.place(width)
		p.epoch++
	}
	for len(p.seen) < len(rows) {
		p.seen, p.made = append(p.seen, model.Row{}), append(p.made, made{})
	}
	p.before = p.before[:0]
	for i := range rows {
		p.before = append(p.before, counted{p.seen[i].ID, p.seen[i].Messages})
	}
	seen := p.tree.Rows(from, p.seen[:len(rows)])
	p.measure(seen, rows)
	for i := range seen {
		m, r := &seen[i], &rows[i]
		more := p.before[i].id == m.ID && p.before[i].messages < m.Messages
		if p.isMade(i, r) {
			continue
		}
		r.Spans = p.spans(m, p.live[i], r.Spans[:0])
		if active := p.activity(m, more); !active.IsZero() || r.Key != uint32(m.ID) {
			r.Active = active
		}
		p.number++
		p.made[i] = made{p.number, m.Revision, p.epoch, p.live[i]}
		r.Key, r.Revision = uint32(m.ID), p.number
		r.HandleFrom, r.HandleTo = 0, 0
		if m.Children > 0 {
			r.HandleFrom = p.beginOf(m) - 4
			r.HandleTo = r.HandleFrom + rowArrow + 4
		}
	}
	return rows[:len(seen)]
}

// measure finds what stands in the columns of the rows, and widens them where
// what has changed does not fit.
func (p *Pane) measure(seen []model.Row, rows []widgets.Row) {
	p.live, p.highest = p.live[:0], highestRate(seen)
	wider := false
	for i := range seen {
		m := &seen[i]
		p.live = append(p.live, p.liveOf(m))
		if !p.isMade(i, &rows[i]) {
			wider = p.widenColumns(m, p.live[i]) || wider
		}
	}
	if wider && p.columns.place(p.width) {
		p.epoch++
	}
}

// made is what a row was made of.
type made struct {
	number   uint64 // of the row; no two have the same
	revision uint32 // of the node
	epoch    uint64
	live     live
}

// isMade reports whether the i-th row is that of the node seen there, as it looks now.
func (p *Pane) isMade(i int, r *widgets.Row) bool {
	m := &p.made[i]
	return r.Key == uint32(p.seen[i].ID) && r.Revision == m.number &&
		m.revision == p.seen[i].Revision && m.epoch == p.epoch && m.live == p.live[i]
}

// activity is when a row last changed in a way worth a flash: a message that
// was not a retained replay, or more messages below a closed row.
func (p *Pane) activity(m *model.Row, more bool) time.Time {
	if m.Children > 0 && !m.Open && more {
		return p.now
	}
	if m.HasValue && !m.Retained {
		return m.At
	}
	return time.Time{}
}
