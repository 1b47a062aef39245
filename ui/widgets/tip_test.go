package widgets

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"mangrove/ui/widgets/text"
)

func newTip(t *testing.T) *Tip {
	t.Helper()
	test.NewTempApp(t)
	tip := NewTip()
	w := test.NewTempWindow(t, tip)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(900, 600))
	return tip
}

func TestTipIsAsWideAsItsText(t *testing.T) {
	tip := newTip(t)
	for _, s := range []string{"JPEG image, 99 kB", "a", strings.Repeat("i", 100), "مرحبا", "👨\u200d👩\u200d👧 온도", "a\u200bb"} {
		tip.Say(fyne.NewPos(100, 100), 20, s)
		want := text.Width(s, text.Regular, tipText) + 2*tipPadding + 2
		if got := tip.back.Size().Width; got != want || !slices.Equal(tip.Shown(), []string{s}) {
			t.Errorf("%q is %v wide, want %v: %q", s, got, want, tip.Shown())
		}
	}
}

func TestTipBreaksBetweenWords(t *testing.T) {
	tip := newTip(t)
	words := strings.Repeat("temperature humidity ", 10)
	tip.Say(fyne.NewPos(0, 100), 20, words)
	for _, l := range tip.Shown() {
		for _, w := range strings.Fields(l) {
			if w != "temperature" && w != "humidity" {
				t.Errorf("a word is broken: %q", l)
			}
		}
	}
	if got := strings.Join(tip.Shown(), ""); got != words || len(tip.Shown()) < 2 {
		t.Errorf("%q", tip.Shown())
	}
	tip.Say(fyne.NewPos(0, 100), 20, strings.Repeat("x", 150))
	if n := len(tip.Shown()); n != 2 {
		t.Errorf("a word wider than the tip takes %d lines", n)
	}
}

// TestTipLeavesSight of what it is about, wherever that is.
func TestTipLeavesSight(t *testing.T) {
	tip := newTip(t)
	for name, s := range map[string]string{"short": "x", "long": strings.Repeat("word ", 400), "endless": strings.Repeat("👩\u200d💻", 6_000)} {
		for y := float32(0); y <= 580; y += 20 {
			for _, x := range []float32{0, 450, 899} {
				tip.Say(fyne.NewPos(x, y+20), 20, s)
				at, size := tip.back.Position(), tip.back.Size()
				if at.X < 0 || at.Y < 0 || at.X+size.Width > 900 || at.Y+size.Height > 600 {
					t.Fatalf("%s: for a row at %v, %v it is out of the window: %v, %v", name, x, y, at, size)
				}
				if at.Y < y+20 && at.Y+size.Height > y {
					t.Fatalf("%s: it covers the row at %v: %v, %v", name, y, at, size)
				}
				if n := len(tip.Shown()); n > tipLines {
					t.Fatalf("%s: %d lines", name, n)
				}
			}
		}
	}
}
