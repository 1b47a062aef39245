package client

import (
	"math/rand/v2"
	"time"
)

const (
	firstDelay = time.Second
	lastDelay  = time.Minute
	jitter     = 0.2 // of the delay, either way: many clients must not come back at once
)

// backoff is the wait after so many failures in a row.
func backoff(failures int) time.Duration {
	delay := lastDelay
	if steps := failures - 1; steps < 6 {
		delay = min(lastDelay, firstDelay<<max(0, steps))
	}
	return time.Duration(float64(delay) * (1 - jitter + 2*jitter*rand.Float64()))
}
