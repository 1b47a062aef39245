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

// How long a toast is seen. With something to do in it, it stays longer.
const (
	toastFor      = 4 * time.Second
	toastOfferFor = 15 * time.Second
)

// toast says in passing what has become of something that changes nothing in
// the window, such as a copy. It lies over the content, near the bottom, and
// goes by itself.
type toast struct {
	object fyne.CanvasObject
	panel  *widgets.Panel
	words  *widget.Label
	action *widget.Button
	stays  time.Duration
	until  time.Time // zero until it has been drawn
}

func newToast() *toast {
	t := &toast{words: widget.NewLabel(""), action: widget.NewButton("", nil)}
	t.words.Wrapping = fyne.TextWrapWord
	t.panel = widgets.NewPanel(look.Toast, container.NewBorder(nil, nil, nil, middle(t.action), t.words), 0, 6)
	t.panel.Round = true
	t.object = container.New(toastLayout{t.words}, t.panel)
	t.object.Hide()
	return t
}

// say shows a sentence for a while.
func (t *toast) say(words string, bad bool) { t.offer(words, bad, "", nil) }

// offer shows a sentence for a while, with a button beside it unless do is nil.
func (t *toast) offer(words string, bad bool, action string, do func()) {
	t.words.Importance = widget.MediumImportance
	if bad {
		t.words.Importance = widget.WarningImportance
	}
	t.words.SetText(format.Excerpt(words))
	t.action.SetText(format.Excerpt(action))
	t.action.OnTapped = func() {
		t.object.Hide()
		do()
	}
	setHidden(do == nil, t.action)
	t.stays, t.until = toastFor, time.Time{}
	if do != nil {
		t.stays = toastOfferFor
	}
	t.object.Show()
	t.object.Refresh()
}

// withdraw takes a sentence back that no longer holds.
func (t *toast) withdraw(words string) {
	if t.words.Text == words {
		t.object.Hide()
	}
}

// draw has the toast go when its time has come.
func (t *toast) draw(now time.Time) {
	switch {
	case !t.object.Visible():
	case t.until.IsZero():
		t.until = now.Add(t.stays)
	case !now.Before(t.until):
		t.object.Hide()
	}
}

// toastLayout puts a panel near the bottom, in the middle, as wide as its words
// and no wider than the window.
type toastLayout struct{ words *widget.Label }

// What stays free around a toast: below it the status bar, and the line that
// says what became of a publish.
const (
	toastBottom = 56
	toastSide   = 24
)

// Layout implements fyne.Layout.
func (l toastLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	panel := objects[0]
	needs := fyne.MeasureText(l.words.Text, theme.TextSize(), l.words.TextStyle).Width + 24
	beside := panel.MinSize().Width - l.words.MinSize().Width
	width := min(needs+beside, size.Width-2*toastSide)
	panel.Resize(fyne.NewSize(width, panel.MinSize().Height))
	height := panel.MinSize().Height // of the words as they have been wrapped
	panel.Resize(fyne.NewSize(width, height))
	panel.Move(fyne.NewPos((size.Width-width)/2, size.Height-height-toastBottom))
}

// MinSize implements fyne.Layout.
func (toastLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }
