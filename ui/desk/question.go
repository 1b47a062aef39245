package desk

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"mangrove/ui/format"
	"mangrove/ui/widgets"
)

// Question is a dialog with its own buttons, of which scripts know the places.
type Question struct {
	Dialog *dialog.CustomDialog
	Cancel *widgets.Button // closes it
	hide   func()
	Busy   bool   // what it is for is being done
	Gone   bool   // it has been closed
	OnGone func() // it has been closed; nil: nobody is told
}

// Ask opens a dialog. confirm does what it is for; the question stays until
// Close is called. others is what a script aims at besides.
func (d *Desk) Ask(title string, content fyne.CanvasObject, confirm *widgets.Button, others ...NamedObject) *Question {
	q := &Question{Dialog: dialog.NewCustomWithoutButtons(format.ExcerptOf(title, MostTitle), content, d.window)}
	q.hide = func() { d.hide(q.Dialog) }
	confirm.Importance = widget.HighImportance
	q.Cancel = widgets.NewButton("Cancel", nil, func() { q.Close() })
	q.Dialog.SetButtons([]fyne.CanvasObject{q.Cancel, confirm})
	d.Asked = append([]NamedObject{{"confirm", confirm}, {"cancel", q.Cancel}}, others...)
	q.Dialog.SetOnClosed(func() {
		if q.Gone {
			return // the toolkit tells each time, and another one may be asked by now
		}
		q.Gone, d.Asked = true, nil
		if q.OnGone != nil {
			q.OnGone()
		}
		if len(d.queue) > 0 {
			next := d.queue[0]
			d.queue = slices.Delete(d.queue, 0, 1)
			next()
		}
	})
	d.Show(q.Dialog)
	return q
}

// AskLater has a question asked when there is no other.
func (d *Desk) AskLater(ask func()) {
	if d.Asked != nil {
		d.queue = append(d.queue, ask)
		return
	}
	ask()
}

// Answer does what the question that is asked is for, unless something lies
// over it. What cannot be undone is done by its button only.
func (d *Desk) Answer() {
	if len(d.Canvas().Overlays().List()) != 1 {
		return
	}
	for _, o := range d.Asked {
		if b, ok := o.Object.(*widgets.Button); ok && o.Name == "confirm" && !b.Disabled() && b.Importance != widget.DangerImportance {
			b.OnTapped()
			return
		}
	}
}

// KeepsAll has the button that ends the dialog say Close: there is nothing that it would take back.
func (q *Question) KeepsAll() { q.Cancel.SetText("Close") }

// Fit gives the dialog a width, and the height that its words take in it: that is known only once
// they have been broken into lines of this width.
func (q *Question) Fit(width float32) {
	q.Dialog.Resize(fyne.NewSize(width, 0))
	q.Dialog.Resize(fyne.NewSize(width, 0))
}

// Close ends the dialog.
func (q *Question) Close() {
	q.hide()
}

// Waiting is how many questions are to be asked after the one that is asked.
func (d *Desk) Waiting() int { return len(d.queue) }
