package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Panel puts a colour of the theme behind its content.
type Panel struct {
	widget.BaseWidget
	name    fyne.ThemeColorName
	content fyne.CanvasObject
	padY    float32 // room above and below the content
	padX    float32 // room beside it
	// Round makes the corners round.
	Round bool
}

// NewPanel puts a named colour behind content, with room above and below it
// and beside it.
func NewPanel(name fyne.ThemeColorName, content fyne.CanvasObject, padY, padX float32) *Panel {
	p := &Panel{name: name, content: content, padY: padY, padX: padX}
	p.ExtendBaseWidget(p)
	return p
}

// Content is what stands in it.
func (p *Panel) Content() fyne.CanvasObject { return p.content }

// CreateRenderer is called by Fyne.
func (p *Panel) CreateRenderer() fyne.WidgetRenderer {
	r := &panelRenderer{panel: p, back: canvas.NewRectangle(theme.Color(p.name))}
	if p.Round {
		r.back.CornerRadius = 2 * theme.InputRadiusSize()
	}
	r.objects = []fyne.CanvasObject{r.back, p.content}
	return r
}

type panelRenderer struct {
	panel   *Panel
	back    *canvas.Rectangle
	objects []fyne.CanvasObject
}

// Layout is called by Fyne.
func (r *panelRenderer) Layout(size fyne.Size) {
	p := r.panel
	r.back.Resize(size)
	p.content.Move(fyne.NewPos(p.padX, p.padY))
	p.content.Resize(size.SubtractWidthHeight(2*p.padX, 2*p.padY))
}

// MinSize is asked by Fyne.
func (r *panelRenderer) MinSize() fyne.Size {
	return r.panel.content.MinSize().AddWidthHeight(2*r.panel.padX, 2*r.panel.padY)
}

// Objects is asked by Fyne.
func (r *panelRenderer) Objects() []fyne.CanvasObject { return r.objects }

// Refresh is called by Fyne when the theme changes.
func (r *panelRenderer) Refresh() {
	r.back.FillColor = theme.Color(r.panel.name)
	r.back.Refresh()
	r.panel.content.Refresh()
}

// Destroy is called by Fyne.
func (r *panelRenderer) Destroy() {}
