package model

import "time"

// scanSlice is how many topics a search looks at before it lets go of the
// lock. In its first tick it works only for firstScan, so that there is
// something to see at once.
const (
	scanSlice = 1_000
	firstScan = 15 * time.Millisecond
	laterScan = 60 * time.Millisecond
)

// Finding says how far a search has come.
type Finding struct {
	Query   *Query // nil when there is no search
	Matches int    // topics found so far
	Looked  int    // topics and levels looked at
	Total   int    // of them there are
}

// Done reports whether everything there is has been looked at. Topics that
// arrive later are still found.
func (f Finding) Done() bool { return f.Looked >= f.Total }

// Search shows only topics that a query finds, with the levels above them; nil
// shows all again. It returns at once: the ticks that follow do the work, and
// the first results show after the first. A search under way is given up.
func (t *Tree) Search(q *Query) {
	t.store.mu.Lock()
	defer t.store.mu.Unlock()
	t.query = q
	t.found, t.again, t.lookedAgain = nil, pile[ID]{}, 0
	if q != nil {
		t.found = newView(t.store)
		t.found.opened = true
		t.found.setSort(t.all.sort, t.all.reverse)
		t.looked, t.hits = 1, 0
	}
	t.reviseAll()
}

// Finding tells how far the search has come.
func (t *Tree) Finding() Finding {
	t.store.mu.Lock()
	defer t.store.mu.Unlock()
	if t.found == nil {
		return Finding{}
	}
	return Finding{Query: t.query, Matches: t.hits, Looked: t.looked, Total: t.store.nodes.n}
}

// HideCleared leaves out topics whose latest payload is empty, which is how
// retained messages are deleted. Their history stays.
func (t *Tree) HideCleared(hide bool) {
	t.store.mu.Lock()
	defer t.store.mu.Unlock()
	if t.hideCleared == hide {
		return
	}
	t.hideCleared = hide
	t.rejudged, t.rejudge = 1, t.store.nodes.n
	if t.found != nil {
		t.looked = 1
	}
	t.reviseAll()
}

// Hidden is how many topics are left out for being cleared.
func (t *Tree) Hidden() int {
	t.store.mu.Lock()
	defer t.store.mu.Unlock()
	if !t.hideCleared {
		return 0
	}
	return max(0, int(t.store.nodes.at(Root).topics)-t.all.topics)
}

// accepts says which topics the tree of all shows.
func (t *Tree) accepts(id ID) bool { return !t.hideCleared || t.store.payloadSize(id) > 0 }

// scan goes on with what is to be looked at, for a while. It reports whether
// there was anything.
func (t *Tree) scan() bool {
	if t.looked == 1 {
		return t.scanFor(firstScan)
	}
	return t.scanFor(laterScan)
}

// scanFor does so for a time, and some of it even if other programs take all of that.
func (t *Tree) scanFor(enough time.Duration) (worked bool) {
	for start := time.Now(); !worked || time.Since(start) < enough; {
		switch {
		case t.found != nil && t.again.n > 0:
			t.lookAgain()
		case t.found != nil && t.looked < t.store.nodes.n:
			t.lookOn()
		case t.rejudged < t.rejudge:
			t.judgeSlice()
		default:
			return worked
		}
		worked = true
		t.breathe()
	}
	return worked
}

// judgeSlice has some more of the topics judged for the tree of all. That breathes,
// and may have to begin anew then.
func (t *Tree) judgeSlice() {
	t.revise()
	for t.rejudged < t.rejudge {
		id := ID(t.rejudged)
		t.rejudged++
		if t.store.nodes.at(id).flags&isTopic != 0 {
			t.all.judge(id, t.accepts(id))
		}
		if t.store.mu.spend(judgeSteps) {
			return
		}
	}
}

// judgeSteps is the work of judging a topic, without what a view has to do when
// that comes out another way.
const judgeSteps = 5

// NextMatch is the next topic found below a node's row, or above it, and
// around the end to the beginning; the root when there is none.
func (t *Tree) NextMatch(from ID, up bool) ID {
	t.store.mu.Lock()
	defer t.store.mu.Unlock()
	v := t.found
	if v == nil {
		return Root
	}
	step := v.follower
	if up {
		step = v.preceding
	}
	at := from
	if v.index(from) < 0 {
		at = Root
	}
	for range v.at(Root).rows + 1 { // once around, the root among them
		at = step(at)
		if at != Root && v.at(at).flags&accepted != 0 {
			return at
		}
		if t.store.mu.spend(nodeSteps) {
			t.breathe()
			if t.found != v || !v.shown(at) { // meanwhile
				return Root
			}
		}
	}
	return Root
}
