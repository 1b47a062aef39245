package widgets

import (
	"image"
	stddraw "image/draw"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
	"golang.org/x/image/draw"
)

// Picture shows an image as a whole, or pixel for pixel with the mouse moving
// what is seen of it. Only what is seen is drawn.
type Picture struct {
	widget.BaseWidget
	OnMenu func(at fyne.Position) // right click; at is on the canvas
	OnZoom func()                 // a double click asked for the other of both

	whole  image.Image
	small  image.Image // the same with fewer pixels, to be seen as a whole
	actual bool        // pixel for pixel
	at     image.Point // of the image, in the upper left corner
	drawn  image.Point // pixels of the screen there were the last time
	raster *canvas.Raster
}

// largestWhole is how many pixels a side is drawn from when an image is seen as
// a whole.
const largestWhole = 2048

// NewPicture makes a picture of nothing.
func NewPicture() *Picture {
	p := &Picture{}
	p.raster = canvas.NewRaster(p.draw)
	p.ExtendBaseWidget(p)
	return p
}

// SetImage shows an image, and the same with fewer pixels from [Shrink].
func (p *Picture) SetImage(whole, small image.Image) {
	if p.whole == nil && whole == nil {
		return
	}
	if p.whole == nil || whole == nil || p.whole.Bounds() != whole.Bounds() {
		p.at = image.Point{}
	}
	p.whole, p.small = whole, small
	p.raster.Refresh()
}

// SetActual shows it pixel for pixel, or as a whole.
func (p *Picture) SetActual(on bool) {
	if p.actual != on {
		p.actual, p.at = on, image.Point{}
		p.raster.Refresh()
	}
}

// Actual reports whether it is shown pixel for pixel.
func (p *Picture) Actual() bool { return p.actual }

// Shrink gives an image with so few pixels that it is soon drawn as a whole: the
// mean of squares of them. A small one is given back as it is.
func Shrink(img image.Image) image.Image {
	b := img.Bounds()
	n := (max(b.Dx(), b.Dy()) + largestWhole - 1) / largestWhole
	if n <= 1 {
		return img
	}
	small := image.NewRGBA(image.Rect(0, 0, max(1, b.Dx()/n), max(1, b.Dy()/n)))
	rows := image.NewRGBA(image.Rect(0, 0, b.Dx(), n))
	for y := range small.Rect.Dy() {
		stddraw.Draw(rows, rows.Rect, img, image.Pt(b.Min.X, b.Min.Y+y*n), stddraw.Src)
		for x := range small.Rect.Dx() {
			mean(small.Pix[small.PixOffset(x, y):], rows, x*n, n)
		}
	}
	return small
}

// mean puts the mean of a square of pixels into one.
func mean(to []byte, rows *image.RGBA, x, n int) {
	var sum [4]int
	wide := min(n, rows.Rect.Dx()-x)
	high := min(n, rows.Rect.Dy())
	for row := range high {
		line := rows.Pix[rows.PixOffset(x, row):]
		for i := range 4 * wide {
			sum[i%4] += int(line[i])
		}
	}
	for i := range sum {
		to[i] = byte(sum[i] / (wide * high))
	}
}

// draw gives what is seen, in pixels of the screen.
func (p *Picture) draw(w, h int) image.Image {
	to := image.NewRGBA(image.Rect(0, 0, w, h))
	p.drawn = image.Pt(w, h)
	if p.whole == nil {
		return to
	}
	b := p.whole.Bounds()
	if p.actual {
		p.at = p.within(p.at)
		seen := image.Rect(0, 0, min(w, b.Dx()), min(h, b.Dy()))
		stddraw.Draw(to, seen.Add(centre(seen, w, h)), p.whole, b.Min.Add(p.at), stddraw.Src)
		return to
	}
	if n := enlarged(b, w, h); n >= 1 {
		r := image.Rect(0, 0, n*b.Dx(), n*b.Dy())
		draw.NearestNeighbor.Scale(to, r.Add(centre(r, w, h)), p.whole, b, draw.Src, nil)
		return to
	}
	r := image.Rect(0, 0, w, max(1, w*b.Dy()/b.Dx()))
	if r.Dy() > h {
		r = image.Rect(0, 0, max(1, h*b.Dx()/b.Dy()), h)
	}
	draw.ApproxBiLinear.Scale(to, r.Add(centre(r, w, h)), p.small, p.small.Bounds(), draw.Src, nil)
	return to
}

// largestEnlarged is how many pixels of the screen a small image is made large
// to, pixel by pixel; others are made twice as large at the most.
const largestEnlarged = 256

// enlarged is how many times an image is made larger, 0 when it has to be made
// smaller.
func enlarged(b image.Rectangle, w, h int) int {
	return min(w/b.Dx(), h/b.Dy(), max(2, largestEnlarged/max(b.Dx(), b.Dy())))
}

// centre is where something begins that stands in the middle.
func centre(r image.Rectangle, w, h int) image.Point {
	return image.Pt((w-r.Dx())/2, (h-r.Dy())/2)
}

// within keeps a place where the image fills what is seen, as far as it can.
func (p *Picture) within(at image.Point) image.Point {
	b := p.whole.Bounds()
	return image.Pt(min(max(at.X, 0), max(0, b.Dx()-p.drawn.X)), min(max(at.Y, 0), max(0, b.Dy()-p.drawn.Y)))
}

// move shows what lies so far to the right and below.
func (p *Picture) move(dx, dy float32) {
	if !p.actual || p.whole == nil || p.Size().Width <= 0 {
		return
	}
	scale := float32(p.drawn.X) / p.Size().Width
	if to := p.within(p.at.Add(image.Pt(int(dx*scale), int(dy*scale)))); to != p.at {
		p.at = to
		p.raster.Refresh()
	}
}

// Dragged is called by Fyne.
func (p *Picture) Dragged(ev *fyne.DragEvent) { p.move(-ev.Dragged.DX, -ev.Dragged.DY) }

// DragEnd is called by Fyne.
func (p *Picture) DragEnd() {}

// Scrolled is called by Fyne for the wheel and the touchpad.
func (p *Picture) Scrolled(ev *fyne.ScrollEvent) { p.move(-4*ev.Scrolled.DX, -4*ev.Scrolled.DY) }

// DoubleTapped is called by Fyne.
func (p *Picture) DoubleTapped(*fyne.PointEvent) {
	if p.OnZoom != nil {
		p.OnZoom()
	}
}

// TappedSecondary is called by Fyne on a right click.
func (p *Picture) TappedSecondary(ev *fyne.PointEvent) {
	if p.OnMenu != nil {
		p.OnMenu(ev.AbsolutePosition)
	}
}

// CreateRenderer is called by Fyne.
func (p *Picture) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(p.raster) }

// MinSize is small: it takes what there is.
func (p *Picture) MinSize() fyne.Size {
	p.ExtendBaseWidget(p)
	return fyne.NewSize(40, 36)
}

var (
	_ fyne.Draggable         = (*Picture)(nil)
	_ fyne.Scrollable        = (*Picture)(nil)
	_ fyne.DoubleTappable    = (*Picture)(nil)
	_ fyne.SecondaryTappable = (*Picture)(nil)
	_ desktop.Cursorable     = (*Picture)(nil)
)

// Cursor is asked by Fyne.
func (p *Picture) Cursor() desktop.Cursor {
	if p.actual {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}
