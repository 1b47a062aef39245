package widgets

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// FormEntry is a field of a form to type into, which tells when it is entered and
// left.
type FormEntry struct {
	Entry
	OnEnter func(o fyne.CanvasObject)
	OnLeave func()
}

// stay is what is done as a field is entered, unless it is in something that scrolls.
func stay(fyne.CanvasObject) {}

// NewFormEntry makes a field. Above 0, so many lines of it are seen, and there may be
// more.
func NewFormEntry(hint string, lines int) *FormEntry {
	e := &FormEntry{OnEnter: stay, OnLeave: func() {}}
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

// ShowLines makes room for the lines that are in the field, most of them at the most.
func (e *FormEntry) ShowLines(most int) {
	e.SetMinRowsVisible(min(1+strings.Count(e.Value(), "\n"), most))
}

// FocusGained is called by Fyne.
func (e *FormEntry) FocusGained() {
	e.Entry.FocusGained()
	e.OnEnter(e)
}

// FocusLost is called by Fyne.
func (e *FormEntry) FocusLost() {
	e.Entry.FocusLost()
	e.OnLeave()
}

// FormCheck is a box of a form to check that tells when it is entered.
type FormCheck struct {
	Check
	OnEnter func(o fyne.CanvasObject)
}

// NewFormCheck makes a box to check.
func NewFormCheck(name string, changed func(on bool)) *FormCheck {
	c := &FormCheck{OnEnter: stay}
	c.ExtendBaseWidget(c)
	c.Text, c.OnChanged = name, changed
	return c
}

// FocusGained is called by Fyne.
func (c *FormCheck) FocusGained() {
	c.Check.FocusGained()
	c.OnEnter(c)
}

// FormSelect is words in a form to choose from that tell when they are entered.
type FormSelect struct {
	Select
	OnEnter func(o fyne.CanvasObject)
}

// NewFormSelect makes words to choose from.
func NewFormSelect(options []string) *FormSelect {
	s := &FormSelect{OnEnter: stay}
	s.ExtendBaseWidget(s)
	s.Options = options
	return s
}

// FocusGained is called by Fyne.
func (s *FormSelect) FocusGained() {
	s.Select.FocusGained()
	s.OnEnter(s)
}

// FormButton is a button of a form that tells when it is entered.
type FormButton struct {
	widget.Button
	OnEnter func(o fyne.CanvasObject)
}

// NewFormButton makes a button.
func NewFormButton(text string, icon fyne.Resource, do func()) *FormButton {
	b := &FormButton{OnEnter: stay}
	b.ExtendBaseWidget(b)
	b.Text, b.Icon, b.OnTapped = text, icon, do
	return b
}

// FocusGained is called by Fyne.
func (b *FormButton) FocusGained() {
	b.Button.FocusGained()
	b.OnEnter(b)
}
