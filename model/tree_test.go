package model

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"
)

// naive is the tree as one would write it without a thought for speed. It is
// what the real one is checked against.
type naive struct {
	topic    string
	name     string
	children map[string]*naive
	open     bool
	own      uint64
}

func (n *naive) add(topic string) {
	at, from := n, 0
	for {
		name, rest, more := strings.Cut(topic[from:], "/")
		child := at.children[name]
		if child == nil {
			child = &naive{topic: topic[:from+len(name)], name: name, children: map[string]*naive{}}
			at.children[name] = child
		}
		at = child
		if !more {
			at.own++
			return
		}
		from = len(topic) - len(rest)
	}
}

func (n *naive) messages() uint64 {
	sum := n.own
	for _, c := range n.children {
		sum += c.messages()
	}
	return sum
}

func (n *naive) topics() int {
	sum := 0
	if n.own > 0 {
		sum = 1
	}
	for _, c := range n.children {
		sum += c.topics()
	}
	return sum
}

func (n *naive) rows(by Sort, depth int, into []string) []string {
	var list []*naive
	for _, c := range n.children {
		list = append(list, c)
	}
	sort.Slice(list, func(i, j int) bool {
		a, b := list[i], list[j]
		if by == ByMessages && a.messages() != b.messages() {
			return a.messages() > b.messages()
		}
		if by == ByTopics && a.topics() != b.topics() {
			return a.topics() > b.topics()
		}
		return compareNames([]byte(a.name), []byte(b.name)) < 0
	})
	for _, c := range list {
		into = append(into, fmt.Sprintf("%d %s %d %d %v", depth, c.name, c.topics(), c.messages(), c.open))
		if c.open {
			into = c.rows(by, depth+1, into)
		}
	}
	return into
}

func (n *naive) find(topic string) *naive {
	at := n
	for _, l := range Levels(topic) {
		at = at.children[l]
	}
	return at
}

func rowsOf(t *Tree) []string {
	var list []string
	for _, r := range t.Rows(0, make([]Row, t.Len()+1)) {
		list = append(list, fmt.Sprintf("%d %s %d %d %v", r.Depth, r.Name, r.Topics, r.Messages, r.Open))
	}
	return list
}

func randomTopic(r *rand.Rand) string {
	levels := make([]string, 1+r.IntN(5))
	for i := range levels {
		levels[i] = []string{"", "a", "B", "item", "온도", "x"}[r.IntN(6)] + []string{"", fmt.Sprint(r.IntN(12))}[r.IntN(2)]
	}
	if t := strings.Join(levels, "/"); t != "" {
		return t
	}
	return "/"
}

// TestTreeAgainstNaive does random things to both trees and compares every
// row, every index and every count.
func TestTreeAgainstNaive(t *testing.T) {
	for seed := range fewer(30) {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 1))
			s, n := NewStore(Options{}), &naive{children: map[string]*naive{}, open: true}
			tree, by := s.Tree(), ByName
			var topics []string
			for step := range 120 {
				switch k := r.IntN(10); {
				case k < 5 || len(topics) == 0:
					for range 1 + r.IntN(20) {
						topic := randomTopic(r)
						topics = append(topics, topic)
						apply(s, message(topic, "x"))
						n.add(topic)
					}
					tree.Tick(epoch)
				case k < 8:
					topic := topics[r.IntN(len(topics))]
					topic = topic[:r.IntN(len(topic)+1)]
					if id, ok := s.Find(topic); ok && len(n.find(topic).children) > 0 {
						tree.Toggle(id)
						n.find(topic).open = !n.find(topic).open
					}
				case k < 9:
					by = []Sort{ByName, ByMessages, ByTopics}[r.IntN(3)]
					tree.SetSort(by, false)
				default:
					topic := topics[r.IntN(len(topics))]
					id, _ := s.Find(topic)
					tree.Reveal(id)
					for at := n; at != nil && at.topic != topic; {
						at.open = true
						rest := topic
						if at != n {
							rest = topic[len(at.topic)+1:]
						}
						name, _, _ := strings.Cut(rest, "/")
						at = at.children[name]
					}
				}
				compareTrees(t, s, n, by)
				if t.Failed() {
					t.Fatalf("after step %d", step)
				}
			}
		})
	}
}

func compareTrees(t *testing.T, s *Store, n *naive, by Sort) {
	t.Helper()
	tree := s.Tree()
	got, want := rowsOf(tree), n.rows(by, 0, nil)
	if !slices.Equal(got, want) {
		t.Errorf("sorted by %d:\ngot  %q\nwant %q", by, got, want)
		return
	}
	for i := range got {
		id := idAt(tree, i)
		if back := tree.Index(id); back != i {
			t.Errorf("Index(idAt(%d)) = %d", i, back)
		}
		if r := tree.Rows(i, make([]Row, 1)); len(r) != 1 || r[0].ID != id {
			t.Errorf("Rows(%d) = %+v, want node %d", i, r, id)
		}
	}
	checkOrders(t, tree.all, Root)
}

// checkOrders checks what a view promises: sums of rows, and the orders that
// are arranged.
func checkOrders(t *testing.T, v *view, id ID) {
	t.Helper()
	n := v.at(id)
	var below, children uint32
	for child := v.store.nodes.at(id).child; child != Root; child = v.store.nodes.at(child).older {
		below += v.at(child).rows
		if v.shown(child) {
			children++
		}
		checkOrders(t, v, child)
	}
	want := below
	if id != Root {
		want = 0
		if n.flags&accepted != 0 || children > 0 {
			want = 1
			if v.open(id) {
				want += below
			}
		}
	}
	if n.rows != want || n.children != children {
		t.Errorf("node %d takes %d rows with %d children, want %d with %d", id, n.rows, n.children, want, children)
	}
	if v.arranged(n) {
		checkArranged(t, v, id, below)
	}
}

// membersOf lists an order from the first to the last.
func membersOf(v *view, top ID) []ID {
	if top == Root {
		return nil
	}
	n := v.at(top)
	return append(append(membersOf(v, n.order.left), top), membersOf(v, n.order.right)...)
}

// checkArranged checks the order of the children of a node, which take rows
// rows in all: the heights, the links and their sums.
func checkArranged(t *testing.T, v *view, id ID, rows uint32) {
	t.Helper()
	n := v.at(id)
	members := append(membersOf(v, n.top), membersOf(v, v.lateOf(id))...)
	if sum := v.total(n.top) + v.total(v.lateOf(id)); len(members) != int(n.children) || sum != rows {
		t.Errorf("node %d has %d members with %d rows in order, want %d with %d", id, len(members), sum, n.children, rows)
	}
	for _, child := range members {
		c := v.at(child)
		var before uint32
		for _, member := range membersOf(v, c.order.left) {
			before += v.at(member).rows
		}
		if c.order.before != before || c.flags&linked == 0 {
			t.Errorf("node %d has %d rows in its left half, want %d", child, c.order.before, before)
		}
		for _, half := range []ID{c.order.left, c.order.right} {
			if half != Root && (v.at(half).up != child) {
				t.Errorf("node %d does not know that it is below %d", half, child)
			}
		}
		left, right := v.height(c.order.left), v.height(c.order.right)
		if c.height != max(left, right)+1 || max(left, right)-min(left, right) > 1 {
			t.Errorf("node %d has a height of %d, its halves of %d and %d", child, c.height, left, right)
		}
	}
}

func TestOpenBelow(t *testing.T) {
	s := NewStore(Options{})
	tree := s.Tree()
	for i := range 200 {
		apply(s, message(fmt.Sprintf("a/%d/%d/x", i/20, i), ""))
	}
	tree.Tick(epoch)
	id, _ := s.Find("a")
	tree.SetOpenBelow(id, true)
	if got, want := tree.Len(), 1+10+200+200; got != want {
		t.Errorf("all open: %d rows, want %d", got, want)
	}
	checkOrders(t, tree.all, Root)
	tree.SetOpenBelow(id, false)
	if got := tree.Len(); got != 1 {
		t.Errorf("all closed: %d rows, want 1", got)
	}
	tree.Toggle(id)
	if got := tree.Len(); got != 11 {
		t.Errorf("one open: %d rows, want 11", got)
	}
}

func TestRowsShowTheLatest(t *testing.T) {
	s := NewStore(Options{})
	tree := s.Tree()
	long := strings.Repeat("ä", PreviewSize)
	m := message("a", long)
	m.QoS, m.Retained = 1, true
	apply(s, m)
	tree.Tick(epoch)
	rows := tree.Rows(0, make([]Row, 5))
	if len(rows) != 1 {
		t.Fatalf("%d rows", len(rows))
	}
	r := rows[0]
	if string(r.Preview) != long[:PreviewSize] || r.Size != len(long) || !r.Retained || r.QoS != 1 || !r.At.Equal(epoch) || !r.HasValue {
		t.Errorf("%+v", r)
	}
	revision := r.Revision
	apply(s, message("a", "next"))
	if rows = tree.Rows(0, rows); rows[0].Revision != revision {
		t.Error("a row changed before the tick")
	}
	if !tree.Tick(epoch) || tree.Tick(epoch) {
		t.Error("a tick must report a change once")
	}
	if rows = tree.Rows(0, rows); string(rows[0].Preview) != "next" || rows[0].Retained || rows[0].Messages != 2 {
		t.Errorf("%+v", rows[0])
	}
}

func TestPauseFreezesTheView(t *testing.T) {
	s := NewStore(Options{Budget: -1})
	tree := s.Tree()
	apply(s, message("a", "before"), message("b", "stays"))
	tree.Tick(epoch)
	s.Pause()
	filler := strings.Repeat("x", 10_000)
	for i := range 3000 { // pushes the frozen value out of its segment
		apply(s, message("a", fmt.Sprint(i, filler)), message("new", filler))
	}
	if tree.Tick(epoch) {
		t.Error("a paused tree ticked")
	}
	rows := tree.Rows(0, make([]Row, 5))
	if len(rows) != 2 || string(rows[0].Preview) != "before" || string(rows[1].Preview) != "stays" || rows[0].Messages != 1 {
		t.Errorf("paused: %+v", rows)
	}
	if e := latest(t, s, "a"); string(e.Payload) != "before" {
		t.Errorf("paused: latest is %.20q", e.Payload)
	}
	if paused, waiting := s.Paused(); !paused || waiting != 6000 {
		t.Errorf("%v, %d waiting", paused, waiting)
	}
	s.Resume()
	if !tree.Tick(epoch) {
		t.Error("nothing to catch up with after the pause")
	}
	rows = tree.Rows(0, make([]Row, 5))
	if len(rows) != 3 || !strings.HasPrefix(string(rows[0].Preview), "2999") || rows[0].Messages != 3001 {
		t.Errorf("resumed: %+v", rows)
	}
}

func TestRates(t *testing.T) {
	s := NewStore(Options{})
	tree := s.Tree()
	now := s.started
	for range 600 { // a minute of 20 messages a second
		now = now.Add(100 * time.Millisecond)
		apply(s, message("a/b", "12345"), message("a/c", "12345"))
		tree.Tick(now)
	}
	id, _ := s.Find("a")
	st := s.Stats(id, now)
	if st.MessageRate < 19 || st.MessageRate > 21 || st.ByteRate < 95 || st.ByteRate > 105 {
		t.Errorf("after a minute: %.2f messages/s, %.2f bytes/s, want 20 and 100", st.MessageRate, st.ByteRate)
	}
	if st := s.Stats(id, now.Add(time.Minute)); st.MessageRate > 0.001 {
		t.Errorf("a minute after the last: %.4f messages/s", st.MessageRate)
	}
}

// idAt is the node of a row.
func idAt(t *Tree, row int) ID {
	id, _ := t.view().locate(row)
	return id
}
