package model

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestAllAtOnce does everything a window does to a small store that is always
// full, in random order, and checks after each step that rows, orders, counts
// and values agree with each other.
func TestAllAtOnce(t *testing.T) {
	seeds := uint64(12)
	if testing.Short() {
		seeds = 3
	}
	for seed := range seeds {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			m := newMixed(seed)
			for step := range 400 {
				m.step()
				m.check(t)
				if t.Failed() {
					t.Fatalf("after step %d", step)
				}
			}
			if n := m.s.Intake().LetGo; seed%3 == 2 && n == 0 {
				t.Error("no value was discarded")
			}
		})
	}
}

// mixed is a store that everything is done to.
type mixed struct {
	*rand.Rand
	s      *Store
	at     time.Time
	last   map[string]string // what came last on every topic
	shown  map[string]string // the same as the paused view shows it
	kept   []Row
	undo   func()
	filler string
}

// newMixed makes one. Every third has less memory than its values take.
func newMixed(seed uint64) *mixed {
	s := NewStore(Options{Topics: 300, Budget: -1, Memory: LeastMemory})
	large := 60_000
	if seed%3 == 2 {
		large = 450_000
	}
	return &mixed{
		Rand: rand.New(rand.NewPCG(seed, 7)), s: s, at: s.started, last: map[string]string{},
		kept: make([]Row, 50), filler: strings.Repeat("x", large), undo: func() {},
	}
}

func (m *mixed) step() {
	tree := m.s.Tree()
	switch k := m.IntN(24); {
	case k < 9:
		m.receive(1 + m.IntN(60))
	case k < 15:
		m.at = m.at.Add(33 * time.Millisecond)
		tree.Tick(m.at)
	case k < 17:
		tree.SetSort(Sort(m.IntN(7)), m.IntN(2) == 0)
	case k < 18:
		if rows := tree.Len(); rows > 0 {
			tree.Toggle(idAt(tree, m.IntN(rows)))
		}
	case k < 19:
		q, _ := ParseQuery([]string{"", "1", "a/", "=5", "-2"}[m.IntN(5)])
		tree.Search(q)
	case k < 20:
		tree.HideCleared(m.IntN(2) == 0)
	case k < 21:
		tree.SetOpenBelow(Root, m.IntN(3) > 0)
	case k < 22:
		_, m.undo = m.s.Forget(Root)
	case k < 23:
		m.undo()
	default:
		if paused, _ := m.s.Paused(); paused {
			m.s.Resume()
			m.shown = nil
		} else {
			m.s.Pause()
			m.shown = map[string]string{}
			for topic, payload := range m.last {
				m.shown[topic] = payload
			}
		}
	}
}

func (m *mixed) receive(n int) {
	var list []Message
	m.at = m.at.Add(time.Millisecond)
	for range n {
		topic := fmt.Sprintf("%c/%d", 'a'+rune(m.IntN(4)), m.IntN(200))
		if m.IntN(3) == 0 {
			topic += fmt.Sprint("/", m.IntN(3))
		}
		payload := fmt.Sprint(m.Int())
		switch m.IntN(6) {
		case 0:
			payload = ""
		case 1:
			payload += m.filler
		}
		m.last[topic] = payload
		list = append(list, message(topic, payload))
	}
	m.s.Apply(Batch{At: m.at, Messages: list})
}

func (m *mixed) check(t *testing.T) {
	t.Helper()
	s, tree := m.s, m.s.Tree()
	checkOrders(t, tree.all, Root)
	if tree.found != nil {
		checkOrders(t, tree.found, Root)
	}
	fresh := tree.Rows(0, make([]Row, tree.Len()+1))
	if len(fresh) != tree.Len() {
		t.Errorf("%d rows of %d", len(fresh), tree.Len())
	}
	sameRows(t, s, m.kept)
	for i := range fresh {
		m.checkRow(t, i, &fresh[i])
	}
	m.checkNeeded(t)
	if root := s.nodes.at(Root); s.paused == nil && s.changed.n == 0 && int(root.topics) != s.Topics() {
		t.Errorf("%d topics are counted, there are %d", root.topics, s.Topics())
	}
}

// checkRow is no helper of the tests': it is called a million times, and saying
// so takes longer than what it checks.
func (m *mixed) checkRow(t *testing.T, i int, r *Row) {
	if at := m.s.Tree().Index(r.ID); at != i {
		t.Errorf("row %d says it is %d", i, at)
	}
	want, topic := m.last, m.s.Topic(r.ID)
	if m.shown != nil {
		want = m.shown
	}
	payload, known := want[topic]
	if r.HasValue && (!known || r.Size != len(payload) || !strings.HasPrefix(payload, string(r.Preview))) {
		t.Errorf("%s = %.20q of %d bytes, want %.20q of %d", topic, r.Preview, r.Size, payload, len(payload))
	}
}

// checkNeeded counts the bytes that the log may not let go.
func (m *mixed) checkNeeded(t *testing.T) {
	t.Helper()
	s := m.s
	var needed int64
	var values [valueClasses]int64
	for id := ID(1); int(id) < s.nodes.n; id++ {
		l := s.leaves.at(id)
		if l.last == 0 || s.nodes.at(id).flags&gone != 0 {
			continue
		}
		e := s.history.at(l.last)
		needed += int64(e.size())
		values[valueClass(e.size())] += int64(e.size())
		want := m.last[string(s.topic(id))]
		if e.flags&entryLetGo != 0 && e.payloadSize() == len(want) && s.intake.LetGo > 0 {
			want = ""
		}
		if e.id != id || string(e.payload) != want {
			t.Errorf("%s: the entry of %d: %.20q", s.topic(id), e.id, e.payload)
		}
	}
	if s.paused != nil {
		needed += s.paused.held
	}
	if values != s.memory.values {
		t.Errorf("%d bytes are counted by size, %d are", s.memory.values, values)
	}
	if held := s.history.held; held > s.limit()+2*segmentSize { // it comes back to that with the next messages
		t.Errorf("the log takes %d bytes, it may take %d", held, s.limit())
	}
	if s.live != needed {
		t.Errorf("%d bytes count as needed, %d are", s.live, needed)
	}
	st := s.NewStream(Root, true, nil)
	for more := true; more; {
		_, more = st.Catch()
	}
	if !slices.IsSorted(st.positions) {
		t.Error("the messages are out of order")
	}
}

// TestIDUsedAgainElsewhere has the id of a topic that was let go used below
// another level, while the order it stood in is out of date.
func TestIDUsedAgainElsewhere(t *testing.T) {
	for id := range ID(10) {
		s := NewStore(Options{})
		apply(s, message("b/0", ""))
		for i := range 10 {
			apply(s, message(fmt.Sprintf("a/%d/below", i), ""), message(fmt.Sprintf("a/%d", i+100), ""))
		}
		finish(s)
		tree := s.Tree()
		tree.SetOpenBelow(Root, true)
		tree.Rows(0, make([]Row, 50))
		a, _ := s.Find("a")
		tree.SetOpen(a, false)
		tree.SetSort(ByTopics, false)
		gone, _ := s.Find(fmt.Sprint("a/", id+100))
		s.fold(gone)
		s.retired[0].until = 0
		apply(s, message("b/1", ""))
		finish(s)
		tree.Rows(0, make([]Row, 50))
		for i := range 10 {
			apply(s, message(fmt.Sprintf("a/%d/new", i), ""))
		}
		finish(s)
		checkOrders(t, tree.all, Root)
	}
}
