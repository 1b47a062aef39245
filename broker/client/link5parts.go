package client

import (
	"context"
	"net"
	"sync"
	"time"

	"github.com/eclipse/paho.golang/packets"
	"github.com/eclipse/paho.golang/paho/log"
	"github.com/eclipse/paho.golang/paho/session/state"

	"mangrove/broker/packet"
)

// gatherLimit is the size up to which a payload is copied to go out with its
// header in one write.
const gatherLimit = 64 << 10

// gathered makes one write of a packet that paho.golang writes in parts. The
// library locks a connection that can be locked for the length of a packet.
type gathered struct {
	*wire
	front []byte // what has been gathered; guarded by wire.writing
	begun bool   // the front of this packet is out already
	err   error  // the first failure; later writes report it
}

// Lock begins a packet.
func (g *gathered) Lock() {
	g.writing.Lock()
	g.front, g.begun = g.front[:0], false
}

// Write gathers a part of a packet; a large payload is sent with what is there.
func (g *gathered) Write(b []byte) (int, error) {
	switch {
	case g.err != nil:
		return 0, g.err
	case g.begun:
		return g.Conn.Write(b)
	case len(b) <= gatherLimit || len(g.front) == 0 || g.front[0]>>4 != packet.Publish:
		g.front = append(g.front, b...)
		return len(b), nil
	}
	_, g.err = g.send(g.front, b)
	g.front, g.begun = g.front[:0], true
	return len(b), g.err
}

// Unlock sends what has been gathered.
func (g *gathered) Unlock() {
	if len(g.front) > 0 && g.err == nil {
		_, g.err = g.send(g.front, nil)
	}
	g.writing.Unlock()
}

// pinger asks for a sign of life before the keep alive is over, and leaves the
// waiting for it to the pulse: the library's own gives up after one keep alive,
// which PINGRESP may spend in a queue behind a flood.
type pinger struct{}

// Run sends PINGREQ until ctx ends, which is when the connection does.
func (pinger) Run(ctx context.Context, conn net.Conn, keepAlive uint16) error {
	if keepAlive == 0 {
		return nil
	}
	ticker := time.NewTicker(time.Duration(keepAlive) * time.Second * 3 / 4)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
			if _, err := packets.NewControlPacket(packets.PINGREQ).WriteTo(conn); err != nil {
				return err
			}
		}
	}
}

// PacketSent, PacketReceived, PingResp and SetDebug are of no use to a pinger
// that asks at fixed times.
func (pinger) PacketSent() {}

// PacketReceived: see PacketSent.
func (pinger) PacketReceived() {}

// PingResp: see PacketSent.
func (pinger) PingResp() {}

// SetDebug: see PacketSent.
func (pinger) SetDebug(log.Logger) {}

// guardedState is the library's record of what is under way, kept from being
// told of the connection's end while it deals with a packet: it would write an
// answer to no connection then, and end the process.
type guardedState struct {
	*state.State
	ending sync.RWMutex // read-locked for a packet, locked for the end
	ended  bool
}

func newGuardedState() *guardedState { return &guardedState{State: state.NewInMemory()} }

// PacketReceived passes a packet on while there is a connection.
func (s *guardedState) PacketReceived(p *packets.ControlPacket, messages chan<- *packets.Publish) error {
	s.ending.RLock()
	defer s.ending.RUnlock()
	if s.ended {
		return nil
	}
	return s.State.PacketReceived(p, messages)
}

// ConnectionLost waits for the packet being dealt with.
func (s *guardedState) ConnectionLost(d *packets.Disconnect) error {
	s.ending.Lock()
	defer s.ending.Unlock()
	s.ended = true
	return s.State.ConnectionLost(d)
}
