package model

// rollUp adds what topics received to themselves and to everything above. It
// takes some topics in and goes up from each to the first node that it has come
// to before; then it adds, from below, what has come together. So a node is
// visited once, whatever the number of topics below it: a publisher may put
// thousands of them below a chain of 65,000 levels.
type rollUp struct {
	tree    *Tree
	now     uint64
	weight  float64
	touched pile[ID] // of all that has been finished

	visits  pile[visit]
	ways    pile[way]
	changed pile[change] // room for what changes next
}

// visit is a node with what is to be added to it.
type visit struct {
	id     ID
	topics uint32
	received
	live received // of that, what says something about the rate
}

type received struct{ messages, bytes uint64 }

// way is one upwards: the visits from one on, and the one above the last, -1 at the
// root.
type way struct{ from, above int }

// rollMost is how many nodes are visited before what there is is added, for the room
// that it takes. It is more than the levels of a topic, so that topics below one
// chain share it.
const rollMost = 1<<16 + 1_000

// add takes in what a topic received, to be rolled up.
func (r *rollUp) add(c change) {
	s := r.tree.store
	l := s.leaves.at(c.id)
	if l.state&dirty == 0 {
		return // it has been let go meanwhile
	}
	v := visit{received: received{l.count - c.messages, l.bytes - c.bytes}}
	if l.state&sent != 0 && l.lastAt >= s.offlineAt {
		v.live = v.received
		s.talk(c.id, s.nodes.at(c.id))
	}
	l.state &^= dirty | sent
	s.mu.spend(1)
	if n := s.nodes.at(c.id); n.flags&isTopic == 0 {
		n.flags |= isTopic
		v.topics = 1
	}
	r.climb(c.id, v)
}

// climb goes up from a node as far as nobody has been.
func (r *rollUp) climb(id ID, v visit) {
	t := r.tree
	from, above := r.visits.n, -1
	for {
		n := t.store.nodes.at(id)
		if i := int(n.visit); i < r.visits.n && r.visits.at(i).id == id {
			above = i
			break
		}
		n.visit = uint32(r.visits.n)
		r.visits.add(visit{id: id})
		t.breatheIf(1)
		if id == Root {
			break
		}
		id = n.parent
	}
	if from == r.visits.n {
		r.visits.at(above).add(&v)
		return
	}
	r.visits.at(from).add(&v)
	r.ways.add(way{from, above})
}

func (v *visit) add(more *visit) {
	v.topics += more.topics
	v.messages += more.messages
	v.bytes += more.bytes
	v.live.messages += more.live.messages
	v.live.bytes += more.live.bytes
}

// finish adds what has come together. A way goes on in one that is older, so the
// latest is the first to be finished.
func (r *rollUp) finish() {
	to := r.visits.n
	for i := r.ways.n - 1; i >= 0; i-- {
		w := *r.ways.at(i)
		for j := w.from; j < to; j++ {
			v := r.visits.at(j)
			r.addTo(v)
			if j+1 < to {
				r.visits.at(j + 1).add(v)
			} else if w.above >= 0 {
				r.visits.at(w.above).add(v)
			}
			r.tree.breatheIf(1)
		}
		to = w.from
	}
	r.visits.empty()
	r.ways.empty()
}

// addTo adds what has come together for a node to it.
func (r *rollUp) addTo(v *visit) {
	s := r.tree.store
	n := s.nodes.at(v.id)
	n.messages += v.messages
	n.bytes += v.bytes
	n.topics += v.topics
	n.rate.add(v.live.messages, v.live.bytes, s.moment(r.now), r.weight)
	n.revision = r.tree.revision
	r.touched.add(v.id)
}
