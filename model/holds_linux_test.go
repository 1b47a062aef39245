package model

import (
	"runtime"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// worked is the time that the thread has worked, so that what else the machine does
// is no part of it.
func worked() time.Duration {
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &t); err != nil {
		panic(err)
	}
	return time.Duration(t.Nano())
}

// BenchmarkHolds plays every attack in full and tells the longest hold of the lock,
// in processor time of the thread that holds it.
func BenchmarkHolds(b *testing.B) {
	inFull()
	for _, a := range attacks {
		b.Run(a.name, func(b *testing.B) {
			runtime.LockOSThread()
			defer runtime.UnlockOSThread()
			for b.Loop() {
				s := a.store(a.full)
				if a.make != nil {
					a.make(s, a.full)
				}
				runtime.GC()
				var longest, began time.Duration
				s.mu.most = 0
				s.mu.watch = func(holding bool) {
					if holding {
						began = worked()
					} else {
						longest = max(longest, worked()-began)
					}
				}
				a.play(b, s, a.full)
				b.ReportMetric(float64(longest.Microseconds())/1000, "ms-hold")
				b.ReportMetric(float64(s.mu.most), "steps")
			}
		})
	}
}
