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
	}{{600, 1, false}, {203, 2, false}, {90, 2, true}, {20, 0, true}, {600, 1, false}} {
		s.Resize(fyne.NewSize(c.width, 36))
		s.Set(words, "Shown as "+words, color.NRGBA{A: 255})
		seen := s.Seen()
		lines := 0
		for _, l := range seen {
			if l != "" {
				lines++
			}
		}
		if lines != c.lines || s.Cut() != c.cut || !c.cut && strings.TrimSpace(seen[0]+" "+seen[1]) != words {
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

// TestShortWordsAreNotBroken: at any width the lines have whole words of a sentence, or
// nothing, and a sign where there are more.
func TestShortWordsAreNotBroken(t *testing.T) {
	test.NewTempApp(t)
	const words = "JSON, because it begins with { and is well-formed to its end"
	whole := strings.Fields(words)
	for _, most := range []int{2, 3} {
		s := newLinesOf(12, most)
		w := test.NewTempWindow(t, container.NewWithoutLayout(s))
		w.Resize(fyne.NewSize(800, 100))
		s.Set(words, "", color.NRGBA{A: 255})
		for width := float32(8); width < 400; width++ {
			s.Resize(fyne.NewSize(width, 36))
			seen := strings.Fields(strings.ReplaceAll(strings.Join(s.Seen(), " "), "well- formed", "well-formed"))
			for i, word := range seen {
				last := i == len(seen)-1
				if begin, more := strings.CutSuffix(word, "…"); last && more && s.Cut() && (begin == "" || begin == strings.Trim(whole[i], ",")) {
					continue
				}
				if word != whole[i] || last && i < len(whole)-1 && word != "well-" {
					t.Errorf("%g wide, %d lines: %q", width, most, s.Seen())
					break
				}
			}
			if len(seen) < len(whole) != s.Cut() {
				t.Errorf("%g wide, %d lines: %q, cut %t", width, most, s.Seen(), s.Cut())
			}
		}
	}
}

// TestALongTopicIsBroken: it would not be seen otherwise.
func TestALongTopicIsBroken(t *testing.T) {
	test.NewTempApp(t)
	long := newLinesOf(12, 2)
	long.Resize(fyne.NewSize(60, 36))
	long.Set("a/topic/that/is/longer/than/any/word/there/is", "", color.NRGBA{A: 255})
	if seen := long.Seen(); seen[0] == "" || seen[1] == "" {
		t.Errorf("of a long topic is seen %q", seen)
	}
}
