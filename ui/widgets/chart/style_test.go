package chart

import (
	"image"
	"testing"

	"fyne.io/fyne/v2/test"

	"mangrove/ui/look"
)

// TestStyles draw the same numbers in other ways.
func TestStyles(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(look.Theme{Look: look.Dark})
	c := shown()["gap"]
	seen := map[string]Style{}
	for _, s := range []Style{{Shape: Steps, Dots: NoDots}, {Shape: Straight, Dots: NoDots}, {Shape: Steps, Dots: AllDots}, {Shape: Straight, Dots: AllDots}} {
		c.Style = s
		img, ok := c.Image(480, 240, 1).(*image.RGBA)
		if !ok {
			t.Fatal("no picture")
		}
		if other, same := seen[string(img.Pix)]; same {
			t.Errorf("%+v is drawn as %+v is", s, other)
		}
		seen[string(img.Pix)] = s
	}
}
