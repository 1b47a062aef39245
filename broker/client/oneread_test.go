package client

import (
	"errors"
	"sync"
	"testing"

	"mangrove/broker"
	"mangrove/broker/client/internal/wiretest"
	"mangrove/broker/packet"
)

// TestAMessageThatComesWithConnack is in the same read. However long the sink
// takes for it, there is a connection, and the broker is told of its end.
func TestAMessageThatComesWithConnack(t *testing.T) {
	each(t, func(t *testing.T, version broker.Version) {
		gate := &gatedSink{gate: make(chan struct{})}
		open := sync.OnceFunc(func() { close(gate.gate) })
		f := startFake(t, nil, func(p *peer) {
			p.connect()
			p.write(append(wiretest.Connack(p.level, 0), wiretest.Message(p.level, 0, 0).Packet("t", "x")...))
			p.serve(func(head byte, _ []byte) {
				if head>>4 == packet.Disconnect {
					open()
				}
			})
		})
		s := connectFake(t, f.profile("mqtt", version), gate)
		t.Cleanup(open)
		reaches(t, s, broker.Connected)
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
}

// TestAMessageThatComesWithConnackIsDelivered though nothing follows it.
func TestAMessageThatComesWithConnackIsDelivered(t *testing.T) {
	each(t, func(t *testing.T, version broker.Version) {
		f := startFake(t, nil, func(p *peer) {
			p.connect()
			p.write(append(wiretest.Connack(p.level, 0), wiretest.Message(p.level, 0, 0).Packet("t", "x")...))
			p.read() // SUBSCRIBE, or the end
		})
		sink := new(wiretest.Keeper)
		connectFake(t, f.profile("mqtt", version), sink)
		eventually(t, func() bool { return sink.Len() == 1 }, func() any { return sink.All() })
	})
}

// TestALossAfterTheBrokersOwnTopicsWereShunned is told for what it is: they were
// not asked for on that connection.
func TestALossAfterTheBrokersOwnTopicsWereShunned(t *testing.T) {
	each(t, func(t *testing.T, version broker.Version) {
		held := make(chan struct{})
		f := startFake(t, nil, func(p *peer) {
			if p.number == 2 {
				<-held
			}
			p.welcome()
			for {
				head, body := p.read()
				if head>>4 != packet.Subscribe {
					return
				}
				if all := wiretest.Filters(p.level, body, 1); all["$SYS/#"] != 0 {
					return
				}
				p.write(wiretest.Suback(p.level, body, wiretest.Grants(p.level, body)...))
			}
		})
		t.Cleanup(sync.OnceFunc(func() { close(held) }))
		profile := f.profile("mqtt", version)
		profile.Once = false
		profile.Subscriptions = []broker.Subscription{{Filter: "$SYS/#", QoS: 1}, {Filter: "a"}}
		s := connectFake(t, profile, &wiretest.Keeper{})
		eventually(t, func() bool { return f.connections() == 2 && s.Status().Subscriptions[1].Answered }, func() any { return s.Status() })
		f.hangUp(1)
		eventually(t, func() bool { return s.Status().Problem != nil && f.connections() == 3 }, func() any { return s.Status() })
		if err := s.Status().Problem; errors.Is(err, broker.ErrSubscribing) || !errors.Is(err, broker.ErrLost) {
			t.Errorf("the loss is told as %v", err)
		}
	})
}
