package model

// candidate is a topic that a search looks at, as it was when it was taken.
type candidate struct {
	id      ID
	found   bool
	lost    bool   // the payload has been let go
	ref     uint64 // of the topic, by which it is known again
	topic   []byte
	payload []byte
}

// A query is put to topics and payloads while others have the lock: an expression
// may take long for a single one. Their bytes stay what they are meanwhile: those
// of topics are never written to again, and the segments of the history are not
// used anew while somebody reads in them, see [history.reuse].

// slowness is how much longer a regular expression looks at a byte than others.
const slowness = 20

// roomForLooking is the room of the list that was looked through last.
func (t *Tree) roomForLooking() []candidate {
	list := t.looking
	t.looking = nil
	if list == nil {
		list = make([]candidate, 0, scanSlice)
	}
	return list
}

// lookOn has the search look at some more of all topics, and says at how many.
func (t *Tree) lookOn() (topics int) {
	list := t.roomForLooking()
	left := scanSlice
	for ; t.looked < t.store.nodes.n && left > 0; t.looked++ {
		list = t.consider(list, ID(t.looked), &left)
	}
	t.look(list)
	return len(list)
}

// lookAgain has it look at topics that have changed since.
func (t *Tree) lookAgain() {
	list := t.roomForLooking()
	for left := scanSlice; t.lookedAgain < t.again.n && left > 0; t.lookedAgain++ {
		list = t.consider(list, *t.again.at(t.lookedAgain), &left)
	}
	if t.lookedAgain == t.again.n {
		t.again, t.lookedAgain = pile[ID]{}, 0
	}
	t.look(list)
}

// consider takes a topic among those to be looked at. It takes from what is left of
// a slice as much as the topic is long and its payload large, if that is looked at.
func (t *Tree) consider(list []candidate, id ID, left *int) []candidate {
	s := t.store
	*left--
	if s.nodes.at(id).flags&(isTopic|gone) != isTopic {
		s.mu.spend(1)
		return list
	}
	s.mu.spend(judgeSteps + 1)
	c := candidate{id: id, ref: s.leaves.at(id).topic, topic: s.topic(id)}
	each := 1
	if t.query.slow {
		each = slowness
	}
	*left -= len(c.topic) * each / lookBytes
	if t.query.payload {
		if pos := s.latest(id); pos != 0 { // 0: came during a pause, into a store that was full
			e := s.history.at(pos)
			c.payload, c.lost = e.payload, e.flags&entryLetGo != 0
			*left -= len(c.payload) / lookBytes
		}
	}
	return append(list, c)
}

// look puts the query to topics, without the lock, and has the search show what it
// finds.
func (t *Tree) look(list []candidate) {
	s, q, v := t.store, t.query, t.found
	s.history.readers++
	s.mu.Unlock()
	for i := range list {
		list[i].found = q.matchKept(list[i].topic, list[i].payload, list[i].lost)
	}
	s.mu.Lock()
	s.history.readers--
	t.revise()
	for i := range list {
		c := &list[i]
		if t.found != v {
			return // another search has begun
		}
		if !c.found && v.peek(c.id).flags&accepted == 0 { // as most: nothing to do
			t.breatheIf(1)
			continue
		}
		if s.nodes.at(c.id).flags&(isTopic|gone) == isTopic && s.leaves.at(c.id).topic == c.ref {
			t.show(c.id, c.found && t.accepts(c.id))
		}
		t.breatheIf(judgeSteps)
	}
	clear(list) // so that it holds no segment
	t.looking = list[:0]
}

// matchKept is [Query.Match] for a message. Whether a payload matches that has
// been lost nobody knows, so it is not found.
func (q *Query) matchKept(topic, payload []byte, lost bool) bool {
	return (!q.payload || !lost) && q.Match(topic, payload)
}

// show has the search show a topic or not, and counts.
func (t *Tree) show(id ID, found bool) {
	v := t.found
	if v.peek(id).flags&accepted != 0 == found {
		return
	}
	if found {
		t.hits++
	} else {
		t.hits--
	}
	v.judge(id, found)
}
