package arrange

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mangrove/ui/format"
)

// Worded are buttons that may show an icon alone.
type Worded []wordedButton

type wordedButton struct {
	of    *widget.Button
	words string
}

// NewWorded takes the words that buttons have.
func NewWorded(buttons ...*widget.Button) (all Worded) {
	for _, b := range buttons {
		all = append(all, wordedButton{b, b.Text})
	}
	return all
}

// Say gives the buttons their words, or takes them.
func (w Worded) Say(words bool) {
	for _, b := range w {
		text := ""
		if words {
			text = format.Excerpt(b.words)
		}
		if b.of.Text != text {
			b.of.SetText(text)
		}
	}
}

// Taken is the width that objects side by side take, each with the gap before it.
func Taken(objects []fyne.CanvasObject) (width float32) {
	for _, o := range objects {
		if o.Visible() {
			width += o.MinSize().Width + theme.Padding()
		}
	}
	return width
}

// Terse lays out a title and the buttons on the right of it in a line. The
// buttons give their words up where there is not room for all.
type Terse struct{ Worded }

// Layout implements fyne.Layout.
func (l *Terse) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	title := fyne.MeasureText(objects[0].(*widget.Label).Text, theme.TextSize(), fyne.TextStyle{Bold: true}).Width + 2*theme.InnerPadding()
	l.Say(true)
	if title+Taken(objects[1:]) > size.Width {
		l.Say(false)
	}
	x := size.Width - Taken(objects[1:])
	SetHidden(title > x, objects[0]) // a single letter of it says nothing
	objects[0].Move(fyne.NewPos(0, (size.Height-objects[0].MinSize().Height)/2))
	objects[0].Resize(fyne.NewSize(max(0, x), objects[0].MinSize().Height))
	for _, o := range objects[1:] {
		x += theme.Padding()
		w := o.MinSize().Width
		o.Move(fyne.NewPos(x, 0))
		o.Resize(fyne.NewSize(w, size.Height))
		x += w
	}
}

// MinSize implements fyne.Layout: that of the icons alone.
func (l *Terse) MinSize(objects []fyne.CanvasObject) (size fyne.Size) {
	for _, o := range objects[1:] {
		h := o.MinSize().Height
		size = fyne.NewSize(size.Width+h+theme.Padding(), max(size.Height, h))
	}
	return size
}
