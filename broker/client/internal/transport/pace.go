package transport

import "time"

// What makes a flood of small packets, and how it is read then. Mosquitto
// writes a packet at a time; a reader that takes each as it comes costs both
// sides a system call a packet and slows the broker down.
const (
	floodReads = 64                     // reads that are looked at together
	floodGap   = 40 * time.Microsecond  // closer together than this on average ...
	floodSize  = 4 << 10                // ... and smaller than this, they are a flood
	floodPause = 200 * time.Microsecond // the wait before each read of a flood
	pausedLook = 16                     // reads of a flood that are looked at together
	floodRest  = time.Second            // no pauses for so long when they did not pay
)

// pace decides when to let packets gather before reading on. It belongs to the
// reading goroutine. Outside a flood it never waits, so that a single message
// is not delayed. Nor does it go on waiting when less arrives for it: then the
// other side waits for us, as when messages are published one after the other.
type pace struct {
	reads int           // since the last look
	bytes int           // in them
	since time.Duration // when the last look was
	rate  float64       // bytes/ns when the flood was noticed
	again time.Duration // no flood is looked for before
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
	p.reads++
	p.bytes += n
	if p.reads < pausedLook || (!p.flood && p.reads < floodReads) {
		return
	}
	span := max(now-p.since, 1)
	rate := float64(p.bytes) / float64(span)
	switch {
	case p.flood && rate < p.rate/2:
		p.flood, p.again = false, now+floodRest
	case !p.flood && now >= p.again && span < floodReads*floodGap && p.bytes < floodReads*floodSize:
		p.flood, p.rate = true, rate
	}
	p.reads, p.bytes, p.since = 0, 0, now
}
