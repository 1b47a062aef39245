package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"mangrove/ui/format"
	"mangrove/ui/look"
)

// Card is a titled group on a panel.
func Card(title, about string, content ...fyne.CanvasObject) fyne.CanvasObject {
	heading := widget.NewLabelWithStyle(format.Excerpt(title), fyne.TextAlignLeading, fyne.TextStyle{Bold: true})
	list := []fyne.CanvasObject{heading}
	if about != "" {
		words := widget.NewLabel(format.Excerpt(about))
		words.Wrapping = fyne.TextWrapWord
		words.Importance = widget.LowImportance
		list = append(list, words)
	}
	panel := NewPanel(look.Panel, container.NewVBox(append(list, content...)...), 10, 14)
	panel.Round = true
	return panel
}
