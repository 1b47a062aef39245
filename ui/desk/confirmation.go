package desk

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/ui/format"
	"mangrove/ui/widgets"
)

// deadFor is how long the button of a question that comes by itself is dead.
const deadFor = 700 * time.Millisecond

// Confirmation asks before something is done that others may notice.
type Confirmation struct {
	Title string
	Words string
	List  []string // what it is about, as many as can be seen
	Typed string   // what has to be typed before; empty: nothing
	// Content stands in the place of the list.
	Content fyne.CanvasObject
	// Sudden says that it comes by itself, where a click may have been meant for something
	// else: its button is dead for a moment.
	Sudden bool
	Action string // on the button that does it
	Do     func()

	button *widgets.Button
	entry  *widgets.Entry
	dialog *dialog.CustomDialog
}

// Confirm shows a confirmation. Only its button does what it asks about, no key by
// itself.
func (d *Desk) Confirm(q *Confirmation) {
	words := widget.NewLabel(format.Excerpt(q.Words))
	words.Wrapping = fyne.TextWrapWord
	content := container.NewVBox(words)
	if len(q.List) > 0 {
		list := widget.NewLabel(format.Excerpts(q.List...))
		list.Truncation = fyne.TextTruncateEllipsis
		content.Add(list)
	}
	width := float32(560)
	if q.Content != nil {
		content.Add(q.Content)
		width = 860
	}
	q.button = widgets.NewButton(q.Action, nil, func() {
		d.hide(q.dialog)
		q.Do()
	})
	q.button.Importance = widget.DangerImportance
	if q.Typed != "" {
		q.entry = widgets.NewEntry(q.Typed)
		q.entry.OnChanged = func(s string) {
			if strings.TrimSpace(s) == q.Typed {
				q.button.Enable()
			} else {
				q.button.Disable()
			}
		}
		q.button.Disable()
		content.Add(container.NewBorder(nil, nil, widget.NewLabel(format.Excerpt(format.Fill("Type {typed} to confirm", "typed", format.ExcerptOf(q.Typed, 80)))), nil, q.entry))
	}
	q.dialog = dialog.NewCustomWithoutButtons(format.ExcerptOf(q.Title, MostTitle), content, d.window)
	cancel := widgets.NewButton("Cancel", theme.CancelIcon(), func() { d.hide(q.dialog) })
	q.dialog.SetButtons([]fyne.CanvasObject{cancel, q.button})
	q.dialog.Resize(fyne.NewSize(d.Width(width), 0))
	d.Show(q.dialog)
	if q.Sudden && q.Typed == "" {
		q.button.Disable()
		time.AfterFunc(deadFor, func() { d.Run(q.button.Enable) })
	}
	if q.entry != nil {
		d.Focus(q.entry)
	}
}
