package model

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// given lists what a follower has to give.
func given(f *Follower) string {
	var list []string
	for more := true; more; {
		more = f.Take(func(m *Followed) {
			if m.Missed {
				list = append(list, "missed")
				return
			}
			list = append(list, fmt.Sprintf("%s=%s", m.Topic, m.Payload[:min(len(m.Payload), 6)]))
		})
	}
	return strings.Join(list, " ")
}

func TestFollow(t *testing.T) {
	large := strings.Repeat("x", 2*segmentSize)
	for _, c := range []struct {
		name string
		o    Options
		play func(s *Store)
		want string
	}{
		{"in order, and no others", Options{}, func(s *Store) {
			apply(s, message("sp/a", "1"), message("x", "2"), message("sp/b", "3"), message("sp", "4"), message("sp/a", "5"), message("state/long/x", "6"), message("state/lon", "7"), message("state/lonG/x", "8"))
		}, "sp/a=1 sp/b=3 sp/a=5 state/long/x=6"},
		{"no connection", Options{}, func(s *Store) {
			apply(s, message("sp/a", "1"))
			s.Interrupted(epoch, epoch.Add(time.Second))
			s.Interrupted(epoch, epoch.Add(time.Second))
			apply(s, message("sp/a", "2"))
		}, "sp/a=1 missed sp/a=2"},
		{"lost before the store", Options{}, func(s *Store) {
			apply(s, message("sp/a", "1"))
			s.Lost(3)
			apply(s, message("sp/a", "2"))
		}, "sp/a=1 missed sp/a=2"},
		{"cleared", Options{}, func(s *Store) {
			apply(s, message("sp/a", "1"), message("sp/a", "2"))
			s.Forget(Root)
		}, "sp/a=1 sp/a=2"},
		{"large", Options{}, func(s *Store) { apply(s, message("sp/a", large), message("sp/a", "2")) }, "sp/a=xxxxxx sp/a=2"},
		{"let go", Options{Budget: -1}, func(s *Store) {
			apply(s, message("sp/a", "1"), message("sp/a", "2"))
			for range 3 * segmentSize / 100_000 {
				apply(s, message("y", strings.Repeat("y", 100_000)))
			}
			apply(s, message("sp/a", "3"))
		}, "missed sp/a=3"},
		{"more than are waited for", Options{}, func(s *Store) {
			for i := range mostWaiting + 2 {
				apply(s, message("sp/a", fmt.Sprint(i)))
			}
		}, fmt.Sprint("missed sp/a=", mostWaiting+1)},
	} {
		s := NewStore(c.o)
		f := s.Follow("sp/", "state/long/")
		c.play(s)
		if got := given(f); got != c.want {
			t.Errorf("%s: %.200s, want %s", c.name, got, c.want)
		}
		if got := given(f); got != "" {
			t.Errorf("%s: %.200s again", c.name, got)
		}
	}
}

// TestFollowWhatWasThere: what the history has is given first.
func TestFollowWhatWasThere(t *testing.T) {
	s := NewStore(Options{})
	apply(s, message("sp/a", "1"), message("x", "2"), message("sp/b", "3"))
	f := s.Follow("sp/")
	apply(s, message("sp/a", "4"))
	if got := given(f); got != "sp/a=1 sp/b=3 sp/a=4" {
		t.Error(got)
	}
	s.Interrupted(epoch, epoch.Add(time.Second))
	second := s.Follow("sp/")
	apply(s, message("sp/a", "5"))
	if got := given(second); got != "sp/a=1 sp/b=3 sp/a=4 missed sp/a=5" {
		t.Error(got)
	}
	f.Stop()
	apply(s, message("sp/a", "6"))
	if a, b := given(f), given(second); a != "" || b != "sp/a=6" {
		t.Errorf("%q after the end, %q", a, b)
	}
}

// TestFollowMeanwhile takes messages while others come and the history lets go.
func TestFollowMeanwhile(t *testing.T) {
	s := NewStore(Options{Budget: 4 * segmentSize})
	f := s.Follow("sp/")
	const count = 20_000
	done := make(chan struct{})
	go func() { // ends when all have been applied
		defer close(done)
		for i := range count {
			apply(s, message("sp/a", fmt.Sprintf("%06d%s", i, strings.Repeat("x", 2_000))))
		}
	}()
	last, missed := -1, false
	take := func() bool {
		return f.Take(func(m *Followed) {
			if m.Missed {
				missed = true
				return
			}
			var n int
			if _, err := fmt.Sscanf(string(m.Payload[:6]), "%06d", &n); err != nil || n != last+1 && !missed || n <= last {
				t.Errorf("%.10s behind %d, missed %v", m.Payload, last, missed)
			}
			last, missed = n, false
		})
	}
	for running := true; running; {
		select {
		case <-done:
			running = false
		default:
		}
		for take() {
		}
	}
	if last != count-1 {
		t.Errorf("the last is %d", last)
	}
}

// TestLargeMessagesAreFollowedFewAtATime: whoever takes them may look at the clock.
func TestLargeMessagesAreFollowedFewAtATime(t *testing.T) {
	s := NewStore(Options{})
	f := s.Follow("sp/")
	for range 5 {
		apply(s, message("sp/a", strings.Repeat("x", followedBytes)))
	}
	for i := range 5 {
		taken := 0
		if more := f.Take(func(*Followed) { taken++ }); taken != 1 || more != (i < 4) {
			t.Errorf("%d are taken, more: %t", taken, more)
		}
	}
}
