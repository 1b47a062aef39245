package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/ui/format"
	"mangrove/ui/widgets"
)

// confirmation asks before something is done that others may notice.
type confirmation struct {
	title  string
	words  string
	list   []string // what it is about, as many as can be seen
	typed  string   // what has to be typed before; empty: nothing
	action string   // on the button that does it
	do     func()

	button *widgets.Button
	entry  *widgets.Entry
	dialog *dialog.CustomDialog
}

// askFirst shows a confirmation. Only its button does what it asks about, no key by
// itself.
func (d *desk) askFirst(q *confirmation) {
	words := widget.NewLabel(format.Excerpt(q.words))
	words.Wrapping = fyne.TextWrapWord
	content := container.NewVBox(words)
	if len(q.list) > 0 {
		list := widget.NewLabel(format.Excerpts(q.list...))
		list.Truncation = fyne.TextTruncateEllipsis
		content.Add(list)
	}
	q.button = widgets.NewButton(q.action, nil, func() {
		q.dialog.Hide()
		q.do()
	})
	q.button.Importance = widget.DangerImportance
	if q.typed != "" {
		q.entry = widgets.NewEntry(q.typed)
		q.entry.OnChanged = func(s string) {
			if strings.TrimSpace(s) == q.typed {
				q.button.Enable()
			} else {
				q.button.Disable()
			}
		}
		q.button.Disable()
		content.Add(container.NewBorder(nil, nil, widget.NewLabel("Type "+format.ExcerptOf(q.typed, 80)+" to confirm"), nil, q.entry))
	}
	q.dialog = dialog.NewCustomWithoutButtons(format.ExcerptOf(q.title, mostTitle), content, d.window)
	cancel := widgets.NewButton("Cancel", theme.CancelIcon(), func() { q.dialog.Hide() })
	q.dialog.SetButtons([]fyne.CanvasObject{cancel, q.button})
	q.dialog.Resize(fyne.NewSize(d.width(560), 0))
	d.show(q.dialog)
	if q.entry != nil {
		d.focus(q.entry)
	}
}
