package sparkplug

import (
	"container/list"
	"strings"
	"sync"
	"time"
)

// Message is a message of a topic of Sparkplug.
type Message struct {
	Topic    []byte // only read, and not kept, as the payload is
	Payload  []byte
	At       time.Time
	Position uint64 // of the message; they grow with the messages of a connection
	QoS      byte   // as delivered
	Retained bool
	LetGo    bool // the payload is not there any more, only that the message came
}

// What is followed of a connection at the most. Of nodes, the one that has been silent
// for longest goes when there is another.
const (
	mostNodes   = 10_000
	mostDevices = 5_000 // of a node
	mostUnits   = 100_000
	mostHosts   = 1_000
	mostBytes   = 128 << 20 // of what births announce
	mostRoutes  = 100_000
	mostTopics  = 32 << 20 // bytes of their topics
)

// unitBytes is what a node or a device takes in memory without what it announces, about.
const unitBytes = 600

// Network is how the edge nodes, devices and hosts of a connection stand. It is fed with
// every message of Sparkplug in the order of their arrival, by one goroutine; it may be
// asked on any.
type Network struct {
	mu     sync.Mutex
	nodes  map[nodeName]*node
	heard  list.List // of *node, the latest first
	hosts  map[string]*host
	routes map[string]route // topics that have been read
	topics int              // bytes of them
	last   uint64           // position of the latest message
	found  findings
	bytes  int
	units  int
	past   uint64 // see [Network.Past]
	others unit   // what is of no node
}

type nodeName struct{ group, node string }

// route is what a topic is of.
type route struct {
	topic  Topic
	node   *node
	device *unit
}

// NewNetwork begins to follow a connection.
func NewNetwork() *Network {
	return &Network{nodes: map[nodeName]*node{}, hosts: map[string]*host{}, routes: map[string]route{}}
}

// Take takes in a message. What it says is read without the lock, however much it is:
// nobody but Take changes what that is read with.
func (w *Network) Take(m *Message) {
	r, ok := w.routeOf(m)
	var s summary
	whole := false
	if ok && r.topic.Verb != State && !m.LetGo {
		s, whole = r.unit().summary(r.topic.Verb, m)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	defer func() { w.last = m.Position }()
	switch {
	case !ok:
	case r.topic.Verb == State:
		w.state(r.topic, m)
	default:
		w.heard.MoveToFront(r.node.heard)
		w.take(&r, m, &s, whole)
		w.makeRoom(r.node)
	}
}

// routeOf is what the topic of a message is of.
func (w *Network) routeOf(m *Message) (r route, ok bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if r, ok = w.routes[string(m.Topic)]; ok && (r.node == nil || !r.node.gone) {
		return r, true
	}
	return w.route(m)
}

// route finds out what a topic is of, and begins to follow that.
func (w *Network) route(m *Message) (r route, ok bool) {
	topic := string(m.Topic)
	if r.topic, ok = ParseTopic(topic); !ok {
		if strings.HasPrefix(topic, Namespace+"/") {
			w.found.add(&w.others, Topic{}, BadTopic, Case{At: m.At, Position: m.Position, Name: topic})
		}
		return r, false
	}
	if r.topic.Verb != State {
		r.node = w.node(r.topic)
		if r.topic.Device != "" {
			if r.device, ok = w.device(r.node, r.topic, m); !ok {
				return r, false
			}
		}
	}
	if w.topics += len(topic); len(w.routes) >= mostRoutes || w.topics > mostTopics {
		clear(w.routes)
		w.topics = len(topic)
	}
	w.routes[topic] = r
	return r, true
}

func (w *Network) node(t Topic) *node {
	name := nodeName{t.Group, t.Node}
	n, known := w.nodes[name]
	if !known {
		n = &node{bdSeq: none, aliases: map[uint64]*unit{}}
		n.where = Topic{Group: t.Group, Node: t.Node}
		n.heard = w.heard.PushFront(n)
		w.nodes[name] = n
		w.units++
		w.grow(n, unitBytes+len(t.Group)+len(t.Node))
	}
	return n
}

func (w *Network) device(n *node, t Topic, m *Message) (*unit, bool) {
	u, known := n.devices[t.Device]
	if known {
		return u, true
	}
	if len(n.devices) >= mostDevices {
		w.found.add(&n.unit, n.where, TooManyDevices, Case{At: m.At, Position: m.Position, Name: t.Device})
		return nil, false
	}
	if n.devices == nil {
		n.devices = map[string]*unit{}
	}
	u = &unit{where: Topic{Group: t.Group, Node: t.Node, Device: t.Device}}
	n.devices[t.Device] = u
	w.units++
	w.grow(n, unitBytes+len(t.Device))
	return u, true
}

func (w *Network) grow(n *node, bytes int) {
	n.bytes += bytes
	w.bytes += bytes
}

// makeRoom lets nodes go that have been silent for longest, but for one.
func (w *Network) makeRoom(but *node) {
	for len(w.nodes) > mostNodes || w.units > mostUnits || w.bytes > mostBytes {
		last, _ := w.heard.Back().Value.(*node)
		if last == but {
			return
		}
		w.units -= 1 + len(last.devices)
		w.bytes -= last.bytes
		w.heard.Remove(last.heard)
		delete(w.nodes, nodeName{last.where.Group, last.where.Node})
		for _, d := range last.devices { // which topics that are known lead to
			d.births = nil
		}
		last.gone, last.births, last.devices, last.aliases = true, nil, nil, nil
	}
}

// Missed notes that messages may have been missed before the next: there was no
// connection, or more came than could be taken. What is expected begins anew, and what
// nodes have announced is no longer certain.
func (w *Network) Missed() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, n := range w.nodes {
		n.order.forget()
		n.doubt(w.last)
		for _, d := range n.devices {
			d.doubt(w.last)
		}
	}
}

// doubt takes it that messages may have been missed after the one at a position.
func (u *unit) doubt(after uint64) {
	u.doubted = true
	u.told = 0
	if last := len(u.births) - 1; last >= 0 && u.births[last].certainTo == 0 {
		u.births[last].certainTo = max(after, 1)
	}
}

// Pass takes it that a time has come, so that what is still missing then is found.
func (w *Network) Pass(now time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for e := w.heard.Front(); e != nil; e = e.Next() {
		n, _ := e.Value.(*node)
		if n.order.gap.count > 0 {
			w.closeGap(n, n.order.expire(now))
		}
	}
}

func (w *Network) closeGap(n *node, g gap) {
	if g.count > 0 {
		c := Case{At: g.at, Position: g.position, Want: int64(g.want), Got: int64(g.got), Count: g.count}
		w.found.add(&n.unit, n.where, SeqGap, c)
		n.numbers.broken(SeqGap, c)
	}
}
