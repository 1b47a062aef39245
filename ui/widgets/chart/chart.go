package chart

import (
	"image"
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/ui/look"
	"mangrove/ui/widgets/text"
)

// Chart shows lines over the time of a timeline, under a legend that says what each is.
type Chart struct {
	widget.BaseWidget
	Time  *Timeline
	Axes  Axes
	Style Style
	Empty string  // what is said where there is nothing to be drawn
	Inset float32 // what is left free in the upper right corner

	OnTapped func()
	OnMenu   func(at fyne.Position)
	OnWheel  func(*fyne.ScrollEvent) // over the legend

	lines          []*Line
	plot, legend   *canvas.Raster
	pixels, titles *image.RGBA
	cursor, frame  *canvas.Rectangle
	stamp          *text.Line // the time of the cursor
	drawn          drawn
	focused        bool
	cost           time.Duration // of the last drawing
}

// drawn is what is on view.
type drawn struct {
	at       time.Time
	from, to int64 // as asked for
	added    uint64
	words    string
	cursor   float64
	axes     Axes
	style    Style
	empty    string
	place    *plot // nil: nothing
}

// How often a chart is drawn anew: with numbers that come, so often at the most, and as
// time goes on without.
const (
	withNumbers = 250 * time.Millisecond
	withTime    = time.Second
)

// wait is how long numbers that have come may wait to be drawn. Where a column of pixels
// is a long time, they change hardly anything.
func (c *Chart) wait() time.Duration {
	const columns = 2
	return max(withNumbers, min(withTime, columns*time.Duration(c.column())))
}

// New makes a chart of nothing.
func New(t *Timeline) *Chart {
	c := &Chart{Time: t, Empty: "No values in this time range.", OnTapped: func() {}, OnMenu: func(fyne.Position) {}, OnWheel: func(*fyne.ScrollEvent) {}}
	c.plot, c.legend = canvas.NewRaster(c.drawPlot), canvas.NewRaster(c.drawLegend)
	c.plot.ScaleMode, c.legend.ScaleMode = canvas.ImageScalePixels, canvas.ImageScalePixels
	c.cursor, c.frame = canvas.NewRectangle(color.Transparent), canvas.NewRectangle(color.Transparent)
	c.stamp = text.NewLine(labelSize)
	c.frame.StrokeWidth = 1
	c.ExtendBaseWidget(c)
	return c
}

// SetLines shows other lines.
func (c *Chart) SetLines(lines []*Line) {
	more := len(lines) != len(c.lines)
	c.lines = lines
	c.drawn.at = time.Time{}
	if more {
		c.Refresh() // the legend has another height
	}
}

// Lines are those that are shown.
func (c *Chart) Lines() []*Line { return c.lines }

// Again has all of it drawn anew: lines are to look otherwise.
func (c *Chart) Again() { c.drawn.at = time.Time{} }

// Measured is an axis of a chart as it is drawn: the places of the lines on it, its unit and
// its limits.
type Measured struct {
	Lines  []int
	Unit   string
	OnOff  bool
	Limits Limits
}

// Measured are the axes that the lines are measured by now.
func (c *Chart) Measured() (list []Measured) {
	from, to := c.Time.Bounds()
	for _, a := range newPlot(c.lines, from, to, c.Axes).axes {
		list = append(list, Measured{a.lines, a.unit, a.onOff, a.limits})
	}
	return list
}

// Draw draws what has changed: at once what the user did, and now and then what came. It
// reports whether there is anything to draw.
func (c *Chart) Draw(now time.Time) (asked bool) {
	d := &c.drawn
	from, to := c.Time.Bounds()
	var added uint64
	words := ""
	for _, l := range c.lines {
		added += l.Source.Added()
		words += l.Name + "\n" + l.Unit + "\n" + l.Words + "\n"
	}
	since := now.Sub(d.at)
	moved := c.moved(from, to)
	passed := since >= withTime && c.Time.Live() && to-d.to >= c.column()
	if moved || d.at.IsZero() || passed || added != d.added && since >= c.wait() {
		d.at, d.from, d.to, d.added, d.axes, d.style, d.empty = now, from, to, added, c.Axes, c.Style, c.Empty
		c.plot.Refresh()
		c.legend.Refresh()
		asked = true
	}
	if at, _ := c.Time.Cursor(); words != d.words || at != d.cursor {
		d.words, d.cursor = words, at
		c.legend.Refresh()
	}
	c.placeCursor()
	return asked
}

// moved reports whether the user, or what stands for want of lines, has changed what is drawn.
func (c *Chart) moved(from, to int64) bool {
	d := &c.drawn
	return to-from != d.to-d.from || !c.Time.Live() && to != d.to || c.Axes != d.axes || c.Style != d.style ||
		len(c.lines) == 0 && c.Empty != d.empty
}

// unknownCost is what a drawing is taken to cost before there was one.
const unknownCost = 4 * time.Millisecond

// Cost is how long the last drawing took.
func (c *Chart) Cost() time.Duration {
	if c.cost == 0 {
		return unknownCost
	}
	return c.cost
}

// column is the time of a column of pixels.
func (c *Chart) column() int64 {
	if p := c.drawn.place; p != nil && p.area.Dx() > 0 {
		return (p.to - p.from) / int64(p.area.Dx())
	}
	return 1
}

// Restyle takes the colours of a new theme.
func (c *Chart) Restyle() {
	c.drawn.at = time.Time{}
	c.Refresh()
}

func (c *Chart) drawPlot(w, h int) image.Image {
	began := time.Now()
	c.pixels = sized(c.pixels, w, h)
	from, to := c.Time.Bounds()
	p := c.newPlot(from, to)
	c.drawn.place = p
	p.draw(c.pixels, c.scale(w))
	c.say(p)
	c.cost = time.Since(began)
	return c.pixels
}

func (c *Chart) newPlot(from, to int64) *plot {
	p := newPlot(c.lines, from, to, c.Axes)
	p.style = c.Style
	return p
}

// say says so where there is nothing.
func (c *Chart) say(p *plot) {
	if !p.any() {
		p.drawWords(c.Empty)
	}
}

// sized is an image of a size: the one there is, if it has it.
func sized(img *image.RGBA, w, h int) *image.RGBA {
	if img != nil && img.Rect.Dx() == w && img.Rect.Dy() == h {
		return img
	}
	return image.NewRGBA(image.Rect(0, 0, w, h))
}

func (c *Chart) scale(w int) float64 {
	if width := c.plot.Size().Width; width > 0 {
		return float64(w) / float64(width)
	}
	return 1
}

// Image is the chart as it is on view, with its legend, so many pixels wide and high.
func (c *Chart) Image(w, h int, px float64) image.Image {
	high := int(c.legendHeight(float32(float64(w)/px), float32(float64(h)/px)) * float32(px))
	all := image.NewRGBA(image.Rect(0, 0, w, h))
	from, to := c.Time.Bounds()
	plot := c.newPlot(from, to)
	part := image.NewRGBA(image.Rect(0, 0, w, max(1, h-high)))
	plot.draw(part, px)
	c.say(plot)
	titles := image.NewRGBA(image.Rect(0, 0, w, max(1, high)))
	c.write(titles, px, float32(float64(h)/px), plot)
	copy(all.Pix, titles.Pix)
	copy(all.Pix[high*all.Stride:], part.Pix)
	return all
}

// CreateRenderer is called by Fyne.
func (c *Chart) CreateRenderer() fyne.WidgetRenderer {
	c.cursor.Hide()
	c.stamp.Raster.Hide()
	r := &renderer{c}
	r.colour()
	return r
}

type renderer struct{ chart *Chart }

// Layout is called by Fyne.
func (r *renderer) Layout(size fyne.Size) {
	c := r.chart
	high := c.legendHeight(size.Width, size.Height)
	c.legend.Move(fyne.Position{})
	c.legend.Resize(fyne.NewSize(size.Width, high))
	c.plot.Move(fyne.NewPos(0, high))
	c.plot.Resize(fyne.NewSize(size.Width, max(0, size.Height-high)))
	c.frame.Resize(size)
}

// MinSize is asked by Fyne.
func (r *renderer) MinSize() fyne.Size { return fyne.NewSize(120, 80) }

// Objects is asked by Fyne.
func (r *renderer) Objects() []fyne.CanvasObject {
	c := r.chart
	return []fyne.CanvasObject{c.legend, c.plot, c.cursor, c.stamp.Raster, c.frame}
}

// Refresh is called by Fyne.
func (r *renderer) Refresh() {
	r.Layout(r.chart.Size())
	r.colour()
	r.chart.plot.Refresh()
	r.chart.legend.Refresh()
	r.chart.frame.Refresh()
}

func (r *renderer) colour() {
	c := r.chart
	c.cursor.FillColor = look.Colour(look.Muted)
	c.frame.StrokeColor = color.Transparent
	if c.focused {
		c.frame.StrokeColor = look.Colour(theme.ColorNamePrimary)
	}
}

// Destroy is called by Fyne.
func (r *renderer) Destroy() {}
