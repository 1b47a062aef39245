package client

import (
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/client/internal/wiretest"
	"mangrove/model"
)

// TestASinkThatBlocksHoldsTheBrokerBack, and loses nothing.
func TestASinkThatBlocksHoldsTheBrokerBack(t *testing.T) {
	const total, size = 10_000, 20_000 // 200 MB do not fit into the reserve and the sockets
	var written atomic.Int32
	connected := make(chan struct{})
	f := startFake(t, nil, func(p *peer) {
		p.welcome()
		<-connected
		whole := wiretest.Message(broker.V311, 0, 0).Packet("t", strings.Repeat("x", size))
		for range total {
			p.write(whole)
			written.Add(1)
		}
		p.serve(nil)
	})
	gate := &gatedSink{gate: make(chan struct{})}
	s := connectFake(t, f.profile("mqtt", broker.V311), gate)
	open := sync.OnceFunc(func() { close(gate.gate) })
	t.Cleanup(open) // a session cannot be closed while its sink blocks
	reaches(t, s, broker.Connected)
	c, err := s.current()
	if err != nil {
		t.Fatal(err)
	}
	close(connected)
	eventually(t, func() bool { return c.wire.Unread() >= readAhead }, func() any { return written.Load() })
	if n := written.Load(); n == total {
		t.Errorf("the broker was not held back: it wrote all of %d messages", n)
	}
	open()
	eventually(t, func() bool { return gate.count.Load() == total }, func() any { return gate.count.Load() })
	if n := gate.lost.Load(); n != 0 {
		t.Errorf("%d messages are said to be lost", n)
	}
}

// readAhead is how many bytes are taken off a socket that nobody has asked for.
const readAhead = 128 << 20

// gatedSink takes nothing until its gate is open, and counts then.
type gatedSink struct {
	gate        chan struct{}
	count, lost atomic.Int64
}

// Apply waits for the gate.
func (g *gatedSink) Apply(b model.Batch) {
	<-g.gate
	g.count.Add(int64(len(b.Messages)))
}

// Lost counts.
func (g *gatedSink) Lost(n int) { g.lost.Add(int64(n)) }

func (*gatedSink) Interrupted(time.Time, time.Time) {}
