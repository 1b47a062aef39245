package model

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// read is what a reader gives, all of it, in words.
func read(r *Reader) string {
	var words []string
	for more := true; more; {
		more = r.Take(func(m *Followed) {
			switch {
			case m.Missed:
				words = append(words, "missed")
			case m.Retained:
				words = append(words, fmt.Sprintf("%s=%s retained", m.Topic, m.Payload))
			default:
				words = append(words, fmt.Sprintf("%s=%.6s", m.Topic, m.Payload))
			}
		})
	}
	return strings.Join(words, " ")
}

// TestReader gives each message once, what was there before first, and says where some may
// be missing.
func TestReader(t *testing.T) {
	s := NewStore(Options{})
	apply(s, message("a", "1"), message("b", "2"))
	r := s.NewReader()
	apply(s, message("a", "3"))
	s.Interrupted(epoch, epoch.Add(time.Second))
	apply(s, message("a", "4"), message("b", "5"))
	if got := read(r); got != "a=1 b=2 a=3 missed a=4 b=5" {
		t.Error(got)
	}
	if got := read(r); got != "" {
		t.Errorf("%q again", got)
	}
	s.Interrupted(epoch, epoch.Add(2*time.Second))
	if got := read(r); got != "" {
		t.Errorf("%q before anything has come", got)
	}
	apply(s, message("c", "6"))
	s.Lost(3)
	if got := read(r); got != "missed missed c=6" {
		t.Error(got)
	}
	if got := read(r); got != "" {
		t.Errorf("%q again", got)
	}
}

// TestReaderComesLate: what the history has let go is missed, and the latest of a topic that
// has been quiet since is given as if it were retained, also to a reader that was not there
// when it came.
func TestReaderComesLate(t *testing.T) {
	s := NewStore(Options{Budget: 4 * segmentSize})
	early := s.NewReader()
	apply(s, message("quiet", "here"))
	const count = 20_000
	for i := range count {
		apply(s, message("busy", fmt.Sprintf("%06d%s", i, strings.Repeat("x", 2_000))))
	}
	for name, r := range map[string]*Reader{"asks late": early, "begins late": s.NewReader()} {
		got := read(r)
		if !strings.HasPrefix(got, "missed ") || strings.Count(got, "missed") != 1 || strings.Count(got, "quiet=here retained") != 1 ||
			!strings.HasSuffix(got, fmt.Sprintf("busy=%06d", count-1)) {
			t.Errorf("one that %s: %.60s … %s", name, got, got[len(got)-60:])
		}
	}
}

// TestReaderAfterLosses: one that begins after messages were lost says so.
func TestReaderAfterLosses(t *testing.T) {
	s := NewStore(Options{})
	s.Lost(3)
	apply(s, message("a", "1"))
	if got := read(s.NewReader()); got != "missed a=1" {
		t.Error(got)
	}
}

// TestCame finds a message by its payload and its time, as it was or nearly.
func TestCame(t *testing.T) {
	s := NewStore(Options{})
	for i, payload := range []string{"ON", "OFF", "ON", "ON"} {
		s.Apply(Batch{At: epoch.Add(time.Duration(i) * time.Minute), Messages: []Message{message("a", payload)}})
	}
	id, _ := s.Find("a")
	for _, c := range []struct {
		name    string
		at      time.Duration
		payload string
		within  time.Duration
		want    time.Duration // when the one that is found came; below 0: none is
	}{
		{"as it was", 2 * time.Minute, "ON", 0, 2 * time.Minute},
		{"a moment later", 2*time.Minute + time.Second, "ON", 0, -1},
		{"a moment later, on another connection", 2*time.Minute + time.Second, "ON", 10 * time.Second, 2 * time.Minute},
		{"a moment before", 3*time.Minute - time.Second, "ON", 10 * time.Second, 3 * time.Minute},
		{"the nearer one", 2*time.Minute + 40*time.Second, "ON", time.Hour, 3 * time.Minute},
		{"another payload", time.Minute, "ON", 10 * time.Second, -1},
		{"the same payload long ago", 30 * time.Minute, "ON", 10 * time.Second, -1},
	} {
		got := time.Duration(-1)
		if e, held := s.At(s.Came(id, epoch.Add(c.at), []byte(c.payload), c.within)); held {
			got = e.At.Sub(epoch)
		}
		if got != c.want {
			t.Errorf("%s: came at %v, not %v", c.name, got, c.want)
		}
	}
}
