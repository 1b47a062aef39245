package widgets

import (
	"image/color"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

// TestTwoLines: a sentence is on one line where there is room, else on two broken between
// words, and a tip says what does not fit there.
func TestTwoLines(t *testing.T) {
	test.NewTempApp(t)
	s := NewTwoLines(12)
	w := test.NewTempWindow(t, container.NewWithoutLayout(s))
	w.Resize(fyne.NewSize(800, 100))
	const words = "JSON, because it begins with { and is well-formed to its end"
	for _, c := range []struct {
		width float32
		lines int
		cut   bool
	}{{600, 1, false}, {203, 2, false}, {90, 2, true}, {600, 1, false}} {
		s.Resize(fyne.NewSize(c.width, 36))
		s.Set(words, "Shown as "+words, color.NRGBA{A: 255})
		seen := s.Seen()
		lines := 0
		for _, l := range seen {
			if l != "" {
				lines++
			}
		}
		if lines != c.lines || s.Cut() != c.cut || strings.TrimSpace(seen[0]+" "+seen[1]) != words {
			t.Errorf("%.0f wide: %q, cut %t", c.width, seen, s.Cut())
		}
	}
	pressed := 0
	if s.Tapped(nil); s.OnTapped != nil {
		t.Error("it does something")
	}
	s.OnTapped = func() { pressed++ }
	if test.Tap(s); pressed != 1 {
		t.Error("it cannot be pressed")
	}
}
