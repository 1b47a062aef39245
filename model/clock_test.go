package model

import (
	"testing"
	"time"
)

// TestClockIsSet has a topic send every ten seconds, on a connection that was lost
// before, while the clock of the computer is set.
func TestClockIsSet(t *testing.T) {
	for name, by := range map[string]time.Duration{
		"not": 0, "kept right": time.Millisecond, "forward": time.Hour, "the computer slept": 8 * time.Hour,
		"back": -time.Hour, "back by days": -100 * 24 * time.Hour, "from 1970": 56 * 365 * 24 * time.Hour,
	} {
		t.Run(name, func(t *testing.T) {
			s := NewStore(Options{})
			var passed, set time.Duration
			s.passed = func(time.Time) time.Duration { return passed }
			now := func() time.Time { return s.started.Add(passed + set) }
			send := func(times int) {
				for range times {
					passed += 10 * time.Second
					s.Apply(Batch{At: now(), Messages: []Message{{Topic: []byte("a"), Payload: []byte("x")}}})
				}
			}
			send(1)
			s.Interrupted(now(), now().Add(time.Second))
			passed += time.Second
			send(60)
			set = by
			send(20)
			id, _ := s.Find("a")
			want := 59 + 19
			if by.Abs() <= clockStep {
				want++
			}
			if i := s.Stats(id, now()).Intervals; i.Gaps != want || i.Learned.Round(time.Second) != 10*time.Second || i.Patience.Round(time.Second) != 30*time.Second {
				t.Errorf("%d gaps of %s, patience %s; want %d", i.Gaps, i.Learned, i.Patience, want)
			}
			if steady := s.Tree().Steady(); steady.IsZero() != (by.Abs() <= clockStep) {
				t.Errorf("steady since %s", steady)
			}
		})
	}
}

// TestRatesOnceTheClockIsSetBack: what is sent in a second is counted, though the
// connection began at a time of day that is to come.
func TestRatesOnceTheClockIsSetBack(t *testing.T) {
	s := NewStore(Options{})
	var passed, set time.Duration
	s.passed = func(time.Time) time.Duration { return passed }
	now := func() time.Time { return s.started.Add(passed + set) }
	s.Interrupted(now(), now().Add(time.Second))
	passed, set = 10*time.Second, -time.Hour
	for range 100 {
		passed += 100 * time.Millisecond
		s.Apply(Batch{At: now(), Messages: []Message{{Topic: []byte("a"), Payload: []byte("x")}}})
		s.Tree().Tick(now())
	}
	id, _ := s.Find("a")
	if rate := s.Stats(id, now()).MessageRate; rate < 5 {
		t.Errorf("%.1f messages a second", rate)
	}
}
