package payloads

import (
	"mangrove/broker"
	"mangrove/model"
	"mangrove/model/decode"
	"mangrove/model/decode/sparkplug"
	"mangrove/model/payload"
	"mangrove/model/value"
)

// Reading is what the payloads of a topic are read with.
type Reading struct {
	Topic     string
	Rule      *decode.Rule       // what the user asks for; nil: to find it out
	Sparkplug *sparkplug.Network // what births have announced; may be nil
	ByHand    bool               // the user has asked for it of this topic alone
	Version   sparkplug.Version  // of that: by another one the same message is read anew

	MostUnpacked int // how many bytes may come out of compressions; 0: as many as usual
}

// Ready reports whether payloads can be read without waiting for a schema, which is read
// beside then.
func (r *Reading) Ready() bool { return r.Rule.Ready() }

// NewReading is what the payloads of a topic are read with now.
func NewReading(topic string, rule *decode.Rule, w *sparkplug.Network) Reading {
	r := Reading{Topic: topic, Rule: rule, Sparkplug: w}
	if w != nil && sparkplug.IsTopic(topic) {
		r.Version = w.Version(topic)
	}
	return r
}

// meaning is what the payload of a message means, unless it is given up; nil is never.
func (r *Reading) meaning(e *model.Entry, givenUp func() bool) decode.Result {
	in := decode.Input{Payload: e.Payload, Topic: r.Topic, Rule: r.Rule, MostUnpacked: r.MostUnpacked, GivenUp: givenUp}
	if p, _, err := broker.ReadFirstProperties(e.Properties); err == nil && p != nil {
		in.ContentType, in.UTF8 = p.ContentType, p.Text
	}
	if r.Sparkplug != nil {
		in.Sparkplug, _ = r.Sparkplug.Known(r.Topic, placeOf(e))
	}
	return decode.Payload(in)
}

// placeOf is where a message stands among the others.
func placeOf(e *model.Entry) sparkplug.Place {
	return sparkplug.Place{Position: uint64(e.Position), At: e.At, Moved: e.Moved}
}

// Tree is what the payload of a message means. It is nil where that is JSON or a plain
// text, and nothing asks for another reading.
func (r *Reading) Tree(e *model.Entry) *value.Tree {
	if r.Rule == nil && len(e.Properties) == 0 && !decode.FollowsConvention(r.Topic) && payload.BeginsAsJSON(e.Payload) {
		return nil
	}
	found := r.meaning(e, nil)
	if r.Rule == nil && len(found.As) == 1 {
		switch found.As[0] {
		case decode.JSON, decode.Text, decode.Number, decode.Boolean, decode.Time:
			return nil
		}
	}
	return found.Tree
}
