package ui

import "fyne.io/fyne/v2"

// typedKey is called with the keys that nobody has a use for. Escape closes
// the dialog on top, or else ends the search; Return answers a question.
func (w *Window) typedKey(ev *fyne.KeyEvent) {
	if ev.Name == fyne.KeyReturn || ev.Name == fyne.KeyEnter {
		w.desk.Answer()
	}
	if ev.Name != fyne.KeyEscape {
		return
	}
	if w.desk.Dismiss() {
		return
	}
	w.tabs.followFocus()
	if e := w.tabs.active; e != nil && w.page == pageExplore && e.tree.SearchText() != "" {
		e.tree.EndSearch()
	}
}
