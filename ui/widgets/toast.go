package widgets

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets/arrange"
)

// How long a toast is seen. With something to do in it, it stays longer.
const (
	toastFor      = 4 * time.Second
	toastOfferFor = 15 * time.Second
)

// Toast says in passing what has become of something that changes nothing in
// the window, such as a copy. It lies over the right end of the line at the bottom, and
// goes by itself.
type Toast struct {
	Object fyne.CanvasObject
	Panel  *Panel
	Words  *widget.Label
	Action *Button
	stays  time.Duration
	until  time.Time // zero until it has been drawn
}

// NewToast makes one that says nothing yet.
func NewToast() *Toast {
	t := &Toast{Words: widget.NewLabel(""), Action: NewButton("", nil, nil)}
	t.Words.Wrapping = fyne.TextWrapWord
	t.Panel = NewPanel(look.Toast, container.NewBorder(nil, nil, nil, arrange.Middle(t.Action), t.Words), 0, 6)
	t.Panel.Round = true
	t.Object = container.New(toastLayout{t.Words}, t.Panel)
	t.Object.Hide()
	return t
}

// Say shows a sentence for a while.
func (t *Toast) Say(words string, bad bool) { t.Offer(words, bad, "", nil) }

// Offer shows a sentence for a while, with a button beside it unless do is nil.
func (t *Toast) Offer(words string, bad bool, action string, do func()) {
	t.Words.Importance = widget.MediumImportance
	if bad {
		t.Words.Importance = widget.WarningImportance
	}
	t.Words.SetText(format.Excerpt(words))
	t.Action.SetText(format.Excerpt(action))
	t.Action.OnTapped = func() {
		t.leave()
		do()
	}
	arrange.SetHidden(do == nil, t.Action)
	t.stays, t.until = toastFor, time.Time{}
	if do != nil {
		t.stays = toastOfferFor
	}
	t.Object.Show()
	t.Object.Refresh()
}

// Withdraw takes a sentence back that no longer holds.
func (t *Toast) Withdraw(words string) {
	if t.Words.Text == words {
		t.leave()
	}
}

// leave has the toast go, and what it offered with it: that may keep a page that is
// closed by now.
func (t *Toast) leave() {
	t.Object.Hide()
	t.Action.OnTapped = nil
}

// Draw has the toast go when its time has come.
func (t *Toast) Draw(now time.Time) {
	switch {
	case !t.Object.Visible():
	case t.until.IsZero():
		t.until = now.Add(t.stays)
	case !now.Before(t.until):
		t.leave()
	}
}

// toastLayout puts a panel into the corner at the bottom, as wide as its words and no
// wider than the window: over the status bar, which says again what it said before,
// and over nothing of a page.
type toastLayout struct{ words *widget.Label }

// toastSide stays free beside a toast.
const toastSide = 8

// Layout implements fyne.Layout.
func (l toastLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	panel := objects[0]
	needs := fyne.MeasureText(l.words.Text, theme.TextSize(), l.words.TextStyle).Width + 24
	beside := panel.MinSize().Width - l.words.MinSize().Width
	width := min(needs+beside, size.Width-2*toastSide)
	panel.Resize(fyne.NewSize(width, panel.MinSize().Height))
	height := panel.MinSize().Height // of the words as they have been wrapped
	panel.Resize(fyne.NewSize(width, height))
	panel.Move(fyne.NewPos(size.Width-width-toastSide, size.Height-height))
}

// MinSize implements fyne.Layout.
func (toastLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }
