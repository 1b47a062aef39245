package widgets

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
)

// TestHalfALineIsNotShown of what an empty list says, where there is not the height for it.
func TestHalfALineIsNotShown(t *testing.T) {
	test.NewTempApp(t)
	l := NewList("Nothing has come.")
	says := l.Object.(*fyne.Container).Objects[1].(*fyne.Container).Objects[0]
	shown := says.Visible
	whole := l.empty.MinSize().Height - theme.InnerPadding()
	for height, want := range map[float32]bool{200: true, whole: true, whole - 1: false} {
		if l.Object.Resize(fyne.NewSize(300, height)); shown() != want {
			t.Errorf("%v high: shown is %v", height, shown())
		}
	}
}
