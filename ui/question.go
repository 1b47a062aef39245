package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"mangrove/ui/format"
)

// question is a dialog with its own buttons, of which scripts know the places.
type question struct {
	dialog *dialog.CustomDialog
	busy   bool // what it is for is being done
	gone   bool // it has been closed
}

// ask opens a dialog. confirm does what it is for; the question stays until
// close is called. others is what a script aims at besides.
func (d *desk) ask(title string, content fyne.CanvasObject, confirm *widget.Button, others ...aim) *question {
	q := &question{dialog: dialog.NewCustomWithoutButtons(format.ExcerptOf(title, mostTitle), content, d.window)}
	confirm.Importance = widget.HighImportance
	cancel := widget.NewButton("Cancel", func() { q.close() })
	q.dialog.SetButtons([]fyne.CanvasObject{cancel, confirm})
	d.asked = append([]aim{{"confirm", confirm}, {"cancel", cancel}}, others...)
	q.dialog.SetOnClosed(func() {
		if q.gone {
			return // the toolkit tells each time, and another one may be asked by now
		}
		q.gone, d.asked = true, nil
		if len(d.queue) > 0 {
			next := d.queue[0]
			d.queue = d.queue[1:]
			next()
		}
	})
	d.show(q.dialog)
	return q
}

// askLater has a question asked when there is no other.
func (d *desk) askLater(ask func()) {
	if d.asked != nil {
		d.queue = append(d.queue, ask)
		return
	}
	ask()
}

// confirm does what the question that is asked is for, unless something lies
// over it. What cannot be undone is done by its button only.
func (d *desk) confirm() {
	if len(d.canvas().Overlays().List()) != 1 {
		return
	}
	for _, o := range d.asked {
		if b, ok := o.object.(*widget.Button); ok && o.name == "confirm" && !b.Disabled() && b.Importance != widget.DangerImportance {
			b.OnTapped()
			return
		}
	}
}

// close ends the dialog.
func (q *question) close() {
	q.dialog.Hide()
}
