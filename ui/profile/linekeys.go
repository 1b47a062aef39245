package profile

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"mangrove/broker/profiles"
	"mangrove/ui/widgets"
)

// lineKeys are what of a line takes the keyboard as lines come, go and move.
type lineKeys struct {
	first    fyne.Focusable // what is typed into
	remove   *widgets.Button
	up, down *widgets.Button // nil: the order of the list means nothing
}

// remover makes the button that takes the i-th of a list out of it. The keyboard goes to
// that of the one that comes into its place, or is the last then, or to the button that
// adds one.
func (l *linesPart) remover(i int, take func()) *widgets.Button {
	return newForget(func() {
		take()
		l.fill(&l.form.profile)
		if k := min(i-l.from, len(l.keys)-1); k >= 0 {
			l.focus(l.keys[k].remove)
			return
		}
		l.focus(l.plus)
	})
}

// enter gives the keyboard to what is typed into of the i-th.
func (l *linesPart) enter(i int) {
	if k := i - l.from; k >= 0 && k < len(l.keys) {
		l.focus(l.keys[k].first)
	}
}

// focus gives the keyboard to something of the list, and shows it: the lines have been made
// anew.
func (l *linesPart) focus(o fyne.Focusable) {
	body := l.form.body
	body.Content.Refresh()
	body.Refresh()
	l.form.desk.Focus(o)
	l.form.reveal(o.(fyne.CanvasObject))
}

// movers make the buttons that move the i-th of a list; swap changes the places of two in a
// profile.
func (l *linesPart) movers(i int, swap func(p *profiles.Profile, i, k int)) (up, down *widgets.Button) {
	move := func(by int) func() {
		return func() {
			l.change(func(p *profiles.Profile) { swap(p, i, i+by) })
			l.showPage(i + by)
			k := l.keys[i+by-l.from]
			on, other := k.down, k.up
			if by < 0 {
				on, other = k.up, k.down
			}
			if on.Disabled() {
				on = other
			}
			l.focus(on)
		}
	}
	up = widgets.NewIconButton("Move up", theme.MoveUpIcon(), move(-1))
	down = widgets.NewIconButton("Move down", theme.MoveDownIcon(), move(1))
	if i == 0 {
		up.Disable()
	}
	if i+1 >= l.count(&l.form.profile) {
		down.Disable()
	}
	return up, down
}

// swapFormats has two formats of a profile change places.
func swapFormats(p *profiles.Profile, i, k int) {
	if max(i, k) < len(p.Formats) && min(i, k) >= 0 {
		p.Formats = slices.Clone(p.Formats)
		p.Formats[i], p.Formats[k] = p.Formats[k], p.Formats[i]
	}
}
