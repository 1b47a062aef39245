package look

import (
	"errors"
	"image/color"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"mangrove/model/wording"
)

// Look is which of the two looks the window has.
type Look string

// The looks. The system's is followed unless the user chose one.
const (
	System Look = "system"
	Dark   Look = "dark"
	Light  Look = "light"
)

// Choices are the looks by the names they are offered under.
var Choices = []struct {
	Look Look
	Name string
}{{System, "Follow the system"}, {Dark, "Dark"}, {Light, "Light"}}

// Parse reads a look as it is written on a command line; empty is empty.
func Parse(s string) (Look, error) {
	switch l := Look(s); l {
	case "", System, Dark, Light:
		return l, nil
	}
	return "", errors.New(wording.Fill("{look} is not a theme. Use dark, light or system.", "look", strconv.Quote(s)))
}

// sizes are denser than Fyne's own: this is a tool with much to show.
var sizes = map[fyne.ThemeSizeName]float32{
	theme.SizeNameText:               13,
	theme.SizeNameCaptionText:        11,
	theme.SizeNameHeadingText:        22,
	theme.SizeNameSubHeadingText:     16,
	theme.SizeNamePadding:            4,
	theme.SizeNameInnerPadding:       6,
	theme.SizeNameInlineIcon:         18,
	theme.SizeNameScrollBar:          10,
	theme.SizeNameScrollBarSmall:     4,
	theme.SizeNameSeparatorThickness: 1,
	theme.SizeNameInputBorder:        1,
	theme.SizeNameInputRadius:        4,
	theme.SizeNameSelectionRadius:    3,
}

// Theme is how the window looks.
type Theme struct{ Look Look }

// Color implements fyne.Theme.
func (t Theme) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	p := dark
	if t.Look == Light || t.Look != Dark && variant == theme.VariantLight {
		p = light
	}
	c, ok := p[name]
	if !ok {
		return theme.DefaultTheme().Color(name, variant)
	}
	rgb := color.NRGBA{R: uint8(c >> 24), G: uint8(c >> 16), B: uint8(c >> 8), A: uint8(c)}
	if name == theme.ColorNameForeground {
		return ink(rgb)
	}
	return rgb
}

// Font implements fyne.Theme.
func (Theme) Font(s fyne.TextStyle) fyne.Resource { return theme.DefaultTheme().Font(s) }

// Icon implements fyne.Theme.
func (Theme) Icon(name fyne.ThemeIconName) fyne.Resource { return theme.DefaultTheme().Icon(name) }

// Size implements fyne.Theme.
func (Theme) Size(name fyne.ThemeSizeName) float32 {
	if v, ok := sizes[name]; ok {
		return v
	}
	return theme.DefaultTheme().Size(name)
}
