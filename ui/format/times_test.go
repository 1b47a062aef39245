package format

import (
	"testing"
	"time"
)

// TestTimesInEachWay: they are written in each way, and in the first where one is asked for that is none.
func TestTimesInEachWay(t *testing.T) {
	t.Cleanup(func() { SetTimes(YearFirst) })
	at := time.Date(2026, 3, 9, 21, 4, 5, 250_000_000, time.UTC)
	for style, want := range map[TimeStyle][4]string{
		YearFirst: {"2026-03-09 21:04:05", "2026-03-09 21:04:05.250", "21:04", "21:04:05.250"},
		DayDots:   {"09.03.2026 21:04:05", "09.03.2026 21:04:05.250", "21:04", "21:04:05.250"},
		DaySlash:  {"09/03/2026 21:04:05", "09/03/2026 21:04:05.250", "21:04", "21:04:05.250"},
		MonthHalf: {"03/09/2026 9:04:05 PM", "03/09/2026 9:04:05.250 PM", "9:04 PM", "9:04:05.250 PM"},
		99:        {"2026-03-09 21:04:05", "2026-03-09 21:04:05.250", "21:04", "21:04:05.250"},
		-1:        {"2026-03-09 21:04:05", "2026-03-09 21:04:05.250", "21:04", "21:04:05.250"},
	} {
		SetTimes(style)
		if got := [4]string{DateClock(at), DateMillis(at), ClockShort(at), ClockMillis(at)}; got != want {
			t.Errorf("%d: %q, want %q", style, got, want)
		}
		if got := TimesNow().Example(at); got != want[0] {
			t.Errorf("the example of %d is %q", style, got)
		}
		if (ClockRoom() > 0) != (style == MonthHalf) {
			t.Errorf("%d has %g more room", style, ClockRoom())
		}
	}
	if n := len(TimeStyles()); n != 4 {
		t.Errorf("there are %d", n)
	}
}
