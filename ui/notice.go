package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
)

// noticeFor is how long a sentence is seen that only says what has been done.
const noticeFor = 8 * time.Second

// notice says what has been done, and offers to undo it. What only says so goes
// by itself; what went wrong, or can be undone, stays until it is closed.
type notice struct {
	object fyne.CanvasObject
	around fyne.CanvasObject // what divides the room between the notice and others; nil when nobody need know
	words  *widget.Label
	cross  *widget.Button
	action *widget.Button
	closed func()    // is called when it is closed without doing what it offers; may be nil
	goes   bool      // by itself
	until  time.Time // when it goes; zero until it has been drawn
}

func newNotice() *notice {
	n := &notice{words: widget.NewLabel(""), action: widget.NewButton("", nil)}
	n.words.Wrapping = fyne.TextWrapWord
	n.cross = widget.NewButtonWithIcon("", theme.CancelIcon(), n.dismiss)
	n.cross.Importance = widget.LowImportance
	n.object = widgets.NewPanel(look.Raised,
		container.NewBorder(nil, nil, nil, middle(container.NewHBox(n.action, n.cross)), n.words), 2, 6)
	n.object.Hide()
	return n
}

// below puts the notice below something that takes the room of both while
// there is nothing to say.
func (n *notice) below(above fyne.CanvasObject) fyne.CanvasObject {
	n.around = container.NewBorder(nil, n.object, nil, nil, above)
	return n.around
}

func (n *notice) hide() {
	if !n.object.Visible() {
		return // laying out all that is around costs
	}
	n.object.Hide()
	n.divide()
}

// dismiss is the cross.
func (n *notice) dismiss() {
	n.hide()
	if n.closed != nil {
		n.closed()
	}
}

// divide lays out what is around anew, which the toolkit does not do by itself
// for what comes and goes.
func (n *notice) divide() {
	if n.around != nil {
		n.around.Refresh()
	}
}

// say shows a sentence for a while.
func (n *notice) say(words string) {
	n.warn(words)
	n.goes = true
}

// warn shows a sentence until it is closed.
func (n *notice) warn(words string) { n.offer(words, "", nil) }

// draw has a sentence go when its time has come. Only what is seen is drawn.
func (n *notice) draw(now time.Time) {
	switch {
	case !n.goes || !n.object.Visible():
	case n.until.IsZero():
		n.until = now.Add(noticeFor)
	case !now.Before(n.until):
		n.hide()
	}
}

// offer shows a sentence and a button beside it, until it is closed.
func (n *notice) offer(words, action string, do func()) {
	n.goes, n.until = false, time.Time{}
	n.words.SetText(format.Excerpt(words))
	n.action.SetText(format.Excerpt(action))
	n.action.OnTapped = func() {
		n.hide()
		do()
	}
	setHidden(do == nil, n.action)
	n.object.Show()
	n.divide()
}
