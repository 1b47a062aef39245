package link

import (
	"context"
	"strings"
	"sync"

	"github.com/eclipse/paho.golang/packets"
	"github.com/eclipse/paho.golang/paho/session"
	"github.com/eclipse/paho.golang/paho/session/state"

	"mangrove/broker"
	"mangrove/broker/client/internal/wire"
)

// guardedState is the library's record of what is under way, kept from being
// told of the connection's end while it deals with a packet: it would write an
// answer to no connection then, and end the process.
type guardedState struct {
	*state.State
	ending sync.RWMutex // read-locked for a packet, locked for the end
	ended  bool
	// received are the PUBRECs that say more than success: the library answers with the
	// PUBCOMP only. They are of the goroutine that receives.
	received map[uint16]reception
	redactor broker.Redactor // of what they say
	wire     *wire.Conn
}

// reception is what a PUBREC says.
type reception struct {
	code   byte
	reason string // as it is kept
}

// mostReceived are the PUBRECs that are kept at a time. A broker may send them for messages
// that there are not, without an end.
const mostReceived = 1_000

func newGuardedState(redactor broker.Redactor, w *wire.Conn) *guardedState {
	return &guardedState{State: state.NewInMemory(), received: make(map[uint16]reception), redactor: redactor, wire: w}
}

// ticketKey is the key of a context for the ticket of the message that is published.
type ticketKey struct{}

// AddToSession tells the wire whose the message is that has got an identifier.
func (s *guardedState) AddToSession(ctx context.Context, p session.Packet, answer chan<- packets.ControlPacket) error {
	err := s.State.AddToSession(ctx, p, answer)
	if message, ok := p.(*packets.Publish); ok && err == nil {
		ticket, _ := ctx.Value(ticketKey{}).(*wire.Ticket)
		s.wire.Expect(message.PacketID, ticket)
	}
	return err
}

// PacketReceived passes a packet on while there is a connection.
func (s *guardedState) PacketReceived(p *packets.ControlPacket, messages chan<- *packets.Publish) error {
	s.ending.RLock()
	defer s.ending.RUnlock()
	if s.ended {
		return nil
	}
	s.carry(p)
	return s.State.PacketReceived(p, messages)
}

// carry keeps what a PUBREC says of a message until its PUBCOMP comes.
func (s *guardedState) carry(p *packets.ControlPacket) {
	switch c := p.Content.(type) {
	case *packets.Pubrec:
		if c.ReasonCode != 0 && c.ReasonCode < 0x80 && len(s.received) < mostReceived {
			said := reception{code: c.ReasonCode}
			if c.Properties != nil {
				said.reason = strings.Clone(s.redactor.Words(c.Properties.ReasonString)) // without the rest of the packet
			}
			s.received[c.PacketID] = said
		}
	case *packets.Pubcomp:
		before, kept := s.received[c.PacketID]
		if delete(s.received, c.PacketID); kept && c.ReasonCode == 0 {
			c.ReasonCode, c.Properties = before.code, &packets.Properties{ReasonString: before.reason}
		}
	}
}

// ConnectionLost waits for the packet being dealt with.
func (s *guardedState) ConnectionLost(d *packets.Disconnect) error {
	s.ending.Lock()
	defer s.ending.Unlock()
	s.ended = true
	return s.State.ConnectionLost(d)
}
