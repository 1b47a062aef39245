package charts

import (
	"image/color"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/model"
	"mangrove/model/series"
	"mangrove/ui/connection"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
	"mangrove/ui/widgets/chart"
	"mangrove/ui/widgets/text"
)

// Measures of a row.
const (
	pinHeight  = 24
	sparkWidth = 72
	pinAge     = 46
	pinEdge    = 8
	leastName  = 120 // what a name has before the small chart leaves
	// pinPoints is how many of the latest numbers the small chart shows, and pinLeast how
	// much time at the least.
	pinPoints = 60
	pinLeast  = time.Minute
	// pinEach is how often a row is looked at.
	pinEach = 100 * time.Millisecond
)

// pin is the row of one pinned topic.
type pin struct {
	widget.BaseWidget

	pins  *Pins
	of    connection.NumberOf // with the path that was chosen; empty: that which says most
	line  *line               // nil while no number has come
	known model.Position
	value string // where there is no number
	rank  int    // of a list of values: those that say most come first

	looking bool // what is shown is being looked for
	again   bool // it is to be, though something is shown

	back    *canvas.Rectangle
	name    *text.Line
	spark   *chart.Spark
	at      time.Time
	drawn   pinned
	hovered bool
	focused bool
}

// pinned is what a row shows.
type pinned struct {
	value, age, path string
	width            float32
}

func newPin(p *Pins, of connection.NumberOf) *pin {
	r := &pin{pins: p, of: of, back: canvas.NewRectangle(color.Transparent), name: text.NewLine(12.5), spark: chart.NewSpark(fyne.NewSize(sparkWidth, pinHeight-6))}
	r.ExtendBaseWidget(r)
	return r
}

// show shows the number at a path.
func (r *pin) show(path string) {
	r.stop()
	r.of.Path = path
	r.line = r.pins.room.newLine(connection.NumberOf{Topic: r.of.Topic, Path: path})
	r.spark.SetLine(&r.line.Line)
	r.known = 0
}

// stop has nothing collected for it any more.
func (r *pin) stop() {
	if r.line != nil {
		r.pins.room.letGo([]*line{r.line})
		r.line = nil
		r.spark.SetLine(nil)
	}
}

// notKnown stands for a number that is not known.
const notKnown = "–"

// draw shows what has changed.
func (r *pin) draw(now time.Time) {
	if now.Sub(r.at) < pinEach && now.After(r.at) {
		return
	}
	r.at = now
	room := r.pins.room
	if at := room.positionOf(r.of.Topic); at != 0 && at != r.known {
		r.known = at
		r.readValue()
	}
	if r.line != nil {
		r.drawSpark(now)
	}
	shown := pinned{value: r.value, width: r.Size().Width}
	if r.line != nil {
		if last, ok := r.line.reading.Last(); ok {
			shown.value = chart.Written(last.Value, format.Excerpt(r.line.reading.Unit()), r.line.OnOff)
			at := last.At
			if ended, unknown := r.line.reading.Ended(); unknown {
				shown.value, at = notKnown, ended
			}
			shown.age = format.Age(now, time.Unix(0, at))
			shown.path = format.Excerpt(r.line.reading.Of.Path)
		}
	}
	if shown.value == "" {
		shown.value = notKnown
	}
	if shown != r.drawn {
		r.drawn = shown
		r.write()
	}
}

func (r *pin) valueWidth() float32 { return text.Width(r.drawn.value, text.Bold, 12.5) }

// readValue has the latest message read: for the number to be shown, or for words where there
// is none.
func (r *pin) readValue() {
	switch {
	case r.of.Path != "":
		if r.line == nil {
			r.show(r.of.Path)
		}
	case !r.looking && (r.line == nil || r.again):
		r.looking, r.again = true, false
		r.pins.room.findSeries(r.of.Topic, r.found)
	}
}

// found shows the number that says most of a message, or its words.
func (r *pin) found(list []series.Found, words string) {
	r.looking = false
	if r.of.Path != "" || !slices.Contains(r.pins.rows, r) { // something was chosen meanwhile
		return
	}
	path, known := firstOf(list)
	switch {
	case !known:
		r.stop()
		r.value = words
	case r.line == nil || r.line.reading.Of.Path != path:
		r.show(path)
		r.of.Path = ""
	}
}

func (r *pin) drawSpark(now time.Time) {
	from := now.Add(-pinLeast).UnixNano()
	if first, ok := r.line.reading.Before(pinPoints); ok {
		from = min(from, first)
	}
	r.line.follow()
	r.line.Until = now.UnixNano()
	if ended, unknown := r.line.reading.Ended(); unknown {
		r.line.Until = ended
	}
	r.spark.Draw(from, now.UnixNano(), now)
}

// write writes the row.
func (r *pin) write() {
	plain, muted := look.Colour(theme.ColorNameForeground), look.Colour(look.Muted)
	width := r.Size().Width
	right := width - pinEdge
	spans := []text.Span{{Text: r.drawn.age, Colour: muted, X: right, Right: true}}
	right -= pinAge
	value := text.Span{Text: r.drawn.value, Style: text.Bold, Colour: plain, X: right, Right: true}
	wide := r.pins.wide
	if r.valueWidth() > wide {
		value.Right, value.X, value.Limit = false, right-wide, right
	}
	name, besides := r.names()
	spans = append(spans, value)
	limit := right - wide - 2*pinEdge - sparkWidth
	tight := limit < leastName && text.Width(name, text.Regular, 12.5) > limit-pinEdge
	if tight { // the name says more than the chart
		limit += sparkWidth
	}
	arrange.SetHidden(tight, r.spark)
	spans = append(spans, text.Span{Text: name, Colour: plain, X: pinEdge, Limit: limit, Keep: "/"})
	if besides != "" && pinEdge+text.Width(name+"  "+besides, text.Regular, 12.5) <= limit {
		spans = append(spans, text.Span{Text: "  " + besides, Colour: muted, X: -1, Limit: limit})
	}
	r.name.Set(spans...)
	r.spark.Move(fyne.NewPos(right-wide-pinEdge-sparkWidth, 3))
}

// names are what the row is called: a topic with the path of the number, or a number with its
// topic.
func (r *pin) names() (name, besides string) {
	topic := format.SignTopic(format.BothEnds(r.of.Topic))
	if r.pins.values == nil {
		return topic, r.drawn.path
	}
	if name = format.Excerpt(numberName(r.of.Path)); name == "" {
		return topic, ""
	}
	return name, topic
}

// Tapped is called by Fyne.
func (r *pin) Tapped(*fyne.PointEvent) {
	if v := r.pins.values; v != nil {
		v.goTo(r.of.Topic, false)
		return
	}
	r.pins.room.OnUse()
	if c := fyne.CurrentApp().Driver().CanvasForObject(r); c != nil {
		c.Focus(r)
	}
	r.pins.room.OnGoTo(r.of.Topic)
}

// TappedSecondary is called by Fyne.
func (r *pin) TappedSecondary(ev *fyne.PointEvent) {
	r.pins.room.OnUse()
	widgets.ShowMenu(r, ev.AbsolutePosition, r.pins.items(r)...)
}

// FocusGained is called by Fyne.
func (r *pin) FocusGained() { r.mark(r.hovered, true) }

// FocusLost is called by Fyne.
func (r *pin) FocusLost() { r.mark(r.hovered, false) }

// MouseIn is called by Fyne.
func (r *pin) MouseIn(*desktop.MouseEvent) { r.mark(true, r.focused) }

// MouseMoved is called by Fyne.
func (r *pin) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is called by Fyne.
func (r *pin) MouseOut() { r.mark(false, r.focused) }

func (r *pin) mark(hovered, focused bool) {
	r.hovered, r.focused = hovered, focused
	r.colour()
	r.back.Refresh()
}

func (r *pin) colour() {
	r.back.FillColor, r.back.StrokeColor, r.back.StrokeWidth = color.Transparent, color.Transparent, 1
	if r.hovered {
		r.back.FillColor = look.Colour(theme.ColorNameHover)
	}
	if r.focused {
		r.back.StrokeColor = look.Colour(theme.ColorNamePrimary)
	}
}

// TypedRune is called by Fyne.
func (r *pin) TypedRune(rune) {}

// TypedKey is called by Fyne.
func (r *pin) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		r.Tapped(nil)
	case fyne.KeyUp:
		r.pins.focus(r, -1)
	case fyne.KeyDown:
		r.pins.focus(r, 1)
	}
	if r.pins.values != nil {
		return
	}
	switch ev.Name {
	case fyne.KeyPageUp:
		r.pins.move(r, -1)
	case fyne.KeyPageDown:
		r.pins.move(r, 1)
	case fyne.KeyDelete:
		r.pins.Toggle(r.of.Topic)
	}
}

// focus gives the keyboard to a neighbour.
func (p *Pins) focus(r *pin, by int) {
	for i, one := range p.rows {
		if to := i + by; one == r && to >= 0 && to < len(p.rows) {
			p.room.desk.Focus(p.rows[to])
			return
		}
	}
}

// CreateRenderer is called by Fyne.
func (r *pin) CreateRenderer() fyne.WidgetRenderer {
	r.colour()
	return &pinView{r}
}

type pinView struct{ pin *pin }

// Layout is called by Fyne.
func (v *pinView) Layout(size fyne.Size) {
	v.pin.back.Resize(size)
	v.pin.name.Place(fyne.Position{}, size)
	v.pin.spark.Resize(fyne.NewSize(sparkWidth, pinHeight-6))
	v.pin.write()
}

// MinSize is asked by Fyne.
func (v *pinView) MinSize() fyne.Size { return fyne.NewSize(80, pinHeight) }

// Objects is asked by Fyne.
func (v *pinView) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{v.pin.back, v.pin.spark, v.pin.name.Raster}
}

// Refresh is called by Fyne.
func (v *pinView) Refresh() {
	v.pin.colour()
	v.pin.write()
	v.pin.back.Refresh()
}

// Destroy is called by Fyne.
func (v *pinView) Destroy() {}

var (
	_ fyne.Tappable          = (*pin)(nil)
	_ fyne.SecondaryTappable = (*pin)(nil)
	_ fyne.Focusable         = (*pin)(nil)
	_ desktop.Hoverable      = (*pin)(nil)
)
