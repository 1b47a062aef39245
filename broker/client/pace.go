package client

import "time"

// What makes a flood of small packets, and how it is read then. Mosquitto
// writes a packet at a time; a reader that takes each as it comes costs both
// sides a system call a packet and slows the broker down.
const (
	shortRead  = 4 << 10                // less than this is a short read
	floodRun   = 128                    // so many short reads in a row ...
	floodSpan  = 40 * time.Microsecond  // ... no further apart than this on average are a flood
	floodPause = 200 * time.Microsecond // the wait before each read of a flood
	floodYield = 1 << 10                // a paused read that brings less ends the flood
)

// pace decides when to let packets gather before reading on. It belongs to the
// reading goroutine. Outside a flood it never waits, so that a single message
// is not delayed.
type pace struct {
	run   int           // short reads in a row
	since time.Duration // when the run began
	flood bool
	full  bool // the last read filled its buffer: more is waiting already
}

func (p *pace) wait() {
	if p.flood && !p.full {
		time.Sleep(floodPause)
	}
}

// took notes a read of n bytes into a buffer of size, over at now.
func (p *pace) took(n, size int, now time.Duration) {
	p.full = n == size
	switch {
	case p.flood:
		p.flood = n >= floodYield || p.full
		p.run = 0
	case n >= shortRead || p.full:
		p.run = 0
	case p.run == 0:
		p.run, p.since = 1, now
	default:
		p.run++
		if p.run == floodRun {
			p.flood = now-p.since < floodRun*floodSpan
			p.run = 0
		}
	}
}
