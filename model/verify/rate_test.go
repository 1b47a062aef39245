package verify

import (
	"math/rand/v2"
	"testing"
	"time"
)

// TestOften counts as whoever remembers all times does: exactly where few are allowed, and
// never more than there were.
func TestOften(t *testing.T) {
	for _, most := range []int{0, 1, 2, 50, 128, 129, 1_000} {
		var o often
		var all []time.Duration
		now, r := time.Duration(0), rand.New(rand.NewPCG(uint64(most), 1)) //nolint:gosec // small
		for range 4 * (most + keptTimes) {
			now += time.Duration(r.IntN(20)) * time.Millisecond
			all = append(all, now)
			n, span := o.add(now, most)
			switch {
			case len(all) <= most:
				if n != 0 {
					t.Fatalf("most %d: %d messages are %d in %s", most, len(all), n, span)
				}
			case n <= most || n > most+most/keptTimes+1 || span != now-all[len(all)-n]:
				t.Fatalf("most %d: after %d messages %d in %s, want %s", most, len(all), n, span, now-all[len(all)-n])
			}
		}
		if len(o.times) > keptTimes+2 {
			t.Errorf("most %d: %d times are kept", most, len(o.times))
		}
	}
}
