package wire

import (
	"bytes"
	"net"
	"sync"
	"testing"

	"github.com/eclipse/paho.golang/packets"

	"mangrove/broker"
	"mangrove/broker/client/internal/wiretest"
)

func TestGatheredWritesOncePerPacket(t *testing.T) {
	for _, size := range []int{0, 10, gatherLimit, gatherLimit + 1, 3 << 20} {
		w := newTestWire(broker.V5, nil)
		counted := &countedWrites{Conn: w.stream}
		w.Conn.Conn = counted
		g := w.Gather()
		p := &packets.Publish{Topic: "t", Payload: bytes.Repeat([]byte("x"), size), Properties: &packets.Properties{}}
		if _, err := p.WriteTo(g); err != nil {
			t.Fatal(err)
		}
		want := wiretest.Message(broker.V5, 0, 0).Packet("t", string(p.Payload))
		if !bytes.Equal(w.stream.Written.Bytes(), want) {
			t.Errorf("payload of %d: wrote %d bytes, want %d and the same", size, w.stream.Written.Len(), len(want))
		}
		if limit := 1; counted.n > limit && size <= gatherLimit || counted.n > 2 {
			t.Errorf("payload of %d: %d writes", size, counted.n)
		}
	}
}

type countedWrites struct {
	net.Conn
	mu sync.Mutex
	n  int
}

func (c *countedWrites) Write(b []byte) (int, error) {
	c.mu.Lock()
	c.n++
	c.mu.Unlock()
	return c.Conn.Write(b)
}
