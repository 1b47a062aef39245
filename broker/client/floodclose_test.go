package client

import (
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/client/internal/wiretest"
	"mangrove/broker/packet"
	"mangrove/model"
)

// heldSink takes nothing until it is let.
type heldSink struct{ let, inside chan struct{} }

// Apply waits.
func (h *heldSink) Apply(model.Batch) {
	select {
	case h.inside <- struct{}{}:
	default:
	}
	<-h.let
}

// Lost counts nothing.
func (h *heldSink) Lost(int) {}

func (*heldSink) Interrupted(time.Time, time.Time) {}

// TestDisconnectAmidAFlood: it is said although more comes than the sink takes, and
// before that has done with the batch it has.
func TestDisconnectAmidAFlood(t *testing.T) {
	for _, qos := range []byte{0, 1, 2} {
		each(t, func(t *testing.T, version broker.Version) {
			said := make(chan bool, 1)
			f := startFake(t, nil, func(p *peer) {
				p.welcome()
				flooding := make(chan struct{})
				go func() { // ends with the connection
					defer close(flooding)
					p.flood(qos)
				}()
				last := byte(0)
				p.serve(func(head byte, _ []byte) { last = head >> 4 })
				said <- last == packet.Disconnect
				_ = p.Conn.Close()
				<-flooding
			})
			sink := &heldSink{make(chan struct{}), make(chan struct{}, 1)}
			s := connectFake(t, f.profile("mqtt", version), sink)
			<-sink.inside
			closed := make(chan struct{})
			go func() { // ends with the session
				defer close(closed)
				_ = s.Close()
			}()
			if !<-said {
				t.Errorf("QoS %d: the connection ended without", qos)
			}
			close(sink.let)
			<-closed
		})
	}
}

// flood sends messages until the connection ends.
func (p *peer) flood(qos byte) {
	for id := uint16(1); ; id = id%60_000 + 10 {
		var packets []byte
		for i := range uint16(10) {
			packets = append(packets, wiretest.Message(p.level, qos, id+i).Packet("t", "x")...)
		}
		if _, err := p.Write(packets); err != nil {
			return
		}
	}
}
