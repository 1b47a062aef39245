package ui

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"mangrove/ui/widgets"
)

// tipAfter is how long the pointer rests on a row before a tip shows.
const tipAfter = 600 * time.Millisecond

// tip shows what did not fit into a row once the pointer rests on it, as it is
// now.
type tip struct {
	panel  *widgets.Tip
	say    func(key uint32) []string // nothing when all of it fits
	height float32                   // of the row

	key   uint32
	at    fyne.Position // below the row
	since time.Time
	over  bool // the pointer is on the row
	shown []string
}

// come notes that the pointer has come over a row.
func (t *tip) come(key uint32, at fyne.Position) {
	t.leave()
	t.key, t.at, t.since, t.over = key, at, time.Now(), true
}

func (t *tip) leave() {
	t.over = false
	t.hide()
}

func (t *tip) hide() {
	if t.shown != nil {
		t.shown = nil
		t.panel.Hide()
	}
}

// draw shows the tip when it is time, and what it says now. It reports whether
// that is still to come.
func (t *tip) draw(now time.Time) (waiting bool) {
	if !t.over || now.Sub(t.since) < tipAfter {
		return t.over
	}
	words := t.say(t.key)
	switch {
	case len(words) == 0:
		t.hide()
	case !slices.Equal(words, t.shown):
		t.shown = words
		t.panel.Say(t.at, t.height, words...)
	}
	return false
}
