package chart

import (
	"fmt"
	"image"
	"math"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"mangrove/ui/look"
	"mangrove/ui/widgets/text"
)

// TestCursorTimeCoversNothing that is drawn, wherever it points at, and is within the chart.
func TestCursorTimeCoversNothing(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(look.Theme{Look: look.Dark})
	end := epoch.Add(time.Hour)
	line := func(unit string, scale float64) *Line {
		return &Line{Source: over(60, time.Minute, func(i int) float64 { return scale * wave(i) }), Name: "a", Unit: unit, Until: end.UnixNano()}
	}
	for name, lines := range map[string][]*Line{
		"one":                 {line("", 1)},
		"one with a unit":     {line("°C", 1)},
		"two with a unit":     {line("°C", 1), line("°C", 1)},
		"three of each scale": {line("°C", 1), line("W", 1000), line("", 1e6)},
	} {
		for _, size := range []fyne.Size{{Width: 120, Height: 80}, {Width: 330, Height: 150}, {Width: 1000, Height: 500}} {
			for _, length := range []time.Duration{5 * time.Minute, time.Hour, 72 * time.Hour} {
				c := New(until(end, length))
				c.SetLines(lines)
				w := test.NewTempWindow(t, c)
				w.SetPadded(false)
				w.Resize(size)
				c.Draw(end)
				w.Canvas().Capture()
				if c.Size() != size || c.pixels.Rect.Dx() != int(size.Width) {
					t.Fatalf("%v is drawn of %v, %d wide", c.Size(), size, c.pixels.Rect.Dx())
				}
				for _, part := range []float64{0, 0.03, 0.5, 0.97, 1} {
					c.Time.Point(part)
					c.placeCursor()
					checkStamp(t, fmt.Sprintf("%s, %v, %v, at %g", name, size, length, part), c)
				}
			}
		}
	}
}

// checkStamp looks at what is drawn under the time of the cursor.
func checkStamp(t *testing.T, what string, c *Chart) {
	t.Helper()
	if !c.stamp.Raster.Visible() {
		if c.Size().Width > 300 {
			t.Errorf("%s: there is no time", what)
		}
		return
	}
	words := c.stamp.Text()
	at, size := c.stamp.Raster.Position().Subtract(c.plot.Position()), c.stamp.Raster.Size()
	if text.Width(words, text.Regular, labelSize) > size.Width || at.X < 0 || at.Y < 0 || at.X+size.Width > c.plot.Size().Width {
		t.Errorf("%s: %q at %v, %v wide of %v", what, words, at, size.Width, c.plot.Size().Width)
	}
	px := c.drawn.place.px
	in := func(v float32) int { return int(math.Round(float64(v) * px)) }
	under := image.Rect(in(at.X), in(at.Y), in(at.X+size.Width), in(at.Y+size.Height))
	back := look.Colour(look.Panel)
	for y := under.Min.Y; y < under.Max.Y; y++ {
		for x := under.Min.X; x < under.Max.X; x++ {
			if c.pixels.At(x, y) != c.pixels.ColorModel().Convert(back) {
				t.Errorf("%s: %q covers what is drawn at %d, %d of %v", what, words, x, y, under)
				return
			}
		}
	}
}
