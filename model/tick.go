package model

import "time"

// Tick brings the tree up to what has arrived: new topics take their places,
// counts and rates are rolled up to the parents, siblings whose values changed
// move, and a search goes on. It reports whether anything did. One goroutine
// at a time may call it.
func (t *Tree) Tick(now time.Time) bool {
	s := t.store
	s.mu.Lock()
	defer s.mu.Unlock()
	changed := s.thaw()
	if s.paused == nil {
		t.advance(now)
		if s.changed.n > 0 {
			changed = true
			t.catchUp()
		}
	}
	if t.resort() {
		changed = true
	}
	if t.scan() {
		changed = true
	}
	if t.opening.done {
		t.opening.done, changed = false, true
	}
	if changed {
		t.revise()
	}
	return changed
}

// advance takes the time.
func (t *Tree) advance(now time.Time) {
	before := t.now
	t.store.lookAtClock(now)
	t.now = t.store.sinceStart(now)
	t.weight = rateWeight(max(t.now, before) - before)
}

// catchUp works off the list of changes.
func (t *Tree) catchUp() {
	s := t.store
	changed := s.changed
	r := t.roll
	t.roll = rollUp{}
	s.changed = r.changed
	t.revise()
	r.tree, r.now, r.weight = t, t.now, t.weight // which can go on between slices
	t.rolling++
	for i, n := 0, changed.n; i < n; i++ {
		r.add(*changed.at(i))
		if r.visits.n >= rollMost {
			r.finish()
		}
	}
	r.finish()
	t.rolling--
	for i, n := 0, r.touched.n; i < n; i++ {
		t.settle(*r.touched.at(i))
		t.breatheIf(1)
	}
	t.openGrown()
	t.roll = rollUp{changed: changed.spare(), touched: r.touched.spare(), visits: r.visits.spare(), ways: r.ways.spare()}
}

// breathe lets others have the lock. Who looked meanwhile has seen this
// revision: what changes after it is a new one.
func (t *Tree) breathe() {
	t.store.mu.breathe()
	t.revise()
}

// breatheIf counts work, and breathes when that is enough.
func (t *Tree) breatheIf(steps int) {
	if t.store.mu.spend(steps) {
		t.breathe()
	}
}

// settle shows a node whose values have changed where it belongs now.
func (t *Tree) settle(id ID) {
	if t.store.nodes.at(id).flags&gone != 0 {
		return // meanwhile
	}
	if t.store.nodes.at(id).flags&isTopic != 0 {
		t.all.judge(id, t.accepts(id))
		if t.found != nil && int(id) < t.looked {
			t.again.add(id)
		}
	}
	t.all.reorder(id)
	if t.found != nil {
		t.found.reorder(id)
	}
}
