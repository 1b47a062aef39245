package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
)

// card is a titled group on a panel.
func card(title, about string, content ...fyne.CanvasObject) fyne.CanvasObject {
	heading := widget.NewLabelWithStyle(format.Excerpt(title), fyne.TextAlignLeading, fyne.TextStyle{Bold: true})
	list := []fyne.CanvasObject{heading}
	if about != "" {
		words := widget.NewLabel(format.Excerpt(about))
		words.Wrapping = fyne.TextWrapWord
		words.Importance = widget.LowImportance
		list = append(list, words)
	}
	panel := widgets.NewPanel(look.Panel, container.NewVBox(append(list, content...)...), 10, 14)
	panel.Round = true
	return panel
}
