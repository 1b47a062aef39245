package payloads

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestPartsOfHits(t *testing.T) {
	for _, c := range []struct{ text, needle, want string }{
		{"state", "at", "[{st false} {at true} {e false}]"},
		{"ON", "on", "[{ false} {ON true} { false}]"},
		{"aaa", "aa", "[{ false} {aa true} {a false}]"},
		{"a\x00b", "\x00", "[{a false} {\x00 true} {b false}]"},
		{"none", "x", "[{none false}]"},
		{"none", "", "[{none false}]"},
	} {
		if got := fmt.Sprint(hitParts(c.text, []byte(c.needle))); got != c.want {
			t.Errorf("%q in %q: %q, want %q", c.needle, c.text, got, c.want)
		}
	}
}

// TestTimesOfNumbers stand beside them: in the reason, and on the row of a member.
func TestTimesOfNumbers(t *testing.T) {
	b := newViewBench(t)
	want := time.Unix(1795717021, 0).Format(time.DateTime)
	b.receive(msg("a", "1795717021"), msg("b", `{"last_seen":1795717021000,"counter":1795717021}`), msg("c", "\x81\xc1\x1a\x6b\x08\x77\x9d"))
	for _, topic := range []string{"a", "b", "c"} {
		b.selectTopic(topic)
		b.until("it is shown", func() bool { return b.store.Topic(b.shown.ID) == topic })
		seen := strings.Join(append(b.seen(), b.shown.words), "\n")
		if n := strings.Count(seen, want); n != 1 {
			t.Errorf("%s: the time is said %d times in %s", topic, n, seen)
		}
	}
}

// TestHitsAreMarked behind the letters that were found, of names and of values.
func TestHitsAreMarked(t *testing.T) {
	b := newViewBench(t)
	b.receive(msg("a", `{"state":"ON","one":1,"last_seen":1795717021}`))
	b.selectTopic("a")
	b.until("it is shown", func() bool { return b.tree.rows.Visible() })
	b.openFind()
	b.find.field.SetText("on")
	b.until("it is found", func() bool { return len(b.tree.marks) == 2 })
	b.tree.rows.Update()
	found := ""
	rows, _, _ := b.tree.rows.Seen()
	for _, r := range rows {
		for _, s := range r.Spans {
			if s.Back != nil {
				found += s.Text + " "
			}
		}
	}
	if found != "ON on " {
		t.Errorf("marked is %q", found)
	}
}
