package widgets

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
)

// tipAfter is how long the pointer rests on a row before a tip shows.
const tipAfter = 600 * time.Millisecond

// RestingTip shows what did not fit into a row once the pointer rests on it, as it is
// now.
type RestingTip struct {
	Panel  *Tip
	Say    func(key uint32) []string // nothing when all of it fits
	Height float32                   // of the row

	key   uint32
	at    fyne.Position // below the row
	Since time.Time
	over  bool // the pointer is on the row
	Shown []string
}

// Come notes that the pointer has come over a row.
func (t *RestingTip) Come(key uint32, at fyne.Position) {
	t.Leave()
	t.key, t.at, t.Since, t.over = key, at, time.Now(), true
}

// Leave notes that the pointer has left the row.
func (t *RestingTip) Leave() {
	t.over = false
	t.hide()
}

func (t *RestingTip) hide() {
	if t.Shown != nil {
		t.Shown = nil
		t.Panel.Hide()
	}
}

// Draw shows the tip when it is time, and what it says now. It reports whether
// that is still to come.
func (t *RestingTip) Draw(now time.Time) (waiting bool) {
	if !t.over || now.Sub(t.Since) < tipAfter {
		return t.over
	}
	words := t.Say(t.key)
	switch {
	case len(words) == 0:
		t.hide()
	case !slices.Equal(words, t.Shown):
		t.Shown = words
		t.Panel.Say(t.at, t.Height, words...)
	}
	return false
}
