package widgets

import (
	"image"
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Sparkline shows the last values of something as small bars, the latest on
// the right, the highest as high as there is room.
type Sparkline struct {
	widget.BaseWidget
	raster *canvas.Raster
	values []float64
	size   fyne.Size
	buffer *image.NRGBA
}

// NewSparkline makes one with room for so many values.
func NewSparkline(n int, size fyne.Size) *Sparkline {
	s := &Sparkline{values: make([]float64, n), size: size}
	s.raster = canvas.NewRaster(s.draw)
	s.raster.ScaleMode = canvas.ImageScalePixels
	s.ExtendBaseWidget(s)
	return s
}

// Set replaces the values; the latest is the last. Where there are fewer than
// there is room for, those before are 0.
func (s *Sparkline) Set(values []float64) {
	next := make([]float64, len(s.values))
	if n := len(values) - len(next); n > 0 {
		values = values[n:]
	}
	copy(next[len(next)-len(values):], values)
	if !slices.Equal(next, s.values) {
		s.values = next
		s.raster.Refresh()
	}
}

func (s *Sparkline) draw(w, h int) image.Image {
	if s.buffer == nil || s.buffer.Rect.Dx() != w || s.buffer.Rect.Dy() != h {
		s.buffer = image.NewNRGBA(image.Rect(0, 0, w, h))
	}
	clear(s.buffer.Pix)
	most := 0.0
	for _, v := range s.values {
		most = max(most, v)
	}
	bar := color.NRGBAModel.Convert(theme.Color(theme.ColorNamePrimary)).(color.NRGBA)
	base := bar
	base.A = 90
	for x := range w {
		v := s.values[x*len(s.values)/w]
		high := 0
		if most > 0 {
			high = int(v/most*float64(h-1) + 0.5)
		}
		for y := h - 1 - high; y < h-1; y++ {
			s.buffer.SetNRGBA(x, y, bar)
		}
		s.buffer.SetNRGBA(x, h-1, base)
	}
	return s.buffer
}

// CreateRenderer is called by Fyne.
func (s *Sparkline) CreateRenderer() fyne.WidgetRenderer {
	s.raster.SetMinSize(s.size)
	return widget.NewSimpleRenderer(s.raster)
}
