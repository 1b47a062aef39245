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
	t.found = nil
	if q != nil {
		t.found = newView(t.store)
		t.found.opened = true
		t.found.accept = t.matches
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

// matches says which topics the search shows.
func (t *Tree) matches(id ID) bool {
	if !t.accepts(id) {
		return false
	}
	var e entry
	if t.query.payload {
		if pos := t.store.latest(id); pos != 0 { // 0: came during a pause, into a store that was full
			e = t.store.history.at(pos)
		}
	}
	return t.query.matchEntry(t.store.topic(id), &e)
}

// matchEntry is [Query.Match] for a message. Whether a payload matches that has
// been let go nobody knows, so it is not found.
func (q *Query) matchEntry(topic []byte, e *entry) bool {
	return !(q.payload && e.flags&entryLetGo != 0) && q.Match(topic, e.payload)
}

// judgeFound decides whether the search shows a topic, and counts.
func (t *Tree) judgeFound(id ID) {
	before := t.found.at(id).flags & accepted
	t.found.judge(id)
	t.hits += int(t.found.at(id).flags&accepted)/accepted - int(before)/accepted
}

// scan goes on with what is to be looked at, for a while. It reports whether
// there was anything.
func (t *Tree) scan() bool {
	worked, enough := false, laterScan
	if t.looked == 1 {
		enough = firstScan
	}
	for start := time.Now(); time.Since(start) < enough; {
		switch {
		case t.found != nil && t.looked < t.store.nodes.n:
			t.looked = t.judgeSlice(t.looked, t.store.nodes.n, t.judgeFound)
		case t.rejudged < t.rejudge:
			t.rejudged = t.judgeSlice(t.rejudged, t.rejudge, t.all.judge)
		default:
			return worked
		}
		worked = true
		t.breathe()
	}
	return worked
}

// slowness is how much longer a regular expression looks at a byte than others.
const slowness = 20

// judgeSlice has some of the topics between two nodes judged, fewer when they are
// long or their payloads are large and looked at, and says where to go on.
func (t *Tree) judgeSlice(from, to int, judge func(ID)) int {
	payloads, each := false, 1
	if t.query != nil {
		payloads = t.query.payload
		if t.query.slow {
			each = slowness
		}
	}
	t.revise()
	for n := scanSlice; from < to && n > 0; from, n = from+1, n-1 {
		id := ID(from)
		if t.store.nodes.at(id).flags&isTopic == 0 {
			continue
		}
		judge(id)
		n -= len(t.store.topic(id)) * each / lookBytes
		if payloads {
			n -= t.store.leaves.at(id).entrySize() / lookBytes
		}
	}
	return from
}

// NextMatch is the next topic found below a node's row, or above it, and
// around the end to the beginning; the root when there is none.
func (t *Tree) NextMatch(from ID, up bool) ID {
	t.store.mu.Lock()
	defer t.store.mu.Unlock()
	if t.found == nil {
		return Root
	}
	rows := int(t.found.at(Root).rows)
	at := t.found.index(from)
	if at < 0 && up {
		at = 0
	}
	for range rows {
		if at++; up {
			at -= 2
		}
		at = (at + rows) % rows
		id, _ := t.found.locate(at)
		if t.found.at(id).flags&accepted != 0 {
			return id
		}
	}
	return Root
}
