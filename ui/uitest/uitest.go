// Package uitest is what the tests of the window and of its rooms share.
package uitest

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"mangrove/ui/widgets"
)

// Patience is how long a test waits for another goroutine.
const Patience = 5 * time.Minute

// Find lists all objects of a type below another, in the order of the page.
func Find[T fyne.CanvasObject](in fyne.CanvasObject) (list []T) {
	if o, ok := in.(T); ok {
		list = append(list, o)
	}
	switch o := in.(type) {
	case *fyne.Container:
		for _, child := range o.Objects {
			list = append(list, Find[T](child)...)
		}
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(o).Objects() {
			list = append(list, Find[T](child)...)
		}
	}
	return list
}

// DialogButton is the button of the dialog on top, nil when there is none.
func DialogButton(c fyne.Canvas, words string) *widgets.Button {
	if top := c.Overlays().Top(); top != nil {
		for _, button := range Find[*widgets.Button](top) {
			if button.Text == words {
				return button
			}
		}
	}
	return nil
}

// DialogWords is what the dialog on top says, a line for each label.
func DialogWords(c fyne.Canvas) (all string) {
	if top := c.Overlays().Top(); top != nil {
		for _, l := range Find[*widget.Label](top) {
			all += l.Text + "\n"
		}
	}
	return all
}

// Until takes steps until something has come from another goroutine.
func Until(t *testing.T, what string, step func(), done func() bool) {
	t.Helper()
	late := time.After(Patience)
	poll := time.NewTicker(time.Millisecond) // drawing without a pause keeps the others from it
	defer poll.Stop()
	for step(); !done(); step() {
		select {
		case <-poll.C:
		case <-late:
			t.Fatalf("not within %v: %s", Patience, what)
		}
	}
}

// WantKeyboard fails unless something has the keyboard.
func WantKeyboard(t *testing.T, c fyne.Canvas, what string, want fyne.Focusable) {
	t.Helper()
	if got := c.Focused(); got != want {
		t.Errorf("%s: %T has the keyboard, not %T", what, got, want)
	}
}
