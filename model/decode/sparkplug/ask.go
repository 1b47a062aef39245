package sparkplug

import (
	"cmp"
	"slices"
	"sort"
	"strings"
	"time"
)

// Basis is what names and datatypes of a payload are taken from.
type Basis string

// What it may be.
const (
	NoBirth      Basis = "no birth"         // none is known
	AsItWas      Basis = "birth"            // the latest before the message
	LaterBirth   Basis = "later birth"      // an older one is not kept any more
	BeforeGap    Basis = "birth before gap" // messages were missed between it and the message
	FromRetained Basis = "retained birth"   // when it was sent is not known
	Itself       Basis = "the birth itself" // the message is one
)

// Place is where a message stands among the others.
type Place struct {
	Position uint64
	At       time.Time
	// Moved says that the position is a later one than it had: it is the latest message
	// of its topic, and what came with it has been let go.
	Moved bool
}

// before reports whether the message came before another.
func (p *Place) before(position uint64, at time.Time) bool {
	return p.Position < position || p.Moved && p.At.Before(at)
}

// Known is what was known of the node or device of a topic when a message came, and
// what that is taken from.
func (w *Network) Known(topic string, place Place) (Known, Basis) {
	w.mu.Lock()
	defer w.mu.Unlock()
	t, ok := ParseTopic(topic)
	if !ok || t.Verb == State {
		return Known{}, NoBirth
	}
	n, u := w.find(t)
	if u == nil {
		return Known{}, NoBirth
	}
	k := Known{Stale: stale(n, u, t.Verb, &place)}
	if t.Verb.birth() {
		return k, Itself
	}
	i := sort.Search(len(u.births), func(i int) bool { return place.before(u.births[i].from, u.births[i].at) }) - 1
	switch {
	case len(u.births) == 0:
		return k, NoBirth
	case i < 0:
		k.Definitions = u.births[0].definitions
		if k.Definitions == nil {
			return k, NoBirth
		}
		return k, LaterBirth
	}
	b := &u.births[i]
	k.Definitions = b.definitions
	switch {
	case b.definitions == nil:
		return k, NoBirth
	case b.retained:
		return k, FromRetained
	case b.certainTo > 0 && place.Position > b.certainTo:
		return k, BeforeGap
	}
	return k, AsItWas
}

// find is a node, and itself or its device, nil when it is not followed.
func (w *Network) find(t Topic) (*node, *unit) {
	n := w.nodes[nodeName{t.Group, t.Node}]
	switch {
	case n == nil:
		return nil, nil
	case t.Device == "":
		return n, &n.unit
	}
	return n, n.devices[t.Device]
}

// Version says how often what the messages of a topic mean has changed since they came.
type Version struct {
	All  uint64 // what is announced, or whether they still hold
	Past uint64 // names and types of such that came before their birth
}

// Version is that of the messages of a topic.
func (w *Network) Version(topic string) (v Version) {
	w.mu.Lock()
	defer w.mu.Unlock()
	t, ok := ParseTopic(topic)
	if !ok || t.Verb == State {
		return v
	}
	n, u := w.find(t)
	switch {
	case u == nil:
		return v
	case u == &n.unit:
		return u.version
	}
	return Version{All: n.version.All + u.version.All, Past: u.version.Past}
}

// Past is how often names and types have become known of messages that had come before.
func (w *Network) Past() uint64 {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.past
}

// stale reports whether the values of a message hold no more, because what sent it has
// gone offline since.
func stale(n *node, u *unit, verb Verb, place *Place) bool {
	if verb != NBirth && verb != DBirth && verb != NData && verb != DData {
		return false
	}
	return u.status == Offline && place.before(u.position, u.since) || n.status == Offline && place.before(n.position, n.since)
}

// Unit is how a node or a device stands.
type Unit struct {
	Group, Node, Device string
	Status              Status
	Since               time.Time // zero when it has no status yet
	Doubted             bool      // messages have been missed since its birth
	Metrics             int       // that its birth announced
	BirthsPerMinute     int
	BdSeq               int64 // of a node's birth, -1 when it is not known
}

func (u *unit) stands(now time.Time) Unit {
	return Unit{
		Group: u.where.Group, Node: u.where.Node, Device: u.where.Device, Status: u.status, Since: u.since,
		Doubted: u.doubted, Metrics: u.current().Len(), BirthsPerMinute: u.rate.count(now), BdSeq: none,
	}
}

// Unit is how the node or the device of a topic stands, false when it is not followed.
func (w *Network) Unit(topic string, now time.Time) (Unit, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	t, ok := ParseTopic(topic)
	if !ok || t.Verb == State {
		return Unit{}, false
	}
	n, u := w.find(t)
	if u == nil {
		return Unit{}, false
	}
	state := u.stands(now)
	if t.Device == "" {
		state.BdSeq = n.bdSeq
	}
	return state, true
}

func byName(a, b Unit) int {
	return cmp.Or(strings.Compare(a.Group, b.Group), strings.Compare(a.Node, b.Node), strings.Compare(a.Device, b.Device))
}

// Node is an edge node with its devices behind it, by their names, and what was found of
// them, what was found first at the front. It is empty when the node is not followed.
func (w *Network) Node(group, name string, now time.Time) (list []Unit, found []Finding) {
	w.mu.Lock()
	defer w.mu.Unlock()
	n := w.nodes[nodeName{group, name}]
	if n == nil {
		return nil, nil
	}
	state := n.stands(now)
	state.BdSeq = n.bdSeq
	list, found = append(list, state), n.copies(nil)
	for _, d := range n.devices {
		list, found = append(list, d.stands(now)), d.copies(found)
	}
	slices.SortFunc(list, byName)
	slices.SortStableFunc(found, func(a, b Finding) int { return a.First.Compare(b.First) })
	return list, found
}

// Host is how a host application stands.
type Host struct {
	Name      string
	Online    bool
	Timestamp time.Time // that it gives itself; zero before Sparkplug 3, which had none
	Since     time.Time
}

// Hosts are all host applications, by their names, and what was found of them and of
// topics that are of no node, what was found first at the front.
func (w *Network) Hosts() (list []Host, found []Finding) {
	w.mu.Lock()
	defer w.mu.Unlock()
	found = w.others.copies(nil)
	for name, h := range w.hosts {
		one := Host{Name: name, Online: h.online, Since: h.since}
		if !h.legacy {
			one.Timestamp = time.UnixMilli(h.timestamp)
		}
		if h.position > 0 { // a state that cannot be read says nothing
			list = append(list, one)
		}
		found = h.copies(found)
	}
	slices.SortFunc(list, func(a, b Host) int { return strings.Compare(a.Name, b.Name) })
	slices.SortStableFunc(found, func(a, b Finding) int { return a.First.Compare(b.First) })
	return list, found
}

func (u *unit) copies(list []Finding) []Finding {
	for _, one := range u.found {
		list = append(list, one.copy())
	}
	return list
}

func (f *finding) copy() Finding {
	one := f.Finding
	one.Cases = slices.Clone(one.Cases)
	return one
}
