package model

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

func search(t *testing.T, s *Store, text string) {
	t.Helper()
	q, err := ParseQuery(text)
	if err != nil {
		t.Fatal(err)
	}
	s.Tree().Search(q)
	finish(s)
}

// finish ticks until there is nothing left to do.
func finish(s *Store) {
	for s.Tree().Tick(epoch) {
	}
}

func names(s *Store) string {
	tree := s.Tree()
	var list []string
	for _, r := range tree.Rows(0, make([]Row, tree.Len())) {
		mark := ""
		if r.Matched {
			mark = "*"
		}
		list = append(list, strings.Repeat(">", r.Depth)+r.Name+mark)
	}
	return strings.Join(list, " ")
}

func wantNames(t *testing.T, s *Store, want string) {
	t.Helper()
	if got := names(s); got != want {
		t.Errorf("rows %q, want %q", got, want)
	}
	v := s.Tree().view()
	checkOrders(t, v, Root)
}

func TestSearchShowsMatchesAndWhatIsAbove(t *testing.T) {
	s := NewStore(Options{})
	apply(s, message("house/hall/temperature", "21"), message("house/hall/humidity", "40"), message("house/kitchen/temperature", "24"),
		message("garden/hall", "x"), message("garage", "x"))
	finish(s)
	wantNames(t, s, "garage garden house")
	search(t, s, "hall")
	wantNames(t, s, "garden >hall* house >hall >>humidity* >>temperature*")
	if f := s.Tree().Finding(); f.Matches != 3 || !f.Done() {
		t.Errorf("%+v", f)
	}

	// Topics that arrive later are found by themselves, others are not shown.
	apply(s, message("attic/hall/light", "on"), message("attic/light", "on"), message("house/hall/temperature", "22"))
	finish(s)
	wantNames(t, s, "attic >hall >>light* garden >hall* house >hall >>humidity* >>temperature*")

	// What is opened and closed in the results is theirs alone.
	house, _ := s.Find("house")
	s.Tree().Toggle(house)
	wantNames(t, s, "attic >hall >>light* garden >hall* house")
	s.Tree().Search(nil)
	wantNames(t, s, "attic garage garden house")
}

func TestSearchFollowsPayloads(t *testing.T) {
	s := NewStore(Options{})
	apply(s, message("a/x", `{"battery":10}`), message("a/y", `{"battery":90}`), message("b/z", "no JSON"))
	search(t, s, "battery<20")
	wantNames(t, s, "a >x*")
	apply(s, message("a/x", `{"battery":95}`), message("b/z", `{"battery":5}`))
	finish(s)
	wantNames(t, s, "b >z*")
	apply(s, message("b/z", `{"battery":50}`))
	finish(s)
	wantNames(t, s, "")
	if f := s.Tree().Finding(); f.Matches != 0 {
		t.Errorf("%+v", f)
	}
}

func TestNextMatch(t *testing.T) {
	s := NewStore(Options{})
	apply(s, message("a/hit1", ""), message("b/hit2", ""), message("c/d/hit3", ""), message("e", ""))
	search(t, s, "hit")
	find := func(topic string) ID {
		id, _ := s.Find(topic)
		return id
	}
	for _, c := range []struct {
		from string
		up   bool
		want string
	}{
		{"nowhere", false, "a/hit1"}, {"a/hit1", false, "b/hit2"}, {"c", false, "c/d/hit3"}, {"c/d/hit3", false, "a/hit1"},
		{"a/hit1", true, "c/d/hit3"}, {"c/d/hit3", true, "b/hit2"}, {"nowhere", true, "c/d/hit3"},
	} {
		if got := s.Topic(s.Tree().NextMatch(find(c.from), c.up)); got != c.want {
			t.Errorf("from %q, up %v: %q, want %q", c.from, c.up, got, c.want)
		}
	}
	search(t, s, "nothing")
	if id := s.Tree().NextMatch(find("a"), false); id != Root {
		t.Errorf("found %q in nothing", s.Topic(id))
	}
}

func TestHideCleared(t *testing.T) {
	s := NewStore(Options{})
	apply(s, message("a/x", "1"), message("a/y", "1"), message("b", "1"))
	finish(s)
	a, _ := s.Find("a")
	s.Tree().Toggle(a)
	apply(s, message("a/x", ""), message("b", ""))
	finish(s)
	wantNames(t, s, "a >x >y b")
	s.Tree().HideCleared(true)
	finish(s)
	wantNames(t, s, "a >y")
	wantHidden := func(want int) {
		t.Helper()
		if n := s.Tree().Hidden(); n != want {
			t.Errorf("%d topics are hidden, want %d", n, want)
		}
	}
	wantHidden(2)
	apply(s, message("a/y", ""), message("b", "back"))
	finish(s)
	wantNames(t, s, "b")
	wantHidden(2)
	s.Tree().HideCleared(false)
	wantHidden(0)
	finish(s)
	wantNames(t, s, "a >x >y b")
	if s.Topics() != 3 || len(s.chain(s.latest(a), 9)) != 0 {
		t.Error("hiding is no deletion")
	}
}

func TestPausedSearchShowsFrozenValues(t *testing.T) {
	s := NewStore(Options{})
	apply(s, message("a", "old"), message("b", "x"))
	finish(s)
	s.Pause()
	apply(s, message("a", "new"), message("c", "old"))
	search(t, s, "=old")
	wantNames(t, s, "a*")
	s.Resume()
	finish(s)
	wantNames(t, s, "c*")
}

// TestScansGoOnWithoutTime: on a busy machine the time may be over before anything
// is done, and a search that has not ended must not look as if it had.
func TestScansGoOnWithoutTime(t *testing.T) {
	s := NewStore(Options{})
	for i := range 3 * scanSlice {
		apply(s, message(fmt.Sprint("a/", i), "x"))
	}
	finish(s)
	tree := s.Tree()
	q, _ := ParseQuery("a")
	tree.Search(q)
	s.mu.Lock()
	defer s.mu.Unlock()
	slices := 0
	for tree.scanFor(0) {
		slices++
	}
	if slices < 3 || tree.hits != 3*scanSlice {
		t.Errorf("%d found in %d slices", tree.hits, slices)
	}
}

// TestSearchAgainstNaive compares what searches find with a plain look at
// every topic, while messages arrive, in random order.
func TestSearchAgainstNaive(t *testing.T) {
	queries := []string{"a", "item", "온", "1", "item/#", "+/+", "=even", "-a", "b =odd"}
	for seed := range fewer(20) {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 2))
			s := NewStore(Options{Budget: -1})
			values := map[string]string{}
			var q *Query
			for range 40 {
				switch r.IntN(4) {
				case 0:
					q, _ = ParseQuery(queries[r.IntN(len(queries))])
					s.Tree().Search(q)
				case 1:
					s.Tree().SetSort([]Sort{ByName, ByMessages, ByUpdate, ByRate, BySize}[r.IntN(5)], r.IntN(2) == 0)
				default:
					for range r.IntN(300) {
						topic, value := randomTopic(r), []string{"even", "odd"}[r.IntN(2)]
						values[topic] = value
						apply(s, message(topic, value))
					}
				}
				finish(s)
				var want []string
				for topic, value := range values {
					if q != nil && q.Match([]byte(topic), []byte(value)) {
						want = append(want, topic)
					}
				}
				var got []string
				for _, row := range s.Tree().Rows(0, make([]Row, s.Tree().Len())) {
					if row.Matched {
						got = append(got, s.Topic(row.ID))
					}
				}
				slices.Sort(want)
				slices.Sort(got)
				if !slices.Equal(got, want) {
					t.Fatalf("%v: found %q, want %q", q, got, want)
				}
				checkOrders(t, s.Tree().view(), Root)
				checkOrders(t, s.Tree().all, Root)
			}
		})
	}
}

// BenchmarkSearch is a search through a million topics: until the first
// screen can be shown, and until all has been looked at.
func BenchmarkSearch(b *testing.B) {
	s, tree := benchTree(b, 1_000_000)
	for _, text := range []string{"device0042", "value", "=x", "nothing-at-all"} {
		b.Run(text, func(b *testing.B) {
			q, err := ParseQuery(text)
			if err != nil {
				b.Fatal(err)
			}
			var first time.Duration
			rows := make([]Row, 41)
			for b.Loop() {
				start := time.Now()
				tree.Search(q)
				tree.Tick(epoch)
				tree.Rows(0, rows)
				first += time.Since(start)
				for !tree.Finding().Done() {
					tree.Tick(epoch)
				}
				tree.Rows(0, rows)
			}
			b.ReportMetric(float64(first.Microseconds())/1000/float64(b.N), "ms-first-screen")
			b.ReportMetric(float64(b.Elapsed().Microseconds())/1000/float64(b.N), "ms-all")
		})
	}
	s.Tree().Search(nil)
}

// TestLargePayloadsDoNotHoldTheLock looks through payloads of 1 MB: a slice of
// the work, done under the lock, ends after a few of them.
func TestLargePayloadsDoNotHoldTheLock(t *testing.T) {
	s := NewStore(Options{})
	payload := strings.Repeat("x", 1<<20)
	for i := range 50 {
		apply(s, message(fmt.Sprint(i), payload))
	}
	finish(s)
	q, _ := ParseQuery("=y")
	s.Tree().Search(q)
	s.mu.Lock()
	judged := s.Tree().lookOn()
	s.mu.Unlock()
	if judged > 5 {
		t.Errorf("%d MB were looked at under the lock", judged)
	}
	walked := 0
	s.history.walk(s.history.start(), streamSlice, func(uint64, *entry) int {
		walked++
		return 0
	})
	if walked > 5 {
		t.Errorf("%d MB of messages were looked at under the lock", walked)
	}
}

// TestLongTopicsDoNotHoldTheLock: nor does a regular expression, which is slower.
func TestLongTopicsDoNotHoldTheLock(t *testing.T) {
	s := NewStore(Options{})
	for i := range 100 {
		apply(s, message(fmt.Sprint(i, strings.Repeat("x", 60_000)), ""))
	}
	finish(s)
	for text, most := range map[string]int{"y": 20, "re:(x+x+)+y": 2} {
		q, err := ParseQuery(text)
		if err != nil {
			t.Fatal(err)
		}
		s.Tree().Search(q)
		s.mu.Lock()
		judged := s.Tree().lookOn()
		s.mu.Unlock()
		if judged > most {
			t.Errorf("%s: %d topics of 60 kB were looked at under the lock", text, judged)
		}
	}
}

// TestHideClearedWhilePaused goes by the values that the paused view shows.
func TestHideClearedWhilePaused(t *testing.T) {
	s := NewStore(Options{})
	apply(s, message("a", "1"), message("b", ""), message("c", "22"))
	finish(s)
	s.Pause()
	apply(s, message("a", ""), message("b", "1"), message("c", ""))
	s.Tree().HideCleared(true)
	finish(s)
	wantNames(t, s, "a c")
	s.Tree().SetSort(BySize, false)
	wantNames(t, s, "c a")
	s.Resume()
	finish(s)
	wantNames(t, s, "b")
}
