package loop

import (
	"runtime"
	"testing"
	"time"
)

func TestStopwatch(t *testing.T) {
	var m stopwatch
	start := time.Unix(1_000_000_000, 0)
	for _, c := range []struct {
		after, took time.Duration
		want        Work
	}{
		{0, 30 * time.Millisecond, Work{Tasks: 1, Slow: 1, Busy: 30 * time.Millisecond}},
		{workPeriod, 2 * time.Millisecond, Work{Tasks: 2, Slow: 1, Busy: 32 * time.Millisecond, Period: 1, Longest: 30 * time.Millisecond, Hardest: 15 * time.Millisecond}},
		{workPeriod + 1, slowTask, Work{Tasks: 3, Slow: 1, Busy: 48 * time.Millisecond, Period: 1, Longest: 30 * time.Millisecond, Hardest: 15 * time.Millisecond}},
		{2 * workPeriod, time.Millisecond, Work{Tasks: 4, Slow: 1, Busy: 49 * time.Millisecond, Period: 2, Longest: slowTask, Hardest: slowTask / 2}},
	} {
		m.add(task{c.took, c.took / 2}, start.Add(c.after))
		got := m.work
		got.Period -= start.UnixNano() / int64(workPeriod)
		if got != c.want {
			t.Errorf("after %v: %+v, want %+v", c.after, got, c.want)
		}
	}
}

// TestLoopMeasuresItsTasks has a drawing that takes a while.
func TestLoopMeasuresItsTasks(t *testing.T) {
	const takes = 5 * time.Millisecond
	l := New(nil, func(time.Time) bool {
		for start := time.Now(); time.Since(start) < takes; {
		}
		return false
	})
	runtime.LockOSThread() // as the toolkit does
	defer runtime.UnlockOSThread()
	l.DrawNow()
	l.DrawNow()
	if l.watch.hardest > l.watch.longest || runtime.GOOS == "linux" && l.watch.hardest <= 0 {
		t.Errorf("of %v it has worked %v", l.watch.longest, l.watch.hardest)
	}
	if w := l.WorkDone(); w.Tasks != 2 || w.Busy < 2*takes {
		t.Errorf("%+v", w)
	}
}
