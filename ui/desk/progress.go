package desk

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/ui/format"
	"mangrove/ui/widgets"
)

// Progress is a dialog over the window while something goes on that can be ended.
type Progress struct {
	Closed bool // it is not on view any more

	desk   *Desk
	dialog *dialog.CustomDialog
	words  *widget.Label
	bar    *widget.ProgressBar
}

// ShowProgress says what goes on. Cancel is called when it is closed, by whoever.
func (d *Desk) ShowProgress(title, words string, cancel func()) *Progress {
	p := &Progress{desk: d, words: widget.NewLabel(format.Excerpt(words)), bar: widget.NewProgressBar()}
	p.words.Wrapping = fyne.TextWrapWord
	p.bar.Hide()
	p.dialog = dialog.NewCustomWithoutButtons(format.ExcerptOf(title, MostTitle), container.NewVBox(p.words, p.bar), d.window)
	p.dialog.SetButtons([]fyne.CanvasObject{widgets.NewButton("Cancel", theme.CancelIcon(), p.Close)})
	p.dialog.SetOnClosed(func() {
		p.Closed = true
		cancel()
	})
	p.dialog.Resize(fyne.NewSize(d.Width(460), 0))
	d.Show(p.dialog)
	return p
}

// Set says how far it is.
func (p *Progress) Set(words string, done, of int) {
	p.words.SetText(format.Excerpt(words))
	p.bar.Max = float64(max(1, of))
	p.bar.SetValue(float64(done))
	p.bar.Show()
}

// Close takes it away.
func (p *Progress) Close() {
	if !p.Closed {
		p.desk.hide(p.dialog)
	}
}
