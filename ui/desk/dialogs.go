package desk

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"mangrove/ui/format"
	"mangrove/ui/widgets"
)

// openDialog is a dialog on view, and what lies over the window for it.
type openDialog struct {
	dialog  dialog.Dialog
	overlay fyne.CanvasObject
}

// MostTitle is how many characters of a dialog's title are shown: it does not
// break into lines, and makes the dialog as wide as it is.
const MostTitle = 100

// NewDialog makes a dialog with one button, which closes it.
func (d *Desk) NewDialog(title string, content fyne.CanvasObject) *dialog.CustomDialog {
	made := dialog.NewCustomWithoutButtons(format.ExcerptOf(title, MostTitle), content, d.window)
	made.SetButtons([]fyne.CanvasObject{widgets.NewButton("Close", nil, func() { d.hide(made) })})
	return made
}

// showSentence keeps a sentence on view until it has been read. Enter and Escape close it.
func (d *Desk) showSentence(title, words string) {
	label := widget.NewLabel(format.Excerpt(words))
	label.Wrapping = fyne.TextWrapWord
	made := dialog.NewCustomWithoutButtons(format.ExcerptOf(title, MostTitle), label, d.window)
	read := widgets.NewButton("OK", nil, func() { d.hide(made) })
	made.SetButtons([]fyne.CanvasObject{read})
	made.Resize(fyne.NewSize(d.Width(520), 0))
	d.Show(made)
	d.Focus(read)
}

// hide closes a dialog. What had the keyboard in it is told so before: the toolkit does
// not, and it would look as if it had it when it is shown again.
func (d *Desk) hide(shown dialog.Dialog) {
	if top := d.Canvas().Overlays().Top(); top != nil && slices.Contains(d.dialogs, openDialog{shown, top}) {
		d.Canvas().Unfocus()
	}
	shown.Dismiss()
}

// IsOwn reports whether what lies over the window is a dialog that was made here, and
// not the toolkit's.
func (d *Desk) IsOwn(overlay fyne.CanvasObject) bool {
	return slices.ContainsFunc(d.dialogs, func(o openDialog) bool {
		_, own := o.dialog.(*dialog.CustomDialog)
		return own && o.overlay == overlay
	})
}

// Show opens a dialog that Escape closes, as its own button does. Then the keyboard
// goes back to what had it before.
func (d *Desk) Show(shown dialog.Dialog) {
	d.OnDialog()
	had, place := d.Canvas().Focused(), d.Place()
	d.Canvas().Unfocus() // a field behind the dialog would look as if it were typed into
	shown.SetOnClosed(func() {
		d.forgetClosed()
		if c := d.Canvas(); c.Overlays().Top() != nil || c.Focused() != nil {
			return // another has taken it
		}
		d.Keyboard()
		if o, ok := had.(fyne.CanvasObject); ok && o.Visible() && place == d.Place() {
			d.Focus(had)
		}
	})
	shown.Show()
	d.forgetClosed()
	d.dialogs = append(d.dialogs, openDialog{shown, d.Canvas().Overlays().Top()})
}

// forgetClosed forgets the dialogs that are closed: they have the page that they are
// about, which would be kept after its tab is closed.
func (d *Desk) forgetClosed() {
	open := d.Canvas().Overlays().List()
	d.dialogs = slices.DeleteFunc(d.dialogs, func(o openDialog) bool { return !slices.Contains(open, o.overlay) })
}

// Dismiss closes the dialog on top, and reports whether anything lies over the window.
func (d *Desk) Dismiss() bool {
	top := d.Canvas().Overlays().Top()
	if top == nil {
		return false
	}
	for _, o := range slices.Clone(d.dialogs) {
		if o.overlay == top {
			d.hide(o.dialog)
		}
	}
	return true
}
