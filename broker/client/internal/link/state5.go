package link

import (
	"sync"

	"github.com/eclipse/paho.golang/packets"
	"github.com/eclipse/paho.golang/paho/session/state"
)

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
