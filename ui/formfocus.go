package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"mangrove/ui/widgets"
)

// entry makes a field to type into that comes into view with the keyboard.
func (f *form) entry(hint string, lines int) *formEntry {
	e := newFormEntry(hint, lines)
	e.entered = f.reveal
	return e
}

// check makes a box to check that comes into view with the keyboard.
func (f *form) check(name string, changed func(on bool)) *formCheck {
	c := &formCheck{entered: f.reveal}
	c.ExtendBaseWidget(c)
	c.Text, c.OnChanged = name, changed
	return c
}

// choose makes words to choose from that come into view with the keyboard.
func (f *form) choose(options []string) *formSelect {
	s := &formSelect{entered: f.reveal}
	s.ExtendBaseWidget(s)
	s.Options = options
	return s
}

// press makes a button that comes into view with the keyboard.
func (f *form) press(text string, icon fyne.Resource, do func()) *formButton {
	b := &formButton{entered: f.reveal}
	b.ExtendBaseWidget(b)
	b.Text, b.Icon, b.OnTapped = text, icon, do
	return b
}

// aroundFocus is how much is seen above and below a field that is brought into
// view: what may be said of it, and what comes next.
const aroundFocus = 40

// reveal scrolls the form so that a field of it is seen.
func (f *form) reveal(o fyne.CanvasObject) {
	place, ok := placeIn(f.body.Content, o)
	if !ok {
		return
	}
	top := place.Y
	bottom, seen, at := top+o.Size().Height, f.body.Size().Height, f.body.Offset.Y
	switch {
	case top < at:
		at = top - aroundFocus
	case bottom > at+seen:
		at = bottom + aroundFocus - seen
	default:
		return
	}
	at = max(0, min(at, f.body.Content.MinSize().Height-seen))
	f.body.ScrollToOffset(fyne.NewPos(0, at))
}

// placeIn is where an object stands in a container that it is somewhere in. The
// driver knows that only of what has been drawn before.
func placeIn(in, o fyne.CanvasObject) (fyne.Position, bool) {
	if in == o {
		return fyne.Position{}, true
	}
	if c, ok := in.(*fyne.Container); ok {
		for _, child := range c.Objects {
			if at, found := placeIn(child, o); found {
				return at.Add(child.Position()), true
			}
		}
	}
	return fyne.Position{}, false
}

// formEntry is a field to type into that tells when it is entered
// and left.
type formEntry struct {
	widgets.Entry
	entered func(o fyne.CanvasObject)
	left    func()
}

func newFormEntry(hint string, lines int) *formEntry {
	e := &formEntry{entered: func(fyne.CanvasObject) {}, left: func() {}}
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

// formCheck is a box to check that tells when it is entered.
type formCheck struct {
	widgets.Check
	entered func(o fyne.CanvasObject)
}

// FocusGained is called by Fyne.
func (c *formCheck) FocusGained() {
	c.Check.FocusGained()
	c.entered(c)
}

// formSelect is words to choose from that tell when they are entered.
type formSelect struct {
	widget.Select
	entered func(o fyne.CanvasObject)
}

// FocusGained is called by Fyne.
func (s *formSelect) FocusGained() {
	s.Select.FocusGained()
	s.entered(s)
}

// formButton is a button that tells when it is entered.
type formButton struct {
	widget.Button
	entered func(o fyne.CanvasObject)
}

// FocusGained is called by Fyne.
func (b *formButton) FocusGained() {
	b.Button.FocusGained()
	b.entered(b)
}
