package ui

import (
	"time"

	"fyne.io/fyne/v2"

	"mangrove/ui/widgets"
)

// tipAfter is how long the pointer rests on a row before a tip shows.
const tipAfter = 600 * time.Millisecond

// tip shows what did not fit into a row once the pointer rests on it.
type tip struct {
	panel *widgets.Tip
	say   func(key uint32) []string

	key     uint32
	at      fyne.Position
	since   time.Time
	waiting bool
}

// over notes that the pointer has come over a row.
func (t *tip) over(key uint32, at fyne.Position) {
	t.panel.Hide()
	t.key, t.at, t.since, t.waiting = key, at, time.Now(), true
}

func (t *tip) leave() {
	t.waiting = false
	t.panel.Hide()
}

// hideTips is for when something else takes the place of the rows.
func (t *tabs) hideTips() {
	for _, e := range t.list {
		e.tree.tip.leave()
	}
}

// draw shows the tip when it is time. It reports whether that is still to come.
func (t *tip) draw(now time.Time) (waiting bool) {
	if t.waiting && now.Sub(t.since) >= tipAfter {
		t.waiting = false
		t.panel.Say(t.at, t.say(t.key)...)
	}
	return t.waiting
}
