package charts

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/model"
	"mangrove/model/series"
	"mangrove/ui/connection"
	"mangrove/ui/format"
	"mangrove/ui/report"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
	"mangrove/ui/widgets/chart"
)

// TopicChart is the chart of the selected topic.
type TopicChart struct {
	Bar    fyne.CanvasObject // what can be done with it
	Object fyne.CanvasObject

	room   *Room
	chart  *chart.Chart
	times  *times
	values *widgets.Button
	pin    *widgets.Button
	more   *widgets.Button

	topic  string
	paths  []string
	lines  []*line
	looked model.Position // the message whose numbers were looked through
	at     time.Time      // when that was
	again  bool           // though there are lines

	looking string // the topic whose payload is looked through; empty: none
	none    bool   // nothing was found in the payload before
}

// lookEach is how often a payload is looked through for numbers.
const lookEach = 500 * time.Millisecond

// narrowChart is the width below which the buttons over a chart have no words.
const narrowChart = 300

func newTopicChart(r *Room) *TopicChart {
	t := &TopicChart{room: r}
	t.chart = chart.New(chart.NewTimeline(lengths[usualLength].length))
	t.chart.Time.OnChange, t.chart.Time.First = t.follow, t.first
	t.chart.OnMenu = t.menu
	t.times = newTimes(t.chart.Time, func() { r.OnUse() })
	button := func(name string, icon fyne.Resource, do func()) *widgets.Button {
		b := widgets.NewButton("", icon, func() {
			r.OnUse()
			do()
		})
		b.Tip, b.Importance = name, widget.LowImportance
		return b
	}
	t.values = button("Values", theme.ListIcon(), func() { t.showValues(t.values) })
	t.pin = button("Pin chart", theme.ContentAddIcon(), func() { t.pinChart(t.pin) })
	t.more = button("More", theme.MoreVerticalIcon(), func() { t.showMore(t.more) })
	buttons := container.NewHBox(t.values, t.pin, t.more)
	t.Bar = container.New(arrange.Ends{Fit: t.fit, Narrowest: 0}, container.NewStack(), arrange.Middle(buttons))
	t.Object = container.NewBorder(nil, t.times.object, nil, nil, t.chart)
	return t
}

func (t *TopicChart) fit(width float32) {
	values, pin := "Values", "Pin chart"
	if width < narrowChart {
		values, pin = "", ""
	}
	if t.values.Text != values {
		t.values.SetText(values)
		t.pin.SetText(pin)
	}
}

// Draw shows a topic, whose chart is drawn from now on.
func (t *TopicChart) Draw(now time.Time) {
	c := t.room.conn
	if c.Topic != t.topic {
		t.topic, t.looked, t.at, t.none = c.Topic, 0, time.Time{}, false
		t.show(nil)
	}
	if at := t.room.positionOf(t.topic); at != t.looked && now.Sub(t.at) >= lookEach {
		t.at = now
		t.looked = at
		t.showChosen()
	}
	t.chart.Empty = "No values in this time range."
	switch {
	case t.looked == 0:
		t.chart.Empty = "Nothing has been published to this level itself. Select a topic below it."
	case len(t.lines) == 0 && (t.looking == "" || t.none): // does not flicker while the next is looked through
		t.chart.Empty = "No numbers to chart were found in the latest message."
	case len(t.lines) == 0 && !t.room.reading(t.topic).Ready():
		t.chart.Empty = "The schema for this topic is still being read."
	}
	t.chart.Time.Tick(now)
	for _, l := range t.lines {
		l.describe(c, t.chart.Time)
	}
	t.follow()
}

// showChosen shows what is chosen, or has the latest payload looked through for what says most.
func (t *TopicChart) showChosen() {
	topic := t.topic
	switch chosen := t.room.chosen[topic]; {
	case len(chosen) > 0:
		t.show(chosen)
	case t.looking != topic && (len(t.lines) == 0 || t.again):
		t.looking, t.again = topic, false
		t.room.findSeries(topic, func(list []series.Found, _ string) { t.found(topic, list) })
	}
}

// found shows the number of a topic that says most.
func (t *TopicChart) found(topic string, list []series.Found) {
	if t.looking == topic {
		t.looking = ""
	}
	if topic != t.topic || len(t.room.chosen[topic]) > 0 {
		return // somebody has gone on, or has chosen
	}
	path, known := firstOf(list)
	if t.none = !known; known {
		t.show([]string{path})
	} else {
		t.show(nil)
	}
}

// lookAgain looks for numbers in the latest payload anew: it may mean something else.
func (t *TopicChart) lookAgain() { t.looked, t.at, t.again = 0, time.Time{}, true }

// follow draws what has changed.
func (t *TopicChart) follow() {
	t.times.draw()
	t.chart.Draw(time.Now())
}

// first is when the first number came.
func (t *TopicChart) first() (at int64, known bool) { return firstIn(t.lines) }

func firstIn(lines []*line) (at int64, known bool) {
	for _, l := range lines {
		if first, _, ok := l.reading.Span(); ok && (!known || first < at) {
			at, known = first, true
		}
	}
	return at, known
}

// show shows other numbers of the topic.
func (t *TopicChart) show(paths []string) {
	if slices.Equal(paths, t.paths) {
		return
	}
	before := t.lines
	t.paths, t.lines = paths, nil
	for _, path := range paths {
		l := t.room.newLine(connection.NumberOf{Topic: t.topic, Path: path})
		if l.Name = format.Excerpt(path); path == "" {
			l.Name = nameOf(l.reading.Of)
		}
		l.Look = t.room.looks[l.reading.Of]
		t.lines = append(t.lines, l)
	}
	t.room.letGo(before)
	t.chart.SetLines(drawable(t.lines))
}

func (r *Room) letGo(lines []*line) {
	for _, l := range lines {
		r.numbers.Release(l.reading)
	}
}

func drawable(lines []*line) []*chart.Line {
	list := make([]*chart.Line, len(lines))
	for i, l := range lines {
		list[i] = &l.Line
	}
	return list
}

// showValues offers the numbers of the latest payload.
func (t *TopicChart) showValues(under fyne.CanvasObject) {
	showUnder(under, t.valueItems())
}

func (t *TopicChart) valueItems() (items []*fyne.MenuItem) {
	list := t.room.offered(t.topic)
	for _, f := range list {
		name := format.ExcerptOf(f.Path, 60)
		if f.Path == "" {
			name = "The payload"
		}
		i := fyne.NewMenuItem(format.Excerpt(name+"  =  "+written(f)), func() { t.choose(f.Path) })
		i.Checked = slices.Contains(t.paths, f.Path)
		items = append(items, i)
	}
	if len(list) == 0 {
		none := fyne.NewMenuItem("No numbers were found in the latest message", nil)
		none.Disabled = true
		items = append(items, none)
	}
	return items
}

func (t *TopicChart) choose(path string) {
	t.room.choose(t.topic, t.paths, path)
	t.show(t.room.chosen[t.topic])
	t.follow()
}

// pinChart pins the chart, as one of its own or onto one that is there.
func (t *TopicChart) pinChart(under fyne.CanvasObject) {
	if len(t.lines) == 0 {
		widgets.ShowToast("There are no numbers to chart.", true)
		return
	}
	b := t.room.Board
	if len(b.cells) == 0 {
		b.addAs(t.numbers(), t.chart)
		return
	}
	items := []*fyne.MenuItem{fyne.NewMenuItem("As a new chart", func() { b.addAs(t.numbers(), t.chart) }), fyne.NewMenuItemSeparator()}
	for _, c := range b.cells {
		items = append(items, fyne.NewMenuItem(format.Excerpt(format.Fill("Add to {name}", "name", format.ExcerptOf(c.name(), 60))), func() { b.joinAs(c, t.numbers(), t.chart) }))
	}
	showUnder(under, items)
}

// numbers are those on view.
func (t *TopicChart) numbers() (list []connection.NumberOf) {
	for _, l := range t.lines {
		list = append(list, l.reading.Of)
	}
	return list
}

func (t *TopicChart) showMore(under fyne.CanvasObject) {
	showUnder(under, t.items())
}

func (t *TopicChart) menu(at fyne.Position) {
	items := t.items()
	values := fyne.NewMenuItem("Values", nil)
	values.ChildMenu = fyne.NewMenu("", t.valueItems()...)
	widgets.ShowMenu(t.chart, at, append([]*fyne.MenuItem{values, fyne.NewMenuItemSeparator()}, items...)...)
}

func (t *TopicChart) items() []*fyne.MenuItem {
	looks := func() { t.room.askLooks(t.chart, t.keepLooks) }
	return append(axesItems(t.chart, t.follow, looks), t.room.saveItems(t.chart, t.lines, t.topic)...)
}

// keepLooks keeps how the lines are to look for as long as the tab is there.
func (t *TopicChart) keepLooks() {
	for _, l := range t.lines {
		t.room.looks[l.reading.Of] = l.Look
	}
	t.follow()
}

// showUnder opens a menu under a button.
func showUnder(under fyne.CanvasObject, items []*fyne.MenuItem) {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(under)
	widgets.ShowMenu(under, at.AddXY(0, under.Size().Height), items...)
}

// axesItems choose how lines share axes, and how they look.
func axesItems(c *chart.Chart, then, looks func()) (items []*fyne.MenuItem) {
	for how, name := range []string{"Share axes where scales match", "Separate axes", "One shared axis"} {
		i := fyne.NewMenuItem(format.Excerpt(name), func() {
			c.Axes = chart.Axes(how)
			then()
		})
		i.Checked = c.Axes == chart.Axes(how)
		i.Disabled = len(c.Lines()) < 2
		items = append(items, i)
	}
	asked := fyne.NewMenuItem("Range and colours…", looks)
	asked.Disabled = len(c.Lines()) == 0
	return append(items, styleItem(c, then), asked, fyne.NewMenuItemSeparator())
}

// Report tells of what can be clicked.
func (t *TopicChart) Report(r *report.Report) {
	r.PlaceWithin("chart", t.chart)
	r.PlaceWithin("chart values", t.values)
	r.PlaceWithin("pin chart", t.pin)
	r.PlaceWithin("chart menu", t.more)
	r.PlaceWithin("chart range", t.times.ranges)
	r.PlaceWithin("chart pause", t.times.pause)
}
