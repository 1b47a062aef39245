package ui

import "fyne.io/fyne/v2"

// turn opens the panel for its payload to be typed, or folds it.
func (p *publishPane) turn() {
	if p.body.Visible() {
		p.setFolded(true)
		return
	}
	p.enter()
}

// focused is what has the keyboard.
func (p *publishPane) focused() fyne.Focusable {
	if c := fyne.CurrentApp().Driver().CanvasForObject(p.fold); c != nil {
		return c.Focused()
	}
	return nil
}

// keepKeyboard has the keyboard stay in the panel when what had it goes out of sight
// with the panel being folded or opened: what is typed on is for nothing else.
func (p *publishPane) keepKeyboard(before fyne.Focusable) {
	folded := !p.body.Visible()
	switch {
	case !folded && before == p.short:
		p.enter()
	case folded && before == p.payload && p.short.Visible():
		p.focus(p.short)
	case folded && (before == p.payload || before == p.qos || before == p.retain):
		p.focus(p.topic)
	}
}
