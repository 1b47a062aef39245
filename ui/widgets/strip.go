package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"mangrove/ui/widgets/text"
)

// Strip is one line of text that may change many times a second. It takes the
// width it is given.
type Strip struct {
	widget.BaseWidget
	Explain func() []string // what a tip says of it besides; may be nil
	line    *text.Line
	height  float32
}

// NewStrip makes an empty strip of a height and a text size.
func NewStrip(height, textSize float32) *Strip {
	s := &Strip{line: text.NewLine(textSize), height: height}
	s.ExtendBaseWidget(s)
	return s
}

// Set replaces what the strip says.
func (s *Strip) Set(spans ...text.Span) { s.line.Set(spans...) }

// Text is what the strip says.
func (s *Strip) Text() string { return s.line.Text() }

// SetMinWidth has the strip ask for a width.
func (s *Strip) SetMinWidth(w float32) {
	if size := fyne.NewSize(w, s.height); s.line.Raster.MinSize() != size {
		s.line.Raster.SetMinSize(size)
		s.Refresh()
	}
}

// CreateRenderer is called by Fyne.
func (s *Strip) CreateRenderer() fyne.WidgetRenderer {
	if s.line.Raster.MinSize().Height < s.height {
		s.SetMinWidth(8)
	}
	return &stripView{widget.NewSimpleRenderer(s.line.Raster), s.line}
}

// stripView is the renderer of a [Strip].
type stripView struct {
	fyne.WidgetRenderer
	line *text.Line
}

// Layout is called by Fyne.
func (v *stripView) Layout(size fyne.Size) { v.line.Place(fyne.Position{}, size) }
