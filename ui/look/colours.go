package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Names of the colours that Fyne has none for.
const (
	Panel   fyne.ThemeColorName = "panel"   // behind rows and text
	Raised  fyne.ThemeColorName = "raised"  // bars and headers
	Toast   fyne.ThemeColorName = "toast"   // what lies over others for a while
	Muted   fyne.ThemeColorName = "muted"   // what is less important
	Key     fyne.ThemeColorName = "key"     // in JSON
	String  fyne.ThemeColorName = "string"  // in JSON
	Number  fyne.ThemeColorName = "number"  // in JSON
	Literal fyne.ThemeColorName = "literal" // in JSON

	Retained fyne.ThemeColorName = "retained" // the mark of a message that the broker keeps
)

// ChartColours are those of the lines of a chart, in their order: some that most people
// can tell apart who see fewer colours than others.
var ChartColours = []fyne.ThemeColorName{"chart 1", "chart 2", "chart 3", "chart 4", "chart 5", "chart 6"}

// palette is one look: colours by name, as 0xRRGGBBAA.
type palette map[fyne.ThemeColorName]uint32

var dark = palette{
	theme.ColorNameBackground:          0x14191cff,
	Panel:                              0x181e22ff,
	Raised:                             0x1d2429ff,
	Toast:                              0x34424bff,
	theme.ColorNameOverlayBackground:   0x20282eff,
	theme.ColorNameMenuBackground:      0x20282eff,
	theme.ColorNameHeaderBackground:    0x1d2429ff,
	theme.ColorNameInputBackground:     0x11161aff,
	theme.ColorNameInputBorder:         0x5d6a73ff,
	theme.ColorNameButton:              0x2a343bff,
	theme.ColorNameDisabledButton:      0x20282dff,
	theme.ColorNameSeparator:           0x2a333aff,
	theme.ColorNameForeground:          0xdde5e7ff,
	Muted:                              0x8c9ba3ff,
	theme.ColorNamePlaceHolder:         0x75858eff,
	theme.ColorNameDisabled:            0x7f8d95ff,
	theme.ColorNamePrimary:             0x2fbf9aff,
	theme.ColorNameHyperlink:           0x4fc9f0ff,
	theme.ColorNameFocus:               0x2fbf9a80,
	theme.ColorNameSelection:           0x24564bff,
	theme.ColorNameHover:               0xffffff0d,
	theme.ColorNamePressed:             0xffffff1a,
	theme.ColorNameScrollBar:           0x6d7c85ff,
	theme.ColorNameScrollBarBackground: 0x00000000,
	theme.ColorNameShadow:              0x00000059,
	theme.ColorNameForegroundOnPrimary: 0x06231bff,
	theme.ColorNameError:               0xf07167ff,
	theme.ColorNameForegroundOnError:   0x2a0805ff,
	theme.ColorNameWarning:             0xe5a93dff,
	theme.ColorNameForegroundOnWarning: 0x2a1c03ff,
	theme.ColorNameSuccess:             0x7cc66bff,
	theme.ColorNameForegroundOnSuccess: 0x06231bff,
	Key:                                0x82c7e8ff,
	String:                             0xa9d18eff,
	Number:                             0xe8b878ff,
	Literal:                            0xc8a2f0ff,
	Retained:                           0xe5a93dff,
	"chart 1":                          0x56b4e9ff,
	"chart 2":                          0xf0a030ff,
	"chart 3":                          0x30c8a0ff,
	"chart 4":                          0xe08ab8ff,
	"chart 5":                          0xf0e442ff,
	"chart 6":                          0xe8703aff,
}

var light = palette{
	theme.ColorNameBackground:          0xf3f5f5ff,
	Panel:                              0xffffffff,
	Raised:                             0xe9edecff,
	Toast:                              0xd3dddbff,
	theme.ColorNameOverlayBackground:   0xffffffff,
	theme.ColorNameMenuBackground:      0xffffffff,
	theme.ColorNameHeaderBackground:    0xe9edecff,
	theme.ColorNameInputBackground:     0xffffffff,
	theme.ColorNameInputBorder:         0x899594ff,
	theme.ColorNameButton:              0xdde4e3ff,
	theme.ColorNameDisabledButton:      0xe9eeedff,
	theme.ColorNameSeparator:           0xd6deddff,
	theme.ColorNameForeground:          0x1a2427ff,
	Muted:                              0x5a6b70ff,
	theme.ColorNamePlaceHolder:         0x718186ff,
	theme.ColorNameDisabled:            0x7b898eff,
	theme.ColorNamePrimary:             0x0b7f65ff,
	theme.ColorNameHyperlink:           0x0f6cbdff,
	theme.ColorNameFocus:               0x0b7f6580,
	theme.ColorNameSelection:           0xbfe6dbff,
	theme.ColorNameHover:               0x0000000d,
	theme.ColorNamePressed:             0x0000001a,
	theme.ColorNameScrollBar:           0x8d9b9fff,
	theme.ColorNameScrollBarBackground: 0x00000000,
	theme.ColorNameShadow:              0x0000001f,
	theme.ColorNameForegroundOnPrimary: 0xffffffff,
	theme.ColorNameError:               0xc23b31ff,
	theme.ColorNameForegroundOnError:   0xffffffff,
	theme.ColorNameWarning:             0x9a6200ff,
	theme.ColorNameForegroundOnWarning: 0xffffffff,
	theme.ColorNameSuccess:             0x3c7a1fff,
	theme.ColorNameForegroundOnSuccess: 0xffffffff,
	Key:                                0x1a5f8aff,
	String:                             0x2c6e2fff,
	Number:                             0x9a5200ff,
	Literal:                            0x6b3fa0ff,
	Retained:                           0x9a6200ff,
	"chart 1":                          0x0067a8ff,
	"chart 2":                          0xb85c00ff,
	"chart 3":                          0x00785aff,
	"chart 4":                          0x9c3f7aff,
	"chart 5":                          0x6b5a00ff,
	"chart 6":                          0x303f46ff,
}

// Colour takes a colour from the theme in use.
func Colour(name fyne.ThemeColorName) color.NRGBA {
	return color.NRGBAModel.Convert(theme.Color(name)).(color.NRGBA)
}
