package widgets

import (
	"image/color"

	"fyne.io/fyne/v2/theme"

	"mangrove/ui/look"
)

// MarkColour is the colour of a marked piece of a text.
func MarkColour(kind MarkKind) color.Color {
	switch kind {
	case Key:
		return look.Colour(look.Key)
	case String:
		return look.Colour(look.String)
	case Number:
		return look.Colour(look.Number)
	case Literal:
		return look.Colour(look.Literal)
	case Quiet:
		return look.Colour(look.Muted)
	case Added:
		return look.Colour(theme.ColorNameSuccess)
	case Removed:
		return look.Colour(theme.ColorNameError)
	case Action:
		return look.Colour(theme.ColorNamePrimary)
	}
	return look.Colour(theme.ColorNameForeground)
}
