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
