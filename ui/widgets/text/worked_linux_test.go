package text

import (
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
