package look

import (
	"image/color"
	"testing"

	"fyne.io/fyne/v2/theme"
)

// TestTextsAreOpaqueAndKeysInMenusAreSeen, which the toolkit derives from them.
func TestTextsAreOpaqueAndKeysInMenusAreSeen(t *testing.T) {
	for _, l := range []Look{Dark, Light} {
		c := Theme{Look: l}.Color(theme.ColorNameForeground, theme.VariantDark)
		plain := color.NRGBA(c.(ink))
		if got := color.NRGBAModel.Convert(c).(color.NRGBA); got != plain || got.A != 0xff {
			t.Errorf("%s: texts are drawn in %v, want %v", l, got, plain)
		}
		r, g, b, a := c.RGBA()
		if r&0xff != uint32(plain.R) || g&0xff != uint32(plain.G) || b&0xff != uint32(plain.B) { // as the toolkit takes them
			t.Errorf("%s: keys in menus have another colour", l)
		}
		if keys := uint8(uint32(float32(a) * 0.95)); keys < 0xa0 || keys > 0xe0 { //nolint:gosec // as the toolkit does
			t.Errorf("%s: keys in menus have an alpha of %#x", l, keys)
		}
	}
}
