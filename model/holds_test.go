package model

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// attack is something that a publisher or a user can do to make long60 work of what
// is done with the store's lock held. The work is counted, not timed.
type attack struct {
	name string
	size int // of the small form, which tests play; the benchmark plays it in full
	full int
	make func(s *Store, size int)               // not measured
	play func(t testing.TB, s *Store, size int) // measured

	options func(size int) Options // of the store, when they are no common ones
}

// deepTopic is a topic with so many levels.
func deepTopic(levels int, last string) string { return strings.Repeat("/", levels-1) + last }

// deepLevels and long60 are smaller in tests than in the benchmark, which takes as many
// levels as fit into a topic with a name of 8 bytes at the end.
var (
	deepLevels = 6_000
	long60     = strings.Repeat("x", 6_000)
)

// inFull sets them.
func inFull() { deepLevels, long60 = MaxTopic-8, strings.Repeat("x", 60_000) }

// applyEach hands messages over in batches as the wire reader does.
func applyEach(s *Store, n int, topic func(i int) string, payload []byte) {
	list := make([]Message, 0, benchBatch)
	size := 0
	for i := range n {
		list = append(list, Message{Topic: []byte(topic(i)), Payload: payload})
		size += len(list[len(list)-1].Topic) + len(payload)
		if len(list) == benchBatch || size > 256<<10 || i == n-1 {
			s.Apply(Batch{At: epoch, Messages: list})
			list, size = list[:0], 0
		}
	}
}

func flat(i int) string { return fmt.Sprintf("flat/child%07d", i*7919%10_000_000) }

// settled brings the tree up to date, searches and orders included.
func settled(s *Store) {
	for i := 0; s.Tree().Tick(epoch.Add(time.Duration(i+1)*time.Second)) && i < 10_000; i++ {
	}
}

func below(prefix string) func(i int) string {
	return func(i int) string { return fmt.Sprintf("%s%07d", prefix, i) }
}

func searchAll(t testing.TB, s *Store, text string) {
	t.Helper()
	q, err := ParseQuery(text)
	if err != nil {
		t.Fatal(err)
	}
	s.Tree().Search(q)
	settled(s)
}

// look asks for what a window shows, at the beginning, in the middle and at the end.
func look(s *Store) {
	tree, rows := s.Tree(), make([]Row, 41)
	for _, from := range []int{0, tree.Len() / 2, tree.Len() - 41} {
		for _, row := range tree.Rows(max(0, from), rows) {
			tree.Index(row.ID)
		}
	}
}

var attacks = []attack{
	{"a batch of many small messages", 8_000, 40_000, nil, func(_ testing.TB, s *Store, size int) {
		list := make([]Message, size)
		for i := range list {
			list[i] = Message{Topic: []byte(flat(i))}
		}
		s.Apply(Batch{At: epoch, Messages: list})
	}, nil},
	{"a flood of new topics", 6_000, 1_000_000, nil, func(_ testing.TB, s *Store, size int) { applyEach(s, size, flat, nil) }, nil},
	{"their first tick", 6_000, 1_000_000, func(s *Store, size int) { applyEach(s, size, flat, nil) },
		func(_ testing.TB, s *Store, _ int) { settled(s) }, nil},
	{"topics of 65,000 levels", 2, 20, nil, func(_ testing.TB, s *Store, size int) {
		applyEach(s, size, func(i int) string { return fmt.Sprint(i) + deepTopic(deepLevels, "x") }, nil)
		settled(s)
	}, nil},
	{"leaves below one chain of 65,000 levels", 50, 5_000, nil, func(_ testing.TB, s *Store, size int) {
		applyEach(s, size, below(deepTopic(deepLevels, "")), nil)
		settled(s)
	}, nil},
	{"the same with all open", 20, 1_000, func(s *Store, _ int) {
		applyEach(s, 2, below(deepTopic(deepLevels, "")), nil)
		settled(s)
		s.Tree().SetOpenBelow(Root, true)
	}, func(_ testing.TB, s *Store, size int) {
		applyEach(s, size, below(deepTopic(deepLevels, "")), nil)
		settled(s)
		look(s)
	}, nil},
	{"opening and closing everything", 9_000, 1_000_000, func(s *Store, size int) {
		applyEach(s, size, benchTopic, nil)
		settled(s)
	}, func(_ testing.TB, s *Store, _ int) {
		s.Tree().SetOpenBelow(Root, true)
		look(s)
		s.Tree().SetOpenBelow(Root, false)
	}, nil},
	{"opening 65,000 levels, and revealing the last", 1, 1, func(s *Store, _ int) {
		applyEach(s, 2, below(deepTopic(deepLevels, "")), nil)
		settled(s)
	}, func(_ testing.TB, s *Store, _ int) {
		id, _ := s.Find(below(deepTopic(deepLevels, ""))(0))
		s.Tree().Reveal(id)
		look(s)
		s.Tree().SetOpenBelow(Root, false)
		s.Tree().SetOpenBelow(Root, true)
		look(s)
	}, nil},
	{"an order of siblings", 6_000, 1_000_000, func(s *Store, size int) {
		applyEach(s, size, flat, []byte("1"))
		settled(s)
		s.Tree().SetOpenBelow(Root, true)
	}, func(_ testing.TB, s *Store, _ int) {
		for _, by := range []Sort{BySize, ByRate, ByName} {
			s.Tree().SetSort(by, true)
			look(s)
			settled(s)
		}
	}, nil},
	{"siblings of 60 kB that differ at the end", 100, 3_000, nil, func(_ testing.TB, s *Store, size int) {
		applyEach(s, size, below(long60), nil)
		settled(s)
		s.Tree().SetSort(ByUpdate, false)
		look(s)
		settled(s)
	}, nil},
	{"an export", 9_000, 1_000_000, func(s *Store, size int) {
		applyEach(s, size/2, benchTopic, nil)
		applyEach(s, size/2, flat, nil)
		settled(s)
	}, func(t testing.TB, s *Store, size int) {
		if n := len(s.Tree().SortedBelow(Root)); n != size {
			t.Errorf("%d topics, want %d", n, size)
		}
	}, nil},
	{"forgetting everything, and undoing it", 20_000, 4_000_000, func(s *Store, size int) {
		applyEach(s, size, func(i int) string { return flat(i % (1 + size/8)) }, nil)
		settled(s)
	}, func(t testing.TB, s *Store, size int) {
		n, undo := s.Forget(Root)
		if n < size/2 {
			t.Errorf("%d messages forgotten of %d", n, size)
		}
		undo()
	}, nil},
	{"the busiest topic above others", 6_000, 1_000_000, func(s *Store, size int) {
		applyEach(s, size, flat, nil)
		settled(s)
		apply(s, message("flat", "1"))
		settled(s)
	}, func(_ testing.TB, s *Store, _ int) { s.Talkers(100, epoch) }, nil},
	{"a filter on the messages of one topic", 200, 19_000, func(s *Store, size int) {
		applyEach(s, size, func(int) string { return "a" }, []byte(`"`+strings.Repeat("x", 24_000)))
		settled(s)
	}, func(_ testing.TB, s *Store, _ int) {
		id, _ := s.Find("a")
		q, _ := ParseQuery("=foo")
		st := s.NewStream(id, false, q)
		for more := true; more; {
			_, more = st.Catch()
		}
	}, nil},
	{"a filter on messages 65,000 levels down", 20, 1_000, func(s *Store, size int) {
		applyEach(s, size, func(int) string { return "a" + deepTopic(deepLevels, "x") }, nil)
		settled(s)
	}, func(_ testing.TB, s *Store, _ int) {
		id, _ := s.Find("a")
		q, _ := ParseQuery("re:(x+x+)+y")
		st := s.NewStream(id, true, q)
		for more := true; more; {
			_, more = st.Catch()
		}
	}, nil},
	{"an expression on topics of 60 kB", 10, 500, func(s *Store, size int) {
		applyEach(s, size, below(long60), nil)
		settled(s)
	}, func(t testing.TB, s *Store, size int) {
		searchAll(t, s, "re:(x+x+)+y")
		applyEach(s, size, below(long60), nil) // all of them change while the search is on
		settled(s)
	}, nil},
	{"a search that finds little among many", 6_000, 1_000_000, func(s *Store, size int) {
		applyEach(s, size, flat, nil)
		settled(s)
	}, func(t testing.TB, s *Store, _ int) {
		searchAll(t, s, "child0000001")
		look(s)
	}, nil},
	{"the next match 65,000 levels down", 1, 3, func(s *Store, size int) {
		applyEach(s, size, func(i int) string { return fmt.Sprint(i) + deepTopic(deepLevels, "hall") }, nil)
		settled(s)
	}, func(t testing.TB, s *Store, _ int) {
		searchAll(t, s, "hall")
		for _, up := range []bool{false, true, true, false} {
			if s.Tree().NextMatch(Root, up) == Root {
				t.Error("no match")
			}
		}
		look(s)
	}, nil},
	{"payloads of 3 MB", 5, 40, nil, func(_ testing.TB, s *Store, size int) {
		applyEach(s, size, func(int) string { return "a" }, make([]byte, 3<<20))
		settled(s)
		id, _ := s.Find("a")
		s.Latest(id, 0)
		s.At(s.Position(id))
	}, nil},
	{"pausing, and going on", 6_000, 1_000_000, func(s *Store, size int) {
		applyEach(s, size, flat, nil)
		settled(s)
	}, func(_ testing.TB, s *Store, size int) {
		s.Pause()
		applyEach(s, size, flat, nil)
		s.Resume()
		settled(s)
	}, nil},
	{name: "a history full of small messages", size: 60_000, full: 4_000_000,
		options: func(int) Options { return Options{Budget: 4 * segmentSize} },
		play: func(_ testing.TB, s *Store, size int) {
			applyEach(s, size, func(i int) string { return flat(i % 1_000) }, nil)
		}},
	{name: "a flood of topics into a store that is full", size: 8_000, full: 600_000,
		options: func(size int) Options { return Options{Topics: size / 2} },
		play: func(_ testing.TB, s *Store, size int) {
			for from := 0; from < size; from += size / 10 {
				applyEach(s, size/10, func(i int) string { return flat(from + i) }, nil)
				settled(s)
			}
		}},
	{name: "topics of 65,000 levels into a store that is full", size: 3, full: 10,
		options: func(int) Options { return Options{Topics: 10_000} },
		play: func(_ testing.TB, s *Store, size int) {
			for n := range size {
				applyEach(s, 1, func(int) string { return fmt.Sprint(n) + deepTopic(deepLevels, "x") }, nil)
				settled(s)
			}
		}},
	{name: "payloads of 50 MB", size: 1, full: 8,
		options: func(int) Options { return Options{Budget: 120 << 20} },
		play: func(_ testing.TB, s *Store, size int) {
			applyEach(s, size, func(i int) string { return fmt.Sprint(i) }, make([]byte, 50<<20))
			applyEach(s, 8*size, func(int) string { return "often" }, make([]byte, 1<<20-entryHeader))
			settled(s)
			id, _ := s.Find("0")
			s.Latest(id, 0)
		}},
}

// store makes the one that is attacked.
func (a *attack) store(size int) *Store {
	if a.options == nil {
		return NewStore(Options{})
	}
	return NewStore(a.options(size))
}

// mostSteps is how much work a hold may be: a breath is due at holdSteps, and one
// thing more may begin before, which is a climb over all levels at the most.
const mostSteps = holdSteps + 6_000 + 2_000

func TestNothingHoldsTheLock(t *testing.T) {
	for _, a := range attacks {
		t.Run(a.name, func(t *testing.T) {
			s := a.store(a.size)
			if a.make != nil {
				a.make(s, a.size)
			}
			s.mu.most = 0
			a.play(t, s, a.size)
			t.Logf("%d steps", s.mu.most)
			if s.mu.most > mostSteps {
				t.Errorf("%d steps in one hold of the lock, want at most %d", s.mu.most, mostSteps)
			}
		})
	}
}
