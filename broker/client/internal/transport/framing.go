package transport

import (
	"errors"
	"net"
	"time"
)

const (
	// mostFraming is how many bytes may come of a WebSocket that bring none of a
	// message: pings, pongs, the heads of frames with nothing in them. Without a
	// limit they cost a processor, and an answer each, for as long as somebody likes.
	mostFraming = 256 << 10
	// framingPace is how many more a second: there are servers that ping an idle
	// connection every second, for days.
	framingPace = 1 << 10
)

var errFraming = errors.New("websocket: too many pings, pongs or empty frames, and nothing else")

// framing counts what comes of a WebSocket beside its messages. It belongs to the
// reader.
type framing struct {
	net.Conn
	left  int
	since time.Time // when left was raised last
}

// useful says that something of a message has come.
func (f *framing) useful() { f.left, f.since = mostFraming, time.Now() }

// Read gives what has come, and fails when too much of it brought nothing.
func (f *framing) Read(b []byte) (int, error) {
	if f.left == endless {
		return f.Conn.Read(b)
	}
	if f.left < mostFraming {
		f.raise(time.Now())
	}
	if f.left <= 0 {
		return 0, errFraming
	}
	n, err := f.Conn.Read(b[:min(len(b), f.left)])
	f.left -= n
	return n, err
}

// raise makes room for what may have come by now.
func (f *framing) raise(now time.Time) {
	if more := int(now.Sub(f.since).Seconds() * framingPace); more > 0 {
		f.left, f.since = min(mostFraming, f.left+more), now
	}
}
