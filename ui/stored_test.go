package ui

import (
	"math"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"mangrove/ui/explore"
	"mangrove/ui/look"
	"mangrove/ui/prefs"
)

// TestPreferencesThatAreNone: whatever the file holds, the window can be used.
func TestPreferencesThatAreNone(t *testing.T) {
	a := test.NewTempApp(t)
	kept := a.Preferences()
	for _, n := range []float64{math.NaN(), math.Inf(1), math.Inf(-1), -1, 0, 1e300} {
		kept.SetFloat(widthKey, n)
		if got := prefs.Number(widthKey, 1280, 1, largestWindow); got != 1280 {
			t.Errorf("a window %g wide becomes %g", n, got)
		}
		kept.SetFloat(explore.AcrossKey, n)
		if got := prefs.Share(explore.AcrossKey, 0.42); got != 0.42 && n != 0 {
			t.Errorf("a share of %g becomes %g", n, got)
		}
	}
	kept.SetString(lookKey, strings.Repeat("x", 100_000))
	if got := storedLook(kept); got != look.System {
		t.Errorf("the look %.20q", got)
	}
}
