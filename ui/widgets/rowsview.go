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
	pool    []*rowObject // each row has the object behind that of the row above it, so that scrolling redraws only new rows
	first   int          // which object the top row has
	top     int          // which row that is
	shown   int          // how many rows have one
	bar     *scrollBar
	ring    *canvas.Rectangle
	acts    [2]*rowAct // of the row under the pointer, and of the selected one
	objects []fyne.CanvasObject
	shades  shades
	line    fyne.Size // of a line of text, and how many pixels a unit has there
	scale   float32
}

// rowObject shows one row.
type rowObject struct {
	back     *canvas.Rectangle
	line     *text.Line
	key      uint32
	revision uint64
	shown    bool
	stale    bool // what it says has colours of before
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
	for i := range v.acts {
		v.acts[i] = newRowAct(r.TextSize)
	}
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
	for _, a := range v.acts {
		a.restyle()
	}
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
	v.follow()
	hover := -1
	if r.pointer >= 0 {
		hover = r.slotAt(r.pointer)
	}
	size := fyne.NewSize(r.Size().Width-barWidth, r.lineHeight)
	anew := v.measure(size)
	slot := v.first
	for i := range r.rows {
		o, at := v.pool[slot], fyne.NewPos(0, r.y(i))
		if o.place(at, size) || anew {
			o.line.PlaceAt(at, v.line, v.scale)
		} else {
			o.line.Catch()
		}
		o.show(&r.rows[i], v.tint(&r.rows[i], i == hover))
		slot = v.after(slot)
	}
	for range len(v.pool) - len(r.rows) {
		v.pool[slot].hide()
		slot = v.after(slot)
	}
	if r.Act != nil {
		v.showActs(hover, size)
	}
	v.bar.update()
	v.ring.Hidden = !r.focused
}

// follow finds the object of the top row: of the rows that are still seen each keeps its
// own, and where none is, the objects stay where they stand.
func (v *rowsView) follow() {
	r := v.rows
	if by := r.top - v.top; by < v.shown && -by < len(r.rows) {
		v.first = (v.first + by + len(v.pool)) % len(v.pool)
	}
	v.top, v.shown = r.top, len(r.rows)
}

// after is the object below another.
func (v *rowsView) after(slot int) int {
	if slot++; slot < len(v.pool) {
		return slot
	}
	return 0
}

// measure finds how large a line of text is, and reports whether that has changed.
func (v *rowsView) measure(size fyne.Size) bool {
	scale := text.ScaleOf(v.ring)
	line := text.Whole(size, scale)
	if line == v.line && scale == v.scale {
		return false
	}
	v.line, v.scale = line, scale
	return true
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
	if r.still || row.Active.IsZero() || age < 0 || age >= flashTime {
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

// place puts the ground of a row where it stands, and reports whether it was elsewhere.
func (o *rowObject) place(at fyne.Position, size fyne.Size) bool {
	if o.back.Position() == at && o.back.Size() == size {
		return false
	}
	o.back.Move(at)
	o.back.Resize(size)
	return true
}

func (o *rowObject) show(row *Row, tint color.Color) {
	if !o.shown || o.stale || o.key != row.Key || o.revision != row.Revision {
		o.line.Set(row.Spans...)
		o.key, o.revision, o.stale = row.Key, row.Revision, false
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
	for _, a := range v.acts {
		v.objects = append(v.objects, a.back, a.line.Raster)
	}
	v.objects = append(v.objects, v.bar, v.ring)
}

// Layout is called by Fyne when the size changes.
func (v *rowsView) Layout(size fyne.Size) {
	v.bar.Move(fyne.NewPos(size.Width-barWidth, 0))
	v.bar.Resize(fyne.NewSize(barWidth, size.Height))
	v.ring.Resize(size)
	if v.rows.OnLayout != nil {
		v.rows.OnLayout()
	}
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
		o.line.Size, o.stale = v.rows.TextSize, true
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
