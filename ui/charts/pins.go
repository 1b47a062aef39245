package charts

import (
	"math"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"mangrove/ui/connection"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/report"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
)

// Pins is the short list of pinned topics, each with its value and a small chart.
type Pins struct {
	Object fyne.CanvasObject

	room   *Room
	values *Values // whose rows they are; nil: they are pinned topics
	rows   []*pin
	list   *fyne.Container
	scroll *container.Scroll
	body   fyne.CanvasObject
	wide   float32 // the column of the values
}

// mostRows is how many pinned topics are seen at once; more are scrolled to.
const mostRows = 5

// leastValue is how wide the column of the values is at the least.
const leastValue = 36

func newPins(r *Room, list []keptNumber) *Pins {
	p := &Pins{room: r, list: container.New(&stackLayout{})}
	p.scroll = container.NewVScroll(p.list)
	p.body = container.New(&pinsLayout{pins: p}, p.scroll)
	p.Object = widgets.NewPanel(look.Panel, p.body, 2, 0)
	for _, one := range list {
		p.rows = append(p.rows, newPin(p, one.of()))
	}
	p.lay()
	return p
}

// Has reports whether a topic is pinned.
func (p *Pins) Has(topic string) bool { return p.index(topic) >= 0 }

func (p *Pins) index(topic string) int {
	return slices.IndexFunc(p.rows, func(r *pin) bool { return r.of.Topic == topic })
}

// Toggle pins a topic below the others, or unpins it.
func (p *Pins) Toggle(topic string) {
	if i := p.index(topic); i >= 0 {
		p.remove(i)
		return
	}
	if p.full() {
		return
	}
	of := connection.NumberOf{Topic: topic}
	if chosen := p.room.chosen[topic]; len(chosen) > 0 {
		of.Path = chosen[0]
	}
	p.rows = append(p.rows, newPin(p, of))
	p.changed()
	p.scroll.ScrollToBottom()
}

// remove unpins a topic; a press brings it back.
func (p *Pins) remove(i int) {
	gone := p.rows[i]
	p.rows = slices.Delete(p.rows, i, i+1)
	gone.stop()
	p.changed()
	p.offerBack(gone.of, i)
}

// offerBack offers to pin a topic again where it was. While there is no room for it that
// stays offered.
func (p *Pins) offerBack(of connection.NumberOf, i int) {
	p.room.OnUndo(format.Excerpt(format.Fill("{topic} unpinned.", "topic", format.TopicInSentence(of.Topic))), func() {
		switch {
		case p.Has(of.Topic):
		case p.full():
			p.offerBack(of, i)
		default:
			p.rows = slices.Insert(p.rows, min(i, len(p.rows)), newPin(p, of))
			p.changed()
		}
	})
}

// full reports whether no other topic can be pinned, and says so.
func (p *Pins) full() bool {
	if len(p.rows) < mostPins {
		return false
	}
	widgets.ShowToast(format.Fill("No more than {limit} topics can be pinned. Unpin one first.", "limit", format.Count(mostPins)), true)
	return true
}

// move puts a topic in the place of its neighbour.
func (p *Pins) move(r *pin, by int) {
	from := slices.Index(p.rows, r)
	to := from + by
	if from < 0 || to < 0 || to >= len(p.rows) {
		return
	}
	p.rows[from], p.rows[to] = p.rows[to], p.rows[from]
	p.changed()
}

// lookAgain has what is shown looked for anew: payloads may mean something else.
func (p *Pins) lookAgain() {
	for _, r := range p.rows {
		r.known, r.again = 0, true
	}
}

// changed keeps what is pinned, and lays it out.
func (p *Pins) changed() {
	p.room.store()
	p.lay()
	p.draw(time.Now())
}

func (p *Pins) lay() {
	p.list.Objects = nil
	for _, r := range p.rows {
		p.list.Objects = append(p.list.Objects, r)
	}
	p.list.Refresh()
	p.scroll.Refresh()
	arrange.SetHidden(len(p.rows) == 0, p.Object)
	p.Object.Refresh()
}

func (p *Pins) draw(now time.Time) {
	wide := float32(leastValue)
	for _, r := range p.rows {
		r.draw(now)
		wide = max(wide, r.valueWidth())
	}
	const step = 12 // so that the charts beside them stand still
	wide = min(float32(math.Ceil(float64(wide/step)))*step, (p.Object.Size().Width-sparkWidth-pinAge)/2)
	if wide != p.wide {
		p.wide = wide
		for _, r := range p.rows {
			r.write()
		}
	}
}

// items are what can be done with a pinned topic.
func (p *Pins) items(r *pin) []*fyne.MenuItem {
	if p.values != nil {
		return p.values.items(r)
	}
	i := slices.Index(p.rows, r)
	up, down := fyne.NewMenuItem("Move up", func() { p.move(r, -1) }), fyne.NewMenuItem("Move down", func() { p.move(r, 1) })
	up.Disabled, down.Disabled = i <= 0, i+1 >= len(p.rows)
	values := fyne.NewMenuItem("Value", nil)
	values.ChildMenu = fyne.NewMenu("", p.valueItems(r)...)
	return []*fyne.MenuItem{
		fyne.NewMenuItem("Show in the tree", func() { p.room.OnGoTo(r.of.Topic) }),
		fyne.NewMenuItem("Show the chart", func() { p.room.OnChart(r.of.Topic) }),
		fyne.NewMenuItem("Copy topic", func() { widgets.CopyText("Topic", r.of.Topic) }),
		values, fyne.NewMenuItemSeparator(), up, down, fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem("Unpin topic", func() { p.remove(slices.Index(p.rows, r)) }),
	}
}

// valueItems choose which number of the payload is shown.
func (p *Pins) valueItems(r *pin) (items []*fyne.MenuItem) {
	for _, f := range p.room.offered(r.of.Topic) {
		name := format.ExcerptOf(f.Path, 60)
		if f.Path == "" {
			name = "The payload"
		}
		i := fyne.NewMenuItem(format.Excerpt(name+"  =  "+written(f)), func() {
			r.show(f.Path)
			p.room.store()
		})
		i.Checked = r.line != nil && r.line.reading.Of.Path == f.Path
		items = append(items, i)
	}
	if len(items) == 0 {
		none := fyne.NewMenuItem("No numbers were found in the latest message", nil)
		none.Disabled = true
		items = append(items, none)
	}
	return items
}

func (p *Pins) kept() (list []keptNumber) {
	for _, r := range p.rows {
		list = append(list, keep(r.of))
	}
	return list
}

func (p *Pins) restyle() {
	for _, r := range p.rows {
		r.drawn = pinned{}
		r.spark.Restyle()
		r.Refresh()
	}
}

func (p *Pins) report(r *report.Report) {
	for i, row := range p.rows {
		r.PlaceWithin("pinned topic "+format.Count(i+1), row)
	}
}

// pinsLayout gives the list as much height as its rows need, up to some.
type pinsLayout struct{ pins *Pins }

// Layout implements fyne.Layout.
func (*pinsLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.Position{})
	objects[0].Resize(size)
}

// MinSize implements fyne.Layout.
func (l *pinsLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(80, float32(min(mostRows, len(l.pins.rows)))*pinHeight)
}

// stackLayout puts rows below each other without room between.
type stackLayout struct{}

// Layout implements fyne.Layout.
func (*stackLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for i, o := range objects {
		o.Move(fyne.NewPos(0, float32(i)*pinHeight))
		o.Resize(fyne.NewSize(size.Width, pinHeight))
	}
}

// MinSize implements fyne.Layout.
func (*stackLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(80, float32(len(objects))*pinHeight)
}
