package profile

import (
	"fyne.io/fyne/v2"

	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
)

// entry makes a field to type into that comes into view with the keyboard.
func (f *Form) entry(hint string, lines int) *widgets.FormEntry {
	e := widgets.NewFormEntry(hint, lines)
	e.OnEnter = f.reveal
	return e
}

// check makes a box to check that comes into view with the keyboard.
func (f *Form) check(name string, changed func(on bool)) *widgets.FormCheck {
	c := widgets.NewFormCheck(name, changed)
	c.OnEnter = f.reveal
	return c
}

// choose makes words to choose from that come into view with the keyboard.
func (f *Form) choose(options []string) *widgets.FormSelect {
	s := widgets.NewFormSelect(options)
	s.OnEnter = f.reveal
	return s
}

// press makes a button that comes into view with the keyboard.
func (f *Form) press(text string, icon fyne.Resource, do func()) *widgets.FormButton {
	b := widgets.NewFormButton(text, icon, do)
	b.OnEnter = f.reveal
	return b
}

// reveal scrolls the form so that a field of it is seen.
func (f *Form) reveal(o fyne.CanvasObject) { arrange.Reveal(f.body, o) }
