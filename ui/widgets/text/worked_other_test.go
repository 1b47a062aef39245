//go:build !linux

package text

import "time"

var began = time.Now()

// worked is the time that has gone by.
func worked() time.Duration { return time.Since(began) }
