package text

import (
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

func TestMarkBlanks(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "hall": "hall", "\u26a1": "[U+26A1]", "a \u26a1\ufe0f b\U0001f321": "a [U+26A1] b[U+1F321]", "\U0001f600": "\U0001f600", "\xff\u2757\xff": "\xff[U+2757]\xff",
	} {
		if got := MarkBlanks(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// TestTheToolkitLeavesThemOut: when it does not any more, they need no marks.
func TestTheToolkitLeavesThemOut(t *testing.T) {
	test.NewTempApp(t)
	w := test.NewWindow(nil)
	defer w.Close()
	dots := func(s string) (n int) {
		label := canvas.NewText(s, color.NRGBA{R: 255, A: 255})
		label.TextSize = 20
		w.SetContent(label)
		w.Resize(fyne.NewSize(40, 40))
		picture := w.Canvas().Capture()
		for y := range picture.Bounds().Dy() {
			for x := range picture.Bounds().Dx() {
				if picture.At(x, y) != picture.At(0, 0) {
					n++
				}
			}
		}
		return n
	}
	for _, c := range blanks {
		if n := dots(string(c)); n > 10 {
			t.Errorf("%U has %d dots", c, n)
		}
	}
	if n := dots("\U0001f600"); n < 100 {
		t.Errorf("a face has %d dots", n)
	}
}
