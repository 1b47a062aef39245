package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"mangrove/ui/widgets"
)

// colour is a colour that can be compared cheaply.
type colour = color.NRGBA

// themeColour takes a colour from the theme in use.
func themeColour(name fyne.ThemeColorName) colour {
	return color.NRGBAModel.Convert(theme.Color(name)).(color.NRGBA)
}

// markColour is the colour of a marked piece of a payload.
func markColour(kind widgets.MarkKind) color.Color {
	switch kind {
	case widgets.Key:
		return themeColour(colorKey)
	case widgets.String:
		return themeColour(colorString)
	case widgets.Number:
		return themeColour(colorNumber)
	case widgets.Literal:
		return themeColour(colorLiteral)
	case widgets.Quiet:
		return themeColour(colorMuted)
	}
	return themeColour(theme.ColorNameForeground)
}
