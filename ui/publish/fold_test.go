package publish

import (
	"testing"

	"fyne.io/fyne/v2"
)

// TestWhatIsSaidMovesNoButton: a panel of one line stands at the bottom of the page, and its button
// stays there while what is typed is no JSON yet.
func TestWhatIsSaidMovesNoButton(t *testing.T) {
	b := newBench(t)
	p := b.connect()
	p.SetFolded(true)
	over := map[string]float32{} // the bottom
	for _, typed := range []string{`{"a": `, `{"a": 1}`} {
		p.payload.SetText(typed)
		b.step()
		p.Object.Resize(fyne.NewSize(p.Object.Size().Width, p.Object.MinSize().Height))
		top := fyne.CurrentApp().Driver().AbsolutePositionForObject(p.Object)
		over[typed] = p.Object.Size().Height - fyne.CurrentApp().Driver().AbsolutePositionForObject(p.button).Subtract(top).Y
	}
	if over[`{"a": `] != over[`{"a": 1}`] {
		t.Errorf("the button stands %v over the bottom", over)
	}
}
