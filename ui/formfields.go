package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"mangrove/ui/widgets"
)

// formEntry is a field of a form to type into, which tells when it is entered and
// left.
type formEntry struct {
	widgets.Entry
	entered func(o fyne.CanvasObject)
	left    func()
}

func stay(fyne.CanvasObject) {}

// newFormEntry makes a field. Above 0, so many lines of it are seen, and there may be
// more.
func newFormEntry(hint string, lines int) *formEntry {
	e := &formEntry{entered: stay, left: func() {}}
	e.ExtendBaseWidget(e)
	e.SetPlaceHolder(hint)
	if lines > 0 {
		e.MultiLine = true
		e.Wrapping = fyne.TextWrapOff
		e.Scroll = container.ScrollBoth
		e.SetMinRowsVisible(lines)
	}
	return e
}

// AcceptsTab is called by Fyne. Tab leads on, out of fields of several lines as
// well; there are few in which one would be typed, and it can be pasted.
func (e *formEntry) AcceptsTab() bool { return false }

// FocusGained is called by Fyne.
func (e *formEntry) FocusGained() {
	e.Entry.FocusGained()
	e.entered(e)
}

// FocusLost is called by Fyne.
func (e *formEntry) FocusLost() {
	e.Entry.FocusLost()
	e.left()
}

// formCheck is a box of a form to check that tells when it is entered.
type formCheck struct {
	widgets.Check
	entered func(o fyne.CanvasObject)
}

// newFormCheck makes a box to check.
func newFormCheck(name string, changed func(on bool)) *formCheck {
	c := &formCheck{entered: stay}
	c.ExtendBaseWidget(c)
	c.Text, c.OnChanged = name, changed
	return c
}

// FocusGained is called by Fyne.
func (c *formCheck) FocusGained() {
	c.Check.FocusGained()
	c.entered(c)
}

// formSelect is words in a form to choose from that tell when they are entered.
type formSelect struct {
	widget.Select
	entered func(o fyne.CanvasObject)
}

// newFormSelect makes words to choose from.
func newFormSelect(options []string) *formSelect {
	s := &formSelect{entered: stay}
	s.ExtendBaseWidget(s)
	s.Options = options
	return s
}

// FocusGained is called by Fyne.
func (s *formSelect) FocusGained() {
	s.Select.FocusGained()
	s.entered(s)
}

// formButton is a button of a form that tells when it is entered.
type formButton struct {
	widget.Button
	entered func(o fyne.CanvasObject)
}

// newFormButton makes a button.
func newFormButton(text string, icon fyne.Resource, do func()) *formButton {
	b := &formButton{entered: stay}
	b.ExtendBaseWidget(b)
	b.Text, b.Icon, b.OnTapped = text, icon, do
	return b
}

// FocusGained is called by Fyne.
func (b *formButton) FocusGained() {
	b.Button.FocusGained()
	b.entered(b)
}
