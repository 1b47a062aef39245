package loop

import (
	"time"

	"golang.org/x/sys/unix"
)

// processor is the time that this thread has worked: the goroutine that draws has one
// of its own.
func processor() time.Duration {
	var t unix.Timespec
	if unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &t) != nil {
		return 0
	}
	return time.Duration(t.Nano())
}
