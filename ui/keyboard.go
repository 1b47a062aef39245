package ui

import "fyne.io/fyne/v2"

// hadKeyboard is what had the keyboard, and what lay over the window then.
type hadKeyboard struct {
	by  fyne.Focusable
	top fyne.CanvasObject
}

// keepKeyboard gives the keyboard back when nothing has it any more: the toolkit takes it
// away with every click on what has no use for it, be it beside a question. Menus, and
// dialogs of the toolkit's own, look after themselves.
func (w *Window) keepKeyboard() {
	canvas := w.window.Canvas()
	top := canvas.Overlays().Top()
	if by := canvas.Focused(); by != nil {
		w.had = hadKeyboard{by, top}
		return
	}
	if top != nil && !w.desk.IsOwn(top) {
		return
	}
	if o, ok := w.had.by.(fyne.CanvasObject); ok && w.had.top == top {
		if _, seen := w.placeOf(o); seen && o.Visible() {
			canvas.Focus(w.had.by)
		}
	}
	if top == nil && canvas.Focused() == nil {
		w.takeKeyboard()
	}
}
