package model

import (
	"testing"
	"time"
)

// TestNothingIsSentWithoutAConnection has rates end when the connection does.
func TestNothingIsSentWithoutAConnection(t *testing.T) {
	for name, end := range map[string]func(s *Store, now time.Time){
		"while there is none": func(s *Store, now time.Time) { s.Disconnected(now) },
		"when it is back":     func(s *Store, now time.Time) { s.Interrupted(now, now) },
		"told more than once": func(s *Store, now time.Time) { s.Disconnected(now); s.Disconnected(now) },
		"with what came first": func(s *Store, now time.Time) {
			s.Apply(Batch{At: now.Add(-1), Messages: []Message{message("a/fast", "x")}})
			s.Disconnected(now)
		},
	} {
		s := NewStore(Options{})
		tree := s.Tree()
		tree.SetSort(ByRate, false)
		now := s.started
		send := func(topics ...string) {
			for range 30 {
				now = now.Add(100 * time.Millisecond)
				for _, topic := range topics {
					s.Apply(Batch{At: now, Messages: []Message{message(topic, "x")}})
				}
				tree.Tick(now)
			}
		}
		rates := func() (sum float64) {
			for _, row := range tree.Rows(0, make([]Row, 10)) {
				sum += row.Rate + s.Stats(row.ID, now).MessageRate
			}
			return sum + s.Stats(Root, now).MessageRate
		}
		send("a/fast", "a/fast", "a/slow", "b")
		tree.SetOpenBelow(Root, true)
		if rates() == 0 || len(s.Talkers(5, now)) != 3 {
			t.Fatalf("%s: nothing is sent at the beginning", name)
		}
		now = now.Add(time.Millisecond)
		end(s, now)
		if r, n := rates(), len(s.Talkers(5, now)); r != 0 || n != 0 {
			t.Errorf("%s: %.1f messages a second, %d topics send", name, r, n)
		}
		send("a/slow")
		if r, n := rates(), s.Talkers(5, now); r == 0 || len(n) != 1 || s.Topic(n[0].ID) != "a/slow" {
			t.Errorf("%s: after that %.1f messages a second, %v send", name, r, n)
		}
		a, _ := s.Find("a")
		if below := tree.Rows(tree.Index(a)+1, make([]Row, 2)); below[0].Name != "slow" {
			t.Errorf("%s: %s stands before what is sent", name, below[0].Name)
		}
	}
}

// TestRetainedOfThisConnection has a broker that has lost some of what it
// retained while there was no connection.
func TestRetainedOfThisConnection(t *testing.T) {
	s := NewStore(Options{})
	now := s.started
	replay := func(topics ...string) {
		now = now.Add(time.Second)
		for _, topic := range topics {
			m := message(topic, "x")
			m.Retained = true
			s.Apply(Batch{At: now, Messages: []Message{m}})
		}
		s.Tree().Tick(now)
	}
	rows := make([]Row, 2)
	retained := func() (marks [2]bool) {
		rows = s.Tree().Rows(0, rows)
		return [2]bool{rows[0].Retained, rows[1].Retained}
	}
	replay("kept", "lost")
	if got := retained(); got != [2]bool{true, true} {
		t.Errorf("at the beginning %v", got)
	}
	s.Disconnected(now)
	if got := retained(); got != [2]bool{true, true} {
		t.Errorf("without a connection %v: nothing is known to have changed", got)
	}
	s.Interrupted(now, now.Add(time.Second))
	now = now.Add(time.Second)
	replay("kept")
	if got := retained(); got != [2]bool{true, false} {
		t.Errorf("connected again %v", got)
	}
	lost, _ := s.Find("lost")
	if e, _ := s.Latest(lost, 0); !e.Retained {
		t.Error("the message itself came as a retained one")
	}
}

// TestUsageCountsMessages has a history of a few.
func TestUsageCountsMessages(t *testing.T) {
	s := NewStore(Options{Budget: 3 * segmentSize})
	if u := s.Usage(); u.Used != 0 {
		t.Errorf("%+v of nothing", u)
	}
	for range 60 {
		apply(s, message("a", "tiny"))
	}
	if u := s.Usage(); u.Used < 60*4 || u.Used > 60*64 {
		t.Errorf("%d bytes for 60 tiny messages", u.Used)
	}
	for range 40 {
		apply(s, message("a", string(make([]byte, 1<<20))))
	}
	if u := s.Usage(); u.Used > u.Held || u.Used < u.Held/4 {
		t.Errorf("%d bytes used of %d", u.Used, u.Held)
	}
}
