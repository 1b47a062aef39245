package chart

import (
	"image"
	"image/draw"
	"math"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Spark is a small line without axes.
type Spark struct {
	widget.BaseWidget
	line   *Line
	size   fyne.Size
	raster *canvas.Raster
	pixels *image.RGBA
	added  uint64
	at     time.Time
	from   int64
	to     int64
}

// NewSpark makes an empty one of a size.
func NewSpark(size fyne.Size) *Spark {
	s := &Spark{size: size}
	s.raster = canvas.NewRaster(s.draw)
	s.raster.ScaleMode = canvas.ImageScalePixels
	s.ExtendBaseWidget(s)
	return s
}

// SetLine shows another line, nil for none.
func (s *Spark) SetLine(l *Line) {
	s.line, s.at = l, time.Time{}
	s.raster.Refresh()
}

// Draw shows a time, drawn anew now and then while numbers come.
func (s *Spark) Draw(from, to int64, now time.Time) {
	if s.line == nil {
		return
	}
	added := s.line.Source.Added()
	if since := now.Sub(s.at); added == s.added && !s.at.IsZero() || since < withTime/2 {
		return
	}
	s.from, s.to, s.added, s.at = from, to, added, now
	s.raster.Refresh()
}

func (s *Spark) draw(w, h int) image.Image {
	s.pixels = sized(s.pixels, w, h)
	draw.Draw(s.pixels, s.pixels.Rect, image.Transparent, image.Point{}, draw.Src)
	if s.line == nil || s.to <= s.from || s.size.Width <= 0 {
		return s.pixels
	}
	p := newPlot([]*Line{s.line}, s.from, s.to, OneAxis)
	if !p.any() {
		return s.pixels
	}
	p.dst, p.px = s.pixels, float64(w)/float64(max(1, s.raster.Size().Width))
	edge := int(math.Ceil(2 * p.px))
	p.area = s.pixels.Rect.Inset(edge)
	if p.area.Dx() < 4 || p.area.Dy() < 2 {
		return s.pixels
	}
	p.columns = make([]Column, p.area.Dx())
	a := p.axes[0]
	a.from, a.to = around(a.low, a.high)
	p.quiet = true
	p.drawLine(0, a)
	return s.pixels
}

// Restyle takes the colours of a new theme.
func (s *Spark) Restyle() { s.raster.Refresh() }

// CreateRenderer is called by Fyne.
func (s *Spark) CreateRenderer() fyne.WidgetRenderer {
	s.raster.SetMinSize(s.size)
	return widget.NewSimpleRenderer(s.raster)
}
