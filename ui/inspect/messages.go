package inspect

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/model"
	"mangrove/ui/connection"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/report"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/text"
)

// streamPane lists the messages of a subtree as they come, the latest at the
// end.
type streamPane struct {
	bar      fyne.CanvasObject // to filter the list and to pause it
	object   fyne.CanvasObject // the list
	conn     *connection.Connection
	feed     *connection.Feed
	rows     *widgets.Rows
	filter   *widgets.Entry
	pause    *widgets.PauseButton
	words    *widgets.Strip
	onSelect func()
	menu     func(m model.StreamRow, at fyne.Position)
	chosen   model.StreamRow // looked into; position 0 when none is
	missing  bool            // it is not in the list on view
	marked   model.Position  // to compare others with; 0: none

	request *connection.StreamRequest
	query   *model.Query
	problem error
	list    *connection.StreamList // on view
	epoch   uint64                 // grows when all rows look different
	width   float32
	seen    []model.StreamRow
}

func newStreamPane(c *connection.Connection, f *connection.Feed, onSelect func()) *streamPane {
	p := &streamPane{conn: c, feed: f, onSelect: onSelect}
	p.rows = widgets.NewRows(p, look.RowHeight, look.RowText)
	p.rows.OnSelect = func(key uint32) {
		if m, ok := p.message(key); ok {
			p.choose(m)
		}
	}
	p.rows.OnHover = func(key uint32, at fyne.Position) {
		p.rows.PointAt(at, func() []text.Span {
			if m, ok := p.message(key); ok {
				return p.spans(&m)
			}
			return nil
		})
	}
	p.rows.OnLeave = p.rows.PointAway
	p.rows.OnKey = func(_ uint32, ev *fyne.KeyEvent) bool { return ev.Name == fyne.KeyEscape && p.leave() }
	p.rows.OnMenu = func(key uint32, at fyne.Position) {
		if m, ok := p.message(key); ok {
			p.menu(m, at)
		}
	}
	p.filter = widgets.NewFilter("Filter the messages:  hall   =ON   battery<20")
	p.filter.OnChanged = func(words string) {
		if p.query, p.problem = model.ParseQuery(words); p.problem == nil {
			p.listAgain()
		}
	}
	p.pause = widgets.NewPauseButton(p.rows)
	p.rows.Follow()
	p.rows.OnFollow = func(bool) { p.draw() }
	p.words = widgets.NewStrip(18, 12)
	p.bar = container.NewBorder(nil, nil, nil, p.pause, p.filter)
	p.object = container.NewBorder(widgets.NewPanel(look.Panel, p.words, 1, look.PageEdge), nil, nil, nil, widgets.NewPanel(look.Panel, p.rows, 0, 0))
	return p
}

// lists reports whether it lists the messages of a topic and of all below it.
func (p *streamPane) lists(top model.ID) bool { return p.request != nil && p.request.Top == top }

// listTopic lists the messages of a topic and of all below it.
func (p *streamPane) listTopic(top model.ID) {
	if !p.lists(top) {
		p.request, p.chosen = &connection.StreamRequest{Top: top, Query: p.query}, model.StreamRow{}
		p.restart()
	}
	p.feed.Wanted.Store(p.request)
}

// listAgain lists them from the beginning.
func (p *streamPane) listAgain() {
	if p.request != nil {
		p.request = &connection.StreamRequest{Top: p.request.Top, Query: p.query}
		p.restart()
		if p.feed.Wanted.Load() != nil { // somebody looks
			p.feed.Wanted.Store(p.request)
		}
	}
}

func (p *streamPane) restart() {
	p.list = nil
	p.renumber()
	if p.chosen.Position == 0 {
		p.rows.Follow()
	}
}

// renumber notes that a number is another message's from now on.
func (p *streamPane) renumber() {
	p.epoch++
	p.rows.Deselect()
}

// markRow marks the row of a message; at position 0 none.
func (p *streamPane) markRow(pos model.Position) {
	p.marked = pos
	p.epoch++
	p.rows.Update()
}

// choose looks into a message of the list.
func (p *streamPane) choose(m model.StreamRow) {
	p.chosen, p.missing = m, false
	if p.list != nil { // else it is marked when the list comes
		if i := p.list.Find(m.Position); i >= 0 {
			p.rows.Select(uint32(p.list.Gone())+uint32(i), false)
		}
	}
	p.onSelect()
}

// lookInto looks into the message at a position, if the history still has it. A list
// that is not there yet shows it when it comes.
func (p *streamPane) lookInto(pos model.Position) {
	m, held := p.conn.Store.Row(pos)
	switch {
	case pos == p.chosen.Position:
	case !held:
		p.leave()
	case p.list == nil:
		p.chosen, p.missing = m, false
		p.onSelect()
	default:
		p.rows.Deselect()
		p.chosen, p.missing = m, false
		p.markChosen(true)
		p.onSelect()
	}
}

// leave looks into no message any more. It reports whether it did before.
func (p *streamPane) leave() bool {
	looked := p.chosen.Position != 0
	p.chosen = model.StreamRow{}
	p.rows.Deselect()
	p.onSelect()
	return looked
}

// stopListing lists nothing until a topic is listed again.
func (p *streamPane) stopListing() { p.feed.Wanted.Store(nil) }

// narrowBar is the width below which the button beside the filter has no words.
const narrowBar = 180

// draw shows what has been listed since, unless the list is paused: a paused
// one takes in no more than the history that was there. One that was out of sight is
// listed anew, and what is in the list by then has been waited for.
func (p *streamPane) draw() {
	latest := p.feed.List.Load()
	if latest != nil && latest.Request != p.request {
		latest = nil
	}
	switch {
	case latest == nil || latest == p.list:
	case !p.rows.Following() && p.list != nil && !p.list.More && p.list.Stream == latest.Stream:
	default:
		anew := p.list != nil && p.list.Stream != latest.Stream
		first := p.list == nil
		if p.list = latest; anew {
			p.renumber()
		}
		p.markChosen(first || anew)
		p.rows.Update()
	}
	if width := p.bar.Size().Width; width > 0 {
		p.pause.Terse = width < narrowBar
	}
	p.pause.Draw()
	p.words.Set(p.say(latest)...)
}

// markChosen marks the message looked into in a list that numbers it anew, or
// notes that it is not listed; as a filter is typed, it may come back. A list
// that is seen for the first time shows it.
func (p *streamPane) markChosen(first bool) {
	if _, marked := p.rows.Selected(); marked || p.chosen.Position == 0 {
		return
	}
	i := p.list.Find(p.chosen.Position)
	if i >= 0 {
		p.rows.Select(uint32(p.list.Gone())+uint32(i), first)
	}
	p.missing = i < 0 && !p.list.More
}

// lookedInto is the message to be shown, with position 0 when there is none.
func (p *streamPane) lookedInto() model.StreamRow {
	if p.missing {
		return model.StreamRow{}
	}
	return p.chosen
}

// keptOrFound says how many messages there are, or how many of them a filter has found.
func keptOrFound(l *connection.StreamList) string {
	looked, found := l.Looked(), format.Count(l.Len())
	filtered := l.Request.Query != nil && looked > 0
	switch {
	case !filtered && l.More:
		return format.Counted(l.Len(), "{count} message kept so far, searching the history", "{count} messages kept so far, searching the history")
	case !filtered:
		return format.Counted(l.Len(), "{count} message kept", "{count} messages kept")
	case l.Len() == 0 && l.More:
		return format.Counted(looked, "The filter finds none of {count} message so far, searching the history", "The filter finds none of {count} messages so far, searching the history")
	case l.Len() == 0:
		return format.Counted(looked, "The filter finds none of {count} message", "The filter finds none of {count} messages")
	case l.More:
		return format.Counted(looked, "The filter finds {found} of {count} message so far, searching the history", "The filter finds {found} of {count} messages so far, searching the history",
			"found", found)
	}
	return format.Counted(looked, "The filter finds {found} of {count} message", "The filter finds {found} of {count} messages", "found", found)
}

// say tells how many messages there are.
func (p *streamPane) say(latest *connection.StreamList) []text.Span {
	muted := look.Colour(look.Muted)
	switch {
	case p.problem != nil:
		return []text.Span{{Text: explain.Error(p.problem, broker.Address{}), Colour: look.Colour(theme.ColorNameError)}}
	case latest == nil:
		return nil
	}
	words := keptOrFound(latest)
	var waiting uint64
	if p.list != nil && p.list.Stream == latest.Stream {
		waiting = latest.Gone() + uint64(latest.Len()) - p.list.Gone() - uint64(p.list.Len())
	}
	return []text.Span{{Text: words, Colour: muted}, widgets.LiveSpan("  ·  ", p.rows.Following(), waiting)}
}

// message gives the message of a row.
func (p *streamPane) message(key uint32) (model.StreamRow, bool) {
	i := p.Index(key)
	if i < 0 {
		return model.StreamRow{}, false
	}
	rows := p.list.Rows(i, make([]model.StreamRow, 1))
	return rows[0], rows[0].Position != 0
}

// Len implements widgets.RowSource.
func (p *streamPane) Len() int {
	if p.list == nil {
		return 0
	}
	return p.list.Len()
}

// Index implements widgets.RowSource. The key of a message is its number.
func (p *streamPane) Index(key uint32) int {
	if p.list == nil {
		return -1
	}
	i := int(int32(key - uint32(p.list.Gone())))
	if i < 0 || i >= p.list.Len() {
		return -1
	}
	return i
}

// Fill implements widgets.RowSource.
func (p *streamPane) Fill(from int, width float32, rows []widgets.Row) []widgets.Row {
	if width != p.width {
		p.width = width
		p.epoch++
	}
	for len(p.seen) < len(rows) {
		p.seen = append(p.seen, model.StreamRow{})
	}
	if p.list == nil {
		return rows[:0]
	}
	seen := p.list.Rows(from, p.seen[:len(rows)])
	for i := range seen {
		m, r := &seen[i], &rows[i]
		key, revision := uint32(p.list.Gone())+uint32(from+i), p.epoch<<1
		if m.Position == 0 {
			revision |= 1
		}
		if r.Key == key && r.Revision == revision && len(r.Spans) > 0 {
			continue
		}
		*r = widgets.Row{Key: key, Revision: revision, Spans: p.spans(m)}
	}
	return rows[:len(seen)]
}

// restyle takes the colours of a new theme.
func (p *streamPane) restyle() {
	p.epoch++
	p.rows.Refresh()
}

// report tells of the messages that are listed.
func (p *streamPane) report(r *report.Report) {
	seen, _, _ := p.rows.Seen()
	for _, m := range seen {
		r.Listed = append(r.Listed, widgets.LineText(m.Spans))
	}
	r.Place("messages", p.rows)
	r.PlaceWithin("messages kept", p.words)
	r.PlaceWithin("filter", p.filter)
	r.PlaceWithin("pause messages", p.pause)
}
