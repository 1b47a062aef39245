package model

import (
	"time"
	"unsafe"
)

// PreviewSize is how many bytes of a payload a [Row] holds at most; Size says
// how many there are.
const PreviewSize = 160

// Row is what is shown of one node.
type Row struct {
	ID       ID
	Revision uint32 // differs when anything below may differ
	Depth    int    // from 0
	Name     string // the level's own bytes; may be empty, may be no UTF-8
	Children int
	Open     bool
	Topics   int    // in the subtree, this node included
	Messages uint64 // in the subtree

	HasValue bool
	Preview  []byte // the first PreviewSize bytes of the latest payload, a copy
	Size     int    // of the latest payload in bytes
	Lost     int    // bytes that were let go with the latest message, see [Entry]
	QoS      byte
	Retained bool      // it came as a retained message, and on the present connection
	At       time.Time // arrival of the latest message
	Folded   Folded    // topics below it that were let go
	Matched  bool      // a search is under way and has found this topic

	// Rate is messages a second in the subtree at the last tick, exponentially
	// weighted, and 0 once nothing has come for much longer than is usual at such a
	// rate. It fades by itself: Revision does not tell of it.
	Rate float64
	// Patience is how long a silence may be before a message is overdue, see
	// [Intervals]; 0 while that is not known, and while the view is paused,
	// which shows nothing of what arrives.
	Patience time.Duration
}

// Rows fills into with the rows from the given one on and returns those that
// exist. Rows whose ID and Revision already stand in their place are left as
// they are: pass the same slice again and again.
func (t *Tree) Rows(from int, into []Row) []Row {
	t.store.mu.Lock()
	defer t.store.mu.Unlock()
	v := t.view()
	id, depth := v.locate(from)
	for i := range into {
		if id == Root {
			return into[:i]
		}
		t.fill(id, depth, &into[i])
		id, depth = v.following(id, depth)
	}
	return into
}

// Row gives the row of one node, wherever it is and even when it is hidden.
func (t *Tree) Row(id ID) Row {
	t.store.mu.Lock()
	defer t.store.mu.Unlock()
	var r Row
	depth := -1
	for up := id; up != Root; up = t.store.nodes.at(up).parent {
		depth++
	}
	t.fill(id, depth, &r)
	return r
}

func (t *Tree) fill(id ID, depth int, r *Row) {
	n := t.store.nodes.at(id)
	now, at := n.rate, t.store.moment(t.now)
	over := now.isOver(at)
	now.decay(at)
	if r.Rate = now.messages; over {
		r.Rate = 0
	}
	revision := max(n.revision, t.allRevised)
	if r.ID == id && r.Revision == revision && r.Depth == depth && r.Name != "" {
		return
	}
	pos := t.store.latest(id)
	var e entry
	if pos != 0 {
		t.store.history.read(pos, &e)
	}
	if r.ID != id || r.Name == "" {
		r.Name = textOf(t.store.name(id))
	}
	r.ID, r.Revision, r.Depth = id, revision, depth
	r.Folded = t.store.folded[id]
	r.Matched = t.found != nil && t.found.at(id).flags&accepted != 0
	r.Children, r.Open = int(t.view().at(id).children), t.view().open(id)
	r.Topics, r.Messages = int(n.topics), n.messages
	r.HasValue = pos != 0
	r.Patience = 0
	r.Preview = r.Preview[:0]
	if !r.HasValue {
		r.Size, r.Lost, r.QoS, r.Retained, r.At = 0, 0, 0, false, time.Time{}
		return
	}
	r.Preview = append(r.Preview, e.payload[:min(len(e.payload), PreviewSize)]...)
	r.Size, r.Lost, r.QoS = e.payloadSize(), e.lost[0]+e.lost[1], e.flags&entryQoS
	r.Retained = e.flags&entryRetained != 0 && e.at >= t.store.connected
	r.At = time.Unix(0, e.at)
	if t.store.paused == nil {
		r.Patience = t.store.leaves.at(id).gaps.intervals().Patience
	}
}

// textOf is the text of bytes that are never written to again, as those of topics are
// not: it is not copied.
func textOf(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }
