package format

import (
	"testing"
	"time"
)

func TestMoments(t *testing.T) {
	before := time.Local
	time.Local = time.UTC
	t.Cleanup(func() { time.Local = before })
	for _, c := range []struct{ number, unit, want string }{
		{"1795717021", "s", "2026-11-26 18:17:01"}, {"1795717021250", "ms", "2026-11-26 18:17:01.250"}, {"1795717021000000", "us", "2026-11-26 18:17:01"},
		{"1700000000.5", "s", "2023-11-14 22:13:20.500"}, {"-1", "s", "1969-12-31 23:59:59"}, {"99999999999999999", "s", ""}, {"1e300", "s", ""}, {"NaN", "s", ""},
		{"12", "", ""}, {"x", "ms", ""},
	} {
		if got := Moment(c.number, c.unit); got != c.want {
			t.Errorf("%s %s: %q, want %q", c.number, c.unit, got, c.want)
		}
	}
}

func TestNamesOfTimes(t *testing.T) {
	for name, want := range map[string]bool{"ts": true, "last_seen": true, "updatedTime": true, "timestamp": true, "t_at": true, "counter": false, "parts": false, "serial": false, "id": false, "heat": false} {
		if IsTimeName(name) != want {
			t.Errorf("%s: %v", name, !want)
		}
	}
}
