package inspect

import (
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"mangrove/model"
	"mangrove/ui/connection"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/text"
)

// Columns of the list of the busiest topics, right edges.
const (
	busyRate  = 84
	busyBytes = 170
	busyTopic = 186 // where it begins
	busyBar   = 78  // of the highest rate
)

// busiest lists the topics with the most messages a second. It is what stands
// beside the tree while no topic is selected.
type busiest struct {
	bar    fyne.CanvasObject // empty
	object fyne.CanvasObject
	conn   *connection.Connection
	feed   *connection.Feed
	head   *widgets.Strip
	list   *widgets.List
	ids    []model.ID
	menu   func(id model.ID, at fyne.Position)
	shown  *[]model.Talker
}

// newBusiest makes the list; goTo is called with a topic that is clicked on.
func newBusiest(c *connection.Connection, f *connection.Feed, goTo func(model.ID)) *busiest {
	b := &busiest{conn: c, feed: f, list: widgets.NewList("No live messages at the moment.")}
	b.list.Rows.OnSelect = func(key uint32) {
		if i := b.list.Index(key); i >= 0 && i < len(b.ids) {
			b.list.Rows.Deselect()
			goTo(b.ids[i])
		}
	}
	b.list.Rows.Marks = true
	b.list.Rows.OnMenu = func(key uint32, at fyne.Position) {
		if i := b.list.Index(key); i >= 0 && i < len(b.ids) {
			b.menu(b.ids[i], at)
		}
	}
	b.bar, b.head = container.NewStack(), widgets.NewStrip(22, 11)
	b.object = container.NewBorder(widgets.NewPanel(look.Raised, b.head, 0, 0), nil, nil, nil, b.list.Object)
	b.restyle()
	return b
}

// restyle takes the colours of a new theme.
func (b *busiest) restyle() {
	muted := look.Colour(look.Muted)
	b.head.Set(text.Span{Text: "Messages a second", Colour: muted, X: look.PageEdge},
		text.Span{Text: "Bytes", Colour: muted, X: busyBytes, Right: true},
		text.Span{Text: "Topic", Colour: muted, X: busyTopic})
	b.shown = nil
}

// draw shows the latest ranking.
func (b *busiest) draw() {
	ranking := b.feed.Busiest.Load()
	if ranking == nil || ranking == b.shown {
		return
	}
	b.shown = ranking
	b.ids = b.ids[:0]
	plain, muted, bar := look.Colour(theme.ColorNameForeground), look.Colour(look.Muted), barColour()
	var lines [][]text.Span
	for _, t := range *ranking {
		if t.Messages < format.LeastRate {
			break
		}
		b.ids = append(b.ids, t.ID)
		width := rateBar(t.Messages, (*ranking)[0].Messages) * busyBar
		lines = append(lines, []text.Span{
			{Bar: width, X: 4, Colour: bar},
			{Text: format.PerSecond(t.Messages), X: busyRate - 4, Right: true, Colour: plain},
			{Text: format.BytesPerSecond(t.Bytes), X: busyBytes, Right: true, Colour: muted},
			{Text: format.SignTopic(format.BothEnds(b.conn.Store.Topic(t.ID))), X: busyTopic, Colour: plain, Keep: "/"},
		})
	}
	b.list.Set(lines)
}

// rateBar is how much of its room the bar of a rate takes, from 0 to 1: its part
// of the highest.
func rateBar(rate, highest float64) float32 {
	const steps = 40 // so that a bar does not tremble
	return float32(math.Ceil(min(rate/highest, 1)*steps) / steps)
}

// barColour is the colour of a bar behind a number.
func barColour() color.NRGBA {
	c := look.Colour(look.Muted)
	c.A = 0x38
	return c
}
