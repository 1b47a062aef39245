package topics

import (
	"sync"
	"sync/atomic"

	"mangrove/model"
	"mangrove/ui/prefs"
)

// What the preferences keep of every tree.
const (
	OpeningKey = "tree.opening"       // up to how many children a level opens by itself
	PointKey   = "tree.point-selects" // the pointer selects the topic that it comes over
)

// Other values of OpeningKey than a number of children.
const (
	OpenFitting = -1      // the first levels, where all of that fits into the view
	OpenNone    = 0       // no level
	OpenAll     = 1 << 30 // all levels
)

// Opening is up to how many children a level has that opens by itself, or one of the other
// values.
func Opening() int { return int(prefs.Number(OpeningKey, OpenFitting, OpenFitting, OpenAll)) }

// followOpening has the tree open what is to open by itself by now.
func (p *Pane) followOpening() {
	most := Opening()
	if most == p.opens {
		return
	}
	again := most == OpenFitting
	p.opens = most
	p.opening = opening{ended: !again}
	p.touched = p.touched && !again
	tree, wanted := p.tree, &p.wanted
	wanted.most.Store(int64(max(OpenNone, most)))
	go func() { // ends when all are opened or closed
		wanted.turn.Lock()
		defer wanted.turn.Unlock()
		tree.SetOpening(int(wanted.most.Load()))
	}()
}

// wantedOpening is what is wanted of the levels by now: whoever comes last to do so opens
// and closes them by that, in whatever order they come.
type wantedOpening struct {
	turn sync.Mutex
	most atomic.Int64
}

// come is called when the pointer comes over a row. It selects a topic that has a value,
// where that is asked for.
func (p *Pane) come(key uint32) {
	id := model.ID(key)
	if !prefs.Flag(PointKey) || p.conn.Selected == id || !p.tree.Row(id).HasValue {
		return
	}
	p.touched = true
	p.conn.Choose(id)
	p.rows.Select(key, false)
	p.OnSelect()
}
