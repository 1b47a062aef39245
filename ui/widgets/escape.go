package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Select is words to choose from that leave the window Escape.
type Select struct{ widget.Select }

// NewSelect makes words to choose from. changed may be nil.
func NewSelect(options []string, changed func(string)) *Select {
	s := &Select{}
	s.ExtendBaseWidget(s)
	s.Options, s.OnChanged = options, changed
	return s
}

// TypedKey is called by Fyne.
func (s *Select) TypedKey(ev *fyne.KeyEvent) {
	if ev.Name == fyne.KeyEscape {
		passOnKey(ev)
		return
	}
	s.Select.TypedKey(ev)
}

// Button is a button that leaves the window Escape.
type Button struct {
	widget.Button
	Tip string // what it is called, with its key, while it shows no words
}

// NewButton makes a button; icon may be nil.
func NewButton(text string, icon fyne.Resource, tapped func()) *Button {
	b := &Button{}
	b.ExtendBaseWidget(b)
	b.Text, b.Icon, b.OnTapped = text, icon, tapped
	return b
}

// TypedKey is called by Fyne. Enter presses the button as the space bar does.
func (b *Button) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyEscape:
		passOnKey(ev)
	case fyne.KeyReturn, fyne.KeyEnter:
		b.Tapped(nil)
	default:
		b.Button.TypedKey(ev)
	}
}
