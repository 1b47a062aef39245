package widgets

import (
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/ui/look"
)

// TestAButtonWithTheKeyboardIsSeen, whatever its colour: a line of the colour of
// texts goes around it then, and not before.
func TestAButtonWithTheKeyboardIsSeen(t *testing.T) {
	for _, l := range []look.Look{look.Dark, look.Light} {
		test.NewTempApp(t).Settings().SetTheme(look.Theme{Look: l})
		for _, importance := range []widget.Importance{widget.LowImportance, widget.MediumImportance, widget.HighImportance, widget.DangerImportance} {
			b := NewButton("Connect", nil, func() {})
			b.Importance = importance
			w := test.NewTempWindow(t, container.NewWithoutLayout(b))
			w.Resize(fyne.NewSize(200, 100))
			b.Resize(fyne.NewSize(100, 40))
			b.Move(fyne.NewPos(0, 0))
			marked := func() bool { // on the way from outside into the button
				seen, at := w.Canvas().Capture(), fyne.CurrentApp().Driver().AbsolutePositionForObject(b)
				for y := range int(at.Y) + 8 {
					if color.NRGBAModel.Convert(seen.At(int(at.X)+50, y)) == look.Colour(theme.ColorNameForeground) {
						return true
					}
				}
				return false
			}
			if marked() {
				t.Errorf("%s, %d: it is marked without the keyboard", l, importance)
			}
			if w.Canvas().Focus(b); !marked() {
				t.Errorf("%s, %d: nothing tells that it has the keyboard", l, importance)
			}
			if w.Canvas().Unfocus(); marked() {
				t.Errorf("%s, %d: the mark stays", l, importance)
			}
		}
	}
}
