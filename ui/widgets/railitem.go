package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/ui/widgets/text"
)

// RailItem is an icon with a word below it, in a column of which one is
// chosen.
type RailItem struct {
	widget.BaseWidget
	Label    string
	Icon     fyne.Resource
	OnTapped func()

	chosen  bool
	hovered bool
}

// NewRailItem makes an item.
func NewRailItem(label string, icon fyne.Resource, tapped func()) *RailItem {
	i := &RailItem{Label: label, Icon: icon, OnTapped: tapped}
	i.ExtendBaseWidget(i)
	return i
}

// SetChosen shows the item as the one chosen or not.
func (i *RailItem) SetChosen(chosen bool) {
	if i.chosen != chosen {
		i.chosen = chosen
		i.Refresh()
	}
}

// Tapped is called by Fyne.
func (i *RailItem) Tapped(*fyne.PointEvent) { i.OnTapped() }

// MouseIn is called by Fyne.
func (i *RailItem) MouseIn(*desktop.MouseEvent) {
	i.hovered = true
	i.Refresh()
}

// MouseMoved is called by Fyne.
func (i *RailItem) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is called by Fyne.
func (i *RailItem) MouseOut() {
	i.hovered = false
	i.Refresh()
}

// CreateRenderer is called by Fyne.
func (i *RailItem) CreateRenderer() fyne.WidgetRenderer {
	r := &railItemRenderer{
		item: i, back: canvas.NewRectangle(nil), bar: canvas.NewRectangle(nil),
		icon: canvas.NewImageFromResource(nil), label: canvas.NewText(text.WithMarks(i.Label), nil),
	}
	r.label.Alignment = fyne.TextAlignCenter
	r.icon.FillMode = canvas.ImageFillContain
	r.Refresh()
	return r
}

type railItemRenderer struct {
	item      *RailItem
	back, bar *canvas.Rectangle
	icon      *canvas.Image
	label     *canvas.Text
}

const (
	railWidth  = 68
	railHeight = 54
	railIcon   = 22
)

// Layout is called by Fyne.
func (r *railItemRenderer) Layout(size fyne.Size) {
	r.back.Resize(size)
	r.bar.Resize(fyne.NewSize(3, size.Height))
	r.icon.Move(fyne.NewPos((size.Width-railIcon)/2, 8))
	r.icon.Resize(fyne.NewSize(railIcon, railIcon))
	r.label.Move(fyne.NewPos(0, 8+railIcon))
	r.label.Resize(fyne.NewSize(size.Width, size.Height-8-railIcon-4))
}

// MinSize is asked by Fyne.
func (r *railItemRenderer) MinSize() fyne.Size { return fyne.NewSize(railWidth, railHeight) }

// Objects is asked by Fyne.
func (r *railItemRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.back, r.bar, r.icon, r.label}
}

// Refresh is called by Fyne.
func (r *railItemRenderer) Refresh() {
	i := r.item
	name, back := theme.ColorNamePlaceHolder, color.Color(color.Transparent)
	if i.hovered {
		back = theme.Color(theme.ColorNameHover)
		name = theme.ColorNameForeground
	}
	r.bar.FillColor = color.Transparent
	if i.chosen {
		name = theme.ColorNamePrimary
		r.bar.FillColor = theme.Color(theme.ColorNamePrimary)
	}
	r.back.FillColor = back
	r.icon.Resource = theme.NewColoredResource(i.Icon, name)
	r.label.Text = text.WithMarks(i.Label)
	r.label.Color = theme.Color(name)
	r.label.TextSize = theme.CaptionTextSize()
	for _, o := range r.Objects() {
		o.Refresh()
	}
}

// Destroy is called by Fyne.
func (r *railItemRenderer) Destroy() {}
