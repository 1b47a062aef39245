package arrange

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Advice puts a sentence that wraps, which comes first, beside buttons,
// or above them where little room would be left for it.
type Advice struct {
	width float32   // as laid out last
	asked fyne.Size // the last time that it was settled
}

// adviceWidth is the least room for a sentence beside buttons.
const adviceWidth = 360

// beside reports whether there is room for the buttons beside the sentence, and
// how much they take there.
func (l *Advice) beside(buttons []fyne.CanvasObject) (ok bool, took fyne.Size) {
	for _, b := range buttons {
		if b.Visible() {
			least := b.MinSize()
			took = fyne.NewSize(took.Width+least.Width+theme.Padding(), max(took.Height, least.Height))
		}
	}
	return l.width-took.Width >= adviceWidth, took
}

// flow places buttons in as many lines as they take, and gives their height.
func (l *Advice) flow(buttons []fyne.CanvasObject, y float32, place bool) (height float32) {
	x, line := float32(0), float32(0)
	for _, b := range buttons {
		if !b.Visible() {
			continue
		}
		least := b.MinSize()
		if x > 0 && x+least.Width > l.width {
			x, height, line = 0, height+line+theme.Padding(), 0
		}
		if place {
			b.Move(fyne.NewPos(x, y+height))
			b.Resize(least)
		}
		x, line = x+least.Width+theme.Padding(), max(line, least.Height)
	}
	return height + line
}

// Layout implements fyne.Layout.
func (l *Advice) Layout(o []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	words, buttons := o[0], o[1:]
	words.Move(fyne.Position{})
	beside, took := l.beside(buttons)
	if beside {
		words.Resize(fyne.NewSize(size.Width-took.Width, size.Height))
		x := size.Width - took.Width
		for _, b := range buttons {
			if b.Visible() {
				least := b.MinSize()
				b.Move(fyne.NewPos(x+theme.Padding(), (size.Height-least.Height)/2))
				b.Resize(least)
				x += least.Width + theme.Padding()
			}
		}
		return
	}
	height := l.flow(buttons, 0, false)
	words.Resize(fyne.NewSize(size.Width, size.Height-height))
	l.flow(buttons, size.Height-height, true)
}

// MinSize implements fyne.Layout.
func (l *Advice) MinSize(o []fyne.CanvasObject) fyne.Size {
	words, buttons := o[0].MinSize(), o[1:]
	widest := words.Width
	for _, b := range buttons {
		if b.Visible() {
			widest = max(widest, b.MinSize().Width)
		}
	}
	if beside, took := l.beside(buttons); beside {
		return fyne.NewSize(widest, max(words.Height, took.Height))
	}
	return fyne.NewSize(widest, words.Height+l.flow(buttons, 0, false))
}

// Refit lays the container out anew when what it needs has changed, which the
// toolkit does not do by itself for words that wrap.
func (l *Advice) Refit(c *fyne.Container) {
	if !c.Visible() {
		return
	}
	if size := c.MinSize(); size != l.asked {
		l.asked = size
		c.Refresh()
	}
}
