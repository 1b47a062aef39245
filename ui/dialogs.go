package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"mangrove/ui/format"
	"mangrove/ui/widgets"
)

// openDialog is a dialog on view, and what lies over the window for it.
type openDialog struct {
	dialog  dialog.Dialog
	overlay fyne.CanvasObject
}

// mostTitle is how many characters of a dialog's title are shown: it does not
// break into lines, and makes the dialog as wide as it is.
const mostTitle = 100

// newDialog makes a dialog with one button, which closes it.
func (w *Window) newDialog(title string, content fyne.CanvasObject) *dialog.CustomDialog {
	d := dialog.NewCustomWithoutButtons(format.ExcerptOf(title, mostTitle), content, w.window)
	d.SetButtons([]fyne.CanvasObject{widgets.NewButton("Close", nil, d.Hide)})
	return d
}

// showDialog opens a dialog that Escape closes, as its own button does. Then
// the keyboard goes back to what had it before.
func (w *Window) showDialog(d dialog.Dialog) {
	w.tabs.hideTips()
	had, page, tab := w.window.Canvas().Focused(), w.page, w.tabs.active
	w.window.Canvas().Unfocus() // a field behind the dialog would look as if it were typed into
	d.SetOnClosed(func() {
		if c := w.window.Canvas(); c.Overlays().Top() != nil || c.Focused() != nil {
			return // another has taken it
		}
		w.takeKeyboard()
		if o, ok := had.(fyne.CanvasObject); ok && o.Visible() && page == w.page && tab == w.tabs.active {
			w.window.Canvas().Focus(had)
		}
	})
	d.Show()
	overlays := w.window.Canvas().Overlays()
	w.dialogs = slices.DeleteFunc(w.dialogs, func(o openDialog) bool { return !slices.Contains(overlays.List(), o.overlay) })
	w.dialogs = append(w.dialogs, openDialog{d, overlays.Top()})
}

// typedKey is called with the keys that nobody has a use for. Escape closes
// the dialog on top, or else ends the search; Return answers a question.
func (w *Window) typedKey(ev *fyne.KeyEvent) {
	if ev.Name == fyne.KeyReturn || ev.Name == fyne.KeyEnter {
		w.home.confirm()
	}
	if ev.Name != fyne.KeyEscape {
		return
	}
	if top := w.window.Canvas().Overlays().Top(); top != nil {
		for _, o := range w.dialogs {
			if o.overlay == top {
				o.dialog.Dismiss()
			}
		}
		return
	}
	w.tabs.followFocus()
	if e := w.tabs.active; e != nil && w.page == pageExplore && e.tree.search.box.Value() != "" {
		e.tree.search.box.onLeave()
	}
}
