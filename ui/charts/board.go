package charts

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/ui/connection"
	"mangrove/ui/format"
	"mangrove/ui/report"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/chart"
)

// Board is the pinned charts of a connection, all over the same time.
type Board struct {
	Bar    fyne.CanvasObject // empty
	Object fyne.CanvasObject

	room   *Room
	time   *chart.Timeline
	times  *times
	cells  []*cell
	grid   *fyne.Container
	scroll *container.Scroll
	empty  *widget.Label
	turn   int  // whose it is to be drawn first
	late   bool // some are still to be drawn
}

// cell is one of the charts.
type cell struct {
	object fyne.CanvasObject
	chart  *chart.Chart
	more   *widgets.Button
	lines  []*line
}

func newBoard(r *Room, list []keptChart) *Board {
	b := &Board{room: r, time: chart.NewTimeline(lengths[usualLength].length), Bar: container.NewStack()}
	b.time.OnChange, b.time.First = b.follow, b.first
	b.times = newTimes(b.time, func() { r.OnUse() })
	b.grid = container.New(&gridLayout{board: b})
	b.scroll = container.NewVScroll(b.grid)
	b.empty = widget.NewLabel("Pinned charts appear here side by side, all over the same time range. Select a topic, choose Chart, and press Pin chart.")
	b.empty.Wrapping, b.empty.Importance = fyne.TextWrapWord, widget.LowImportance
	b.Object = container.NewBorder(nil, b.times.object, nil, nil,
		widgets.NewPanel(theme.ColorNameBackground, container.NewStack(b.scroll, container.NewPadded(container.NewVBox(b.empty))), 0, 0))
	for _, k := range list {
		var of []connection.NumberOf
		for _, l := range k.Lines {
			of = append(of, l.of())
		}
		b.place(of, k.Axes)
		c := b.cells[len(b.cells)-1]
		c.chart.Style = k.Style
		for i, l := range k.Lines {
			c.lines[i].Look = l.Look
		}
	}
	b.lay()
	return b
}

// place puts a chart behind the others.
func (b *Board) place(of []connection.NumberOf, axes chart.Axes) {
	c := &cell{chart: chart.New(b.time)}
	c.chart.Axes = axes
	c.chart.Inset = insetOfMenu
	c.more = widgets.NewIconButton("Chart menu", theme.MoreVerticalIcon(), func() {
		b.room.OnUse()
		showUnder(c.more, b.items(c))
	})
	c.chart.OnMenu = func(at fyne.Position) { widgets.ShowMenu(c.chart, at, b.items(c)...) }
	c.chart.OnWheel = b.scroll.Scrolled
	for _, one := range of {
		c.lines = append(c.lines, b.room.newLine(one))
	}
	c.chart.SetLines(drawable(c.lines))
	c.object = container.New(&cornerLayout{}, c.chart, c.more)
	b.cells = append(b.cells, c)
}

// add pins a chart, and says so.
func (b *Board) add(of []connection.NumberOf, axes chart.Axes) {
	if b.full() {
		return
	}
	b.place(of, axes)
	b.changed()
	b.room.OnBoard("Chart pinned.")
}

// full reports whether no other chart can be pinned, and says so.
func (b *Board) full() bool {
	if len(b.cells) < mostCharts {
		return false
	}
	widgets.ShowToast(format.Fill("No more than {limit} charts can be pinned. Remove one first.", "limit", format.Count(mostCharts)), true)
	return true
}

// addAs pins what a chart shows, as it shows it.
func (b *Board) addAs(of []connection.NumberOf, c *chart.Chart) {
	n := len(b.cells)
	if b.add(of, c.Axes); len(b.cells) > n {
		b.cells[n].chart.Style = c.Style
		b.cells[n].lookAs(c)
		b.changed()
	}
}

// lookAs has the lines of a chart look as those of another one that show the same numbers.
func (c *cell) lookAs(other *chart.Chart) {
	for _, l := range other.Lines() {
		for _, mine := range c.lines {
			if mine.reading == readingOf(l) {
				mine.Look = l.Look
			}
		}
	}
	c.chart.Again()
}

// joinAs has a chart show what another one shows besides, as it shows it.
func (b *Board) joinAs(c *cell, of []connection.NumberOf, other *chart.Chart) {
	if n := len(c.lines); b.join(c, of) {
		had := c.lines[:n]
		looks := make([]chart.LineLook, n)
		for i, l := range had {
			looks[i] = l.Look
		}
		c.lookAs(other)
		for i, l := range had {
			l.Look = looks[i]
		}
		b.changed()
	}
}

// join has a chart show more numbers, all of them or none.
func (b *Board) join(c *cell, of []connection.NumberOf) (joined bool) {
	more := slices.DeleteFunc(slices.Clone(of), func(one connection.NumberOf) bool {
		return slices.ContainsFunc(c.lines, func(l *line) bool { return l.reading.Of == one })
	})
	switch {
	case len(more) == 0:
		widgets.ShowToast("The pinned chart has these lines already.", true)
		return false
	case len(c.lines)+len(more) > mostLines:
		tellMostLines()
		return false
	}
	for _, one := range more {
		c.lines = append(c.lines, b.room.newLine(one))
	}
	c.chart.SetLines(drawable(c.lines))
	b.changed()
	b.room.OnBoard("Added to the pinned chart.")
	return true
}

// changed keeps what is pinned, and lays it out.
func (b *Board) changed() {
	b.room.store()
	b.lay()
	b.follow()
}

func (b *Board) lay() {
	b.grid.Objects = nil
	for _, c := range b.cells {
		b.grid.Objects = append(b.grid.Objects, c.object)
	}
	b.empty.Hidden = len(b.cells) > 0
	b.empty.Refresh()
	b.grid.Refresh()
	b.scroll.Refresh()
}

// items are what can be done with a chart.
func (b *Board) items(c *cell) []*fyne.MenuItem {
	i := slices.Index(b.cells, c)
	earlier := fyne.NewMenuItem("Move earlier", func() { b.move(i, i-1) })
	later := fyne.NewMenuItem("Move later", func() { b.move(i, i+1) })
	earlier.Disabled, later.Disabled = i <= 0, i+1 >= len(b.cells)
	items := []*fyne.MenuItem{fyne.NewMenuItem("Show the topic", func() { b.room.OnChart(c.lines[0].reading.Of.Topic) }), earlier, later}
	if len(c.lines) > 1 {
		lines := fyne.NewMenuItem("Remove a line", nil)
		lines.ChildMenu = fyne.NewMenu("")
		for _, l := range c.lines {
			lines.ChildMenu.Items = append(lines.ChildMenu.Items, fyne.NewMenuItem(format.Excerpt(format.ExcerptOf(l.Name, 60)), func() { b.removeLine(c, l) }))
		}
		items = append(items, lines)
	}
	items = append(items, fyne.NewMenuItem("Remove the chart", func() { b.remove(c) }), fyne.NewMenuItemSeparator())
	items = append(items, axesItems(c.chart, b.changed, func() { b.room.askLooks(c.chart, b.changed) })...)
	return append(items, b.room.saveItems(c.chart, c.lines, c.lines[0].reading.Of.Topic)...)
}

func (b *Board) move(from, to int) {
	b.cells[from], b.cells[to] = b.cells[to], b.cells[from]
	b.changed()
}

func (b *Board) removeLine(c *cell, l *line) {
	c.lines = slices.DeleteFunc(c.lines, func(one *line) bool { return one == l })
	b.room.letGo([]*line{l})
	c.chart.SetLines(drawable(c.lines))
	b.changed()
}

// remove takes a chart away; a press brings it back.
func (b *Board) remove(c *cell) {
	i := slices.Index(b.cells, c)
	b.cells = slices.Delete(b.cells, i, i+1)
	b.room.letGo(c.lines)
	b.changed()
	b.offerBack(c, i)
}

// offerBack offers to put a chart back where it was. While there is no room for it that
// stays offered.
func (b *Board) offerBack(c *cell, i int) {
	b.room.OnUndo(format.Fill("Chart of {name} removed.", "name", c.name()), func() {
		if b.full() {
			b.offerBack(c, i)
			return
		}
		for k, l := range c.lines {
			c.lines[k] = b.room.newLine(l.reading.Of)
			c.lines[k].Look = l.Look
		}
		c.chart.SetLines(drawable(c.lines))
		b.cells = slices.Insert(b.cells, min(i, len(b.cells)), c)
		b.changed()
	})
}

// name is what a chart is called: its lines.
func (c *cell) name() string {
	var names []string
	for _, l := range c.lines {
		names = append(names, l.Name)
	}
	return strings.Join(names, ", ")
}

// Len is how many charts there are, and Lines how many lines they have.
func (b *Board) Len() (charts, lines int) {
	for _, c := range b.cells {
		lines += len(c.lines)
	}
	return len(b.cells), lines
}

// Draw shows what has changed.
func (b *Board) Draw(now time.Time) {
	b.time.Tick(now)
	for _, c := range b.cells {
		for _, l := range c.lines {
			l.describe(b.room.conn, b.time)
		}
	}
	b.follow()
}

// drawTime is for how long charts are drawn at a time. What is left is drawn in the next
// drawing, so that many charts do not have the window stand still.
const drawTime = 8 * time.Millisecond

func (b *Board) follow() {
	b.times.draw()
	now, spent := time.Now(), time.Duration(0)
	begin := b.turn
	for i := range b.cells {
		c := b.cells[(begin+i)%len(b.cells)]
		if spent > 0 && spent+c.chart.Cost() > drawTime {
			if b.turn = (begin + i) % len(b.cells); !b.late {
				b.late = true
				b.room.desk.Run(func() { // soon
					b.late = false
					b.follow()
				})
			}
			return
		}
		if c.chart.Draw(now) {
			spent += c.chart.Cost()
		}
	}
}

func (b *Board) first() (at int64, known bool) {
	for _, c := range b.cells {
		if first, ok := firstIn(c.lines); ok && (!known || first < at) {
			at, known = first, true
		}
	}
	return at, known
}

func (b *Board) kept() (list []keptChart) {
	for _, c := range b.cells {
		k := keptChart{Axes: c.chart.Axes, Style: c.chart.Style}
		for _, l := range c.lines {
			k.Lines = append(k.Lines, keptLine{keep(l.reading.Of), l.Look})
		}
		list = append(list, k)
	}
	return list
}

func (b *Board) restyle() {
	for _, c := range b.cells {
		c.chart.Restyle()
	}
}

// Report tells of what can be clicked.
func (b *Board) Report(r *report.Report) {
	for i, c := range b.cells {
		r.PlaceWithin("pinned chart "+format.Count(i+1), c.chart)
		r.PlaceWithin("menu of pinned chart "+format.Count(i+1), c.more)
	}
	r.PlaceWithin("charts range", b.times.ranges)
	r.PlaceWithin("charts pause", b.times.pause)
}
