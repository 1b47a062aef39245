package look

import (
	"math"
	"testing"

	"fyne.io/fyne/v2/theme"
)

// leastContrast is what the edge of something to be used needs against what is
// around it (WCAG 2.2, 1.4.11).
const leastContrast = 3

// leastText is what text needs (WCAG 2.2, 1.4.3): the letters of lines have their colours.
const leastText = 4.5

// TestEdgesOfFieldsAreSeen in both looks: those of boxes to tick are the same.
func TestEdgesOfFieldsAreSeen(t *testing.T) {
	for name, look := range map[string]palette{"dark": dark, "light": light} {
		if c := contrast(look[theme.ColorNameInputBorder], look[theme.ColorNameInputBackground]); c < leastContrast {
			t.Errorf("%s: %.1f to 1", name, c)
		}
	}
}

// TestLinesOfChartsAreSeen on what they are drawn on.
func TestLinesOfChartsAreSeen(t *testing.T) {
	for name, look := range map[string]palette{"dark": dark, "light": light} {
		for _, line := range ChartColours {
			if c := contrast(look[line], look[Panel]); c < leastText {
				t.Errorf("%s: %s has %.1f to 1", name, line, c)
			}
		}
	}
}

// TestMarkOfRetainedIsRead on what rows are drawn on.
func TestMarkOfRetainedIsRead(t *testing.T) {
	for name, look := range map[string]palette{"dark": dark, "light": light} {
		if c := contrast(look[Retained], look[Panel]); c < leastText {
			t.Errorf("%s: %.1f to 1", name, c)
		}
	}
}

// contrast is that of two colours of a look, 1 to 21 (WCAG 2.2).
func contrast(a, b uint32) float64 {
	one, other := luminance(a), luminance(b)
	return (max(one, other) + 0.05) / (min(one, other) + 0.05)
}

func luminance(colour uint32) float64 {
	linear := func(shift int) float64 {
		s := float64(colour>>shift&0xff) / 0xff
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(24) + 0.7152*linear(16) + 0.0722*linear(8)
}
