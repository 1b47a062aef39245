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
func (d *desk) newDialog(title string, content fyne.CanvasObject) *dialog.CustomDialog {
	made := dialog.NewCustomWithoutButtons(format.ExcerptOf(title, mostTitle), content, d.window)
	made.SetButtons([]fyne.CanvasObject{widgets.NewButton("Close", nil, made.Hide)})
	return made
}

// show opens a dialog that Escape closes, as its own button does. Then the keyboard
// goes back to what had it before.
func (d *desk) show(shown dialog.Dialog) {
	d.covered()
	had, place := d.canvas().Focused(), d.place()
	d.canvas().Unfocus() // a field behind the dialog would look as if it were typed into
	shown.SetOnClosed(func() {
		if c := d.canvas(); c.Overlays().Top() != nil || c.Focused() != nil {
			return // another has taken it
		}
		d.keyboard()
		if o, ok := had.(fyne.CanvasObject); ok && o.Visible() && place == d.place() {
			d.focus(had)
		}
	})
	shown.Show()
	overlays := d.canvas().Overlays()
	d.dialogs = slices.DeleteFunc(d.dialogs, func(o openDialog) bool { return !slices.Contains(overlays.List(), o.overlay) })
	d.dialogs = append(d.dialogs, openDialog{shown, overlays.Top()})
}

// dismiss closes the dialog on top, and reports whether anything lies over the window.
func (d *desk) dismiss() bool {
	top := d.canvas().Overlays().Top()
	if top == nil {
		return false
	}
	for _, o := range d.dialogs {
		if o.overlay == top {
			o.dialog.Dismiss()
		}
	}
	return true
}
