package text

import (
	"math"
	"testing"
	"unicode"

	"golang.org/x/image/math/fixed"
)

// TestUnseenIsOneTableOfAll: what has no look is looked up once, and is the same.
func TestUnseenIsOneTableOfAll(t *testing.T) {
	for c := rune(0x80); c <= unicode.MaxRune; c++ {
		want := unicode.In(c, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Variation_Selector,
			unicode.Other_Default_Ignorable_Code_Point)
		if got := unicode.Is(unseen, c); got != want {
			t.Fatalf("%U: %v, want %v", c, got, want)
		}
		if unicode.Is(unicode.Prepended_Concatenation_Mark, c) && invisible(c) {
			t.Errorf("%U is seen", c)
		}
	}
}

// TestToFixedRounds as [math.Round] does: halves go away from 0.
func TestToFixedRounds(t *testing.T) {
	for i := int32(-40_000); i <= 40_000; i++ {
		for _, v := range []float32{float32(i) / 128, float32(i) / 1000, math.Nextafter32(float32(i)/128, 0)} {
			if got, want := toFixed(v), fixed.Int26_6(math.Round(float64(v)*64)); got != want {
				t.Fatalf("%v: %d, want %d", v, got, want)
			}
		}
	}
}
