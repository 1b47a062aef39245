package widgets

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"mangrove/ui/widgets/text"
)

// flashTime is how long a row takes to fade after something happened in it.
const flashTime = 600 * time.Millisecond

// flashSteps is how many shades it fades through.
const flashSteps = 8

// rowsView is the renderer of a [Rows].
type rowsView struct {
	rows    *Rows
	pool    []*rowObject // row n is shown by pool[n % len(pool)], so that scrolling redraws only new rows
	bar     *scrollBar
	ring    *canvas.Rectangle
	objects []fyne.CanvasObject
	shades  shades
}

// rowObject shows one row.
type rowObject struct {
	back     *canvas.Rectangle
	line     *text.Line
	key      uint32
	revision uint64
	shown    bool
	tint     color.Color
}

// shades are the colours behind rows, taken from the theme once.
type shades struct {
	selected, selectedIdle, hovered color.NRGBA
	flash                           color.NRGBA
}

func newRowsView(r *Rows) *rowsView {
	v := &rowsView{rows: r, ring: focusRing()}
	v.bar = newScrollBar(&r.viewport, r.scrolled)
	v.readTheme()
	v.arrangeObjects()
	return v
}

func (v *rowsView) readTheme() {
	v.shades = shades{
		selected:     withAlpha(theme.Color(theme.ColorNameSelection), 1),
		selectedIdle: withAlpha(theme.Color(theme.ColorNameSelection), 0.6),
		hovered:      withAlpha(theme.Color(theme.ColorNameHover), 1),
		flash:        withAlpha(theme.Color(theme.ColorNameHyperlink), 1),
	}
	v.ring.StrokeColor = theme.Color(theme.ColorNameFocus)
}

func withAlpha(c color.Color, alpha float64) color.NRGBA {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	n.A = uint8(float64(n.A) * alpha)
	return n
}

// update shows the rows that the widget has asked for.
func (v *rowsView) update() {
	r := v.rows
	if len(v.pool) < len(r.rows) {
		v.growPool(len(r.rows) + 2)
	}
	used := make([]bool, len(v.pool))
	hover := -1
	if r.pointer >= 0 {
		hover = r.slotAt(r.pointer)
	}
	size, scale := fyne.NewSize(r.Size().Width-barWidth, r.lineHeight), text.ScaleOf(v.ring)
	line := text.Whole(size, scale)
	for i := range r.rows {
		slot := (r.top + i) % len(v.pool)
		used[slot] = true
		o := v.pool[slot]
		o.place(fyne.NewPos(0, r.y(i)), size)
		o.line.PlaceAt(fyne.NewPos(0, r.y(i)), line, scale)
		o.show(&r.rows[i], v.tint(&r.rows[i], i == hover))
	}
	for i, o := range v.pool {
		if !used[i] {
			o.hide()
		}
	}
	v.bar.update()
	v.ring.Hidden = !r.focused
}

// flashStrength is how much of the colour behind a row a flash takes at first.
const flashStrength = 0.15

// tint is the colour behind a row: the accent where it is selected, grey where
// the pointer is, and over either the flash, in a colour of its own.
func (v *rowsView) tint(row *Row, hovered bool) color.Color {
	r := v.rows
	back := color.NRGBA{}
	switch {
	case r.hasSelected && row.Key == r.selected && r.focused:
		back = v.shades.selected
	case r.hasSelected && row.Key == r.selected:
		back = v.shades.selectedIdle
	case hovered:
		back = v.shades.hovered
	}
	age := r.now.Sub(row.Active)
	if row.Active.IsZero() || age < 0 || age >= flashTime {
		return back
	}
	step := flashSteps - int(age*flashSteps/flashTime)
	return lay(back, v.shades.flash, flashStrength*float64(step)/flashSteps)
}

// lay puts some of a colour over another, which may be seen through.
func lay(back, over color.NRGBA, part float64) color.NRGBA {
	under := float64(back.A) / 255 * (1 - part)
	alpha := part + under
	mix := func(b, o uint8) uint8 { return uint8((float64(o)*part + float64(b)*under) / alpha) }
	return color.NRGBA{mix(back.R, over.R), mix(back.G, over.G), mix(back.B, over.B), uint8(alpha * 255)}
}

func (o *rowObject) place(at fyne.Position, size fyne.Size) {
	if o.back.Position() != at || o.back.Size() != size {
		o.back.Move(at)
		o.back.Resize(size)
	}
}

func (o *rowObject) show(row *Row, tint color.Color) {
	if !o.shown || o.key != row.Key || o.revision != row.Revision {
		o.line.Set(row.Spans...)
		o.key, o.revision = row.Key, row.Revision
	}
	if o.tint != tint {
		o.tint = tint
		o.back.FillColor = tint
		o.back.Refresh()
	}
	if !o.shown {
		o.shown = true
		o.back.Show()
		o.line.Raster.Show()
	}
}

func (o *rowObject) hide() {
	if o.shown {
		o.shown = false
		o.back.Hide()
		o.line.Raster.Hide()
	}
}

func (v *rowsView) growPool(n int) {
	for len(v.pool) < n {
		o := &rowObject{back: canvas.NewRectangle(color.Transparent), line: text.NewLine(v.rows.TextSize), tint: color.NRGBA{}}
		o.back.Hide()
		o.line.Raster.Hide()
		v.pool = append(v.pool, o)
	}
	for _, o := range v.pool {
		o.hide() // every row has another object now
	}
	v.arrangeObjects()
}

func (v *rowsView) arrangeObjects() {
	v.objects = v.objects[:0]
	for _, o := range v.pool {
		v.objects = append(v.objects, o.back, o.line.Raster)
	}
	v.objects = append(v.objects, v.bar, v.ring)
}

// Layout is called by Fyne when the size changes.
func (v *rowsView) Layout(size fyne.Size) {
	v.bar.Move(fyne.NewPos(size.Width-barWidth, 0))
	v.bar.Resize(fyne.NewSize(barWidth, size.Height))
	v.ring.Resize(size)
	v.rows.draw()
}

// MinSize is asked by Fyne.
func (v *rowsView) MinSize() fyne.Size { return v.rows.MinSize() }

// Objects is asked by Fyne.
func (v *rowsView) Objects() []fyne.CanvasObject { return v.objects }

// Refresh is called by Fyne when the theme changes.
func (v *rowsView) Refresh() {
	v.readTheme()
	for _, o := range v.pool {
		o.line.Size = v.rows.TextSize
		o.shown = false
	}
	v.bar.Refresh()
	for i := range v.rows.rows {
		v.rows.rows[i] = Row{} // whatever the source left as it was has old colours
	}
	v.rows.draw()
}

// Destroy is called by Fyne.
func (v *rowsView) Destroy() {}

// IsClip tells Fyne that nothing may be drawn outside: the first and the last
// row are often seen in part.
func (v *rowsView) IsClip() {}
