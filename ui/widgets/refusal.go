package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"mangrove/ui/widgets/text"
)

// refusalWidth is the room for a sentence below a field.
const refusalWidth = 340

// refusal is a sentence below a field about what it did not take. Any key and
// any click put it away; the field gets the key.
type refusal struct {
	widget.BaseWidget
	words *widget.Label
	panel *widget.PopUp
	field fyne.Focusable
}

// refuse says below the field why something was not taken.
func (e *Entry) refuse(words string) {
	for _, w := range fyne.CurrentApp().Driver().AllWindows() {
		// The field may be part of another widget, which is what Fyne knows.
		focused, ok := w.Canvas().Focused().(interface {
			fyne.CanvasObject
			fyne.Focusable
			itself() *Entry
		})
		if ok && focused.itself() == e {
			newRefusal(words, focused, w.Canvas()).showBelow(focused)
		}
	}
}

func (e *Entry) itself() *Entry { return e }

func newRefusal(words string, field fyne.Focusable, on fyne.Canvas) *refusal {
	r := &refusal{words: widget.NewLabel(text.WithMarks(words)), field: field}
	r.words.Wrapping = fyne.TextWrapWord
	r.words.Importance = widget.WarningImportance
	r.ExtendBaseWidget(r)
	r.panel = widget.NewPopUp(r, on)
	return r
}

func (r *refusal) showBelow(o fyne.CanvasObject) {
	r.panel.Resize(fyne.NewSize(refusalWidth, 0))
	r.panel.Resize(fyne.NewSize(refusalWidth, r.panel.MinSize().Height))
	r.panel.ShowAtRelativePosition(fyne.NewPos(0, o.Size().Height+2), o)
	r.panel.Canvas.Focus(r)
}

// CreateRenderer is called by Fyne.
func (r *refusal) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewStack(r.words))
}

// FocusGained is called by Fyne.
func (r *refusal) FocusGained() {}

// FocusLost is called by Fyne.
func (r *refusal) FocusLost() {}

// TypedRune is called by Fyne.
func (r *refusal) TypedRune(c rune) {
	r.panel.Hide()
	r.field.TypedRune(c)
}

// TypedKey is called by Fyne.
func (r *refusal) TypedKey(ev *fyne.KeyEvent) {
	r.panel.Hide()
	if ev.Name != fyne.KeyEscape {
		r.field.TypedKey(ev)
	}
}

// TypedShortcut is called by Fyne.
func (r *refusal) TypedShortcut(s fyne.Shortcut) {
	r.panel.Hide()
	if f, ok := r.field.(fyne.Shortcutable); ok {
		f.TypedShortcut(s)
	}
}
