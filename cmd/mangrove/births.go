package main

import (
	"time"

	"mangrove/broker"
	"mangrove/model"
	"mangrove/model/decode"
	"mangrove/model/decode/sparkplug"
	"mangrove/model/export"
)

// births follows what edge nodes and devices of Sparkplug announce while a snapshot is
// taken: their data say no more than the numbers of what they are of.
type births struct {
	follower *model.Follower
	network  *sparkplug.Network
}

// historyOfBirths is how many bytes of messages are kept until births have been read.
const historyOfBirths = 64 << 20

func followBirths(s *model.Store) *births {
	return &births{s.Follow(sparkplug.Namespace+"/", sparkplug.LegacyState+"/"), sparkplug.NewNetwork()}
}

// take takes in what has come since the last time; of no births it does nothing.
func (b *births) take() {
	if b == nil {
		return
	}
	for b.follower.Take(b.message) {
	}
	b.network.Pass(time.Now())
}

func (b *births) message(m *model.Followed) {
	if m.Missed {
		b.network.Missed()
		return
	}
	b.network.Take(&sparkplug.Message{
		Topic: m.Topic, Payload: m.Payload, At: m.At, Position: uint64(m.Position), QoS: m.QoS, Retained: m.Retained, LetGo: m.Lost > 0,
	})
}

// decoded says what a message means, for a snapshot.
func (b *births) decoded(topic string, e model.Entry) *export.Decoded {
	in := decode.Input{Payload: e.Payload, Topic: topic}
	if p, _, err := broker.ReadFirstProperties(e.Properties); err == nil && p != nil {
		in.ContentType, in.UTF8 = p.ContentType, p.Text
	}
	known, basis := b.network.Known(topic, sparkplug.Place{Position: uint64(e.Position), At: e.At, Moved: e.Moved})
	in.Sparkplug = known
	r := decode.Payload(in)
	d := export.DecodedOf(&r)
	if r.Format() == decode.Sparkplug {
		d.Names = string(basis)
	}
	return d
}
