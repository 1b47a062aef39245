package wire

import (
	"net"

	"mangrove/broker/packet"
)

// gatherLimit is the size up to which a payload is copied to go out with its
// header in one write.
const gatherLimit = 64 << 10

// gathered makes one write of a packet that paho.golang writes in parts. The
// library locks a connection that can be locked for the length of a packet.
type gathered struct {
	net.Conn // the wire
	wire     *Conn
	front    []byte // what has been gathered; guarded by wire.writing
	begun    bool   // the front of this packet is out already
	err      error  // the first failure; later writes report it
}

// Gather is the wire for paho.golang, which writes packets in parts.
func (w *Conn) Gather() net.Conn { return &gathered{Conn: w, wire: w} }

// Lock begins a packet.
func (g *gathered) Lock() {
	g.wire.writing.Lock()
	g.empty()
	g.begun = false
}

// empty makes room for the next packet. A message that may be sent again is kept where it
// is.
func (g *gathered) empty() {
	if g.wire.keeps && len(g.front) > 0 && g.front[0]>>4 == packet.Publish {
		g.front = nil
	}
	g.front = g.front[:0]
}

// Write gathers a part of a packet; a large payload is sent with what is there.
func (g *gathered) Write(b []byte) (int, error) {
	switch {
	case g.err != nil:
		return 0, g.err
	case g.begun:
		return g.wire.sendRest(b)
	case len(b) <= gatherLimit || len(g.front) == 0 || g.front[0]>>4 != packet.Publish:
		g.front = append(g.front, b...)
		return len(b), nil
	}
	_, g.err = g.wire.send(g.front, b)
	g.empty()
	g.begun = true
	return len(b), g.err
}

// Unlock sends what has been gathered.
func (g *gathered) Unlock() {
	if len(g.front) > 0 && g.err == nil {
		_, g.err = g.wire.send(g.front, nil)
	}
	g.wire.writing.Unlock()
}
