package client

import (
	"encoding/binary"
	"errors"
	"strings"
	"testing"

	"mangrove/broker"
	"mangrove/broker/client/internal/wiretest"
	"mangrove/broker/packet"
)

// reasoned is an acknowledgement of MQTT 5 of the message 1, with words.
func reasoned(kind, code byte, words string) string {
	properties := binary.BigEndian.AppendUint16([]byte{packet.ReasonString}, uint16(len(words)))
	properties = append(properties, words...)
	body := wiretest.AppendVarint([]byte{0, 1, code}, len(properties))
	return string(wiretest.Packet(kind<<4, append(body, properties...)))
}

// TestHostileAnswers to a message, the first of its connection: the publisher is told the
// truth, or the connection ends, and whatever is said is short.
func TestHostileAnswers(t *testing.T) {
	const (
		ack  = "\x40\x02\x00\x01"
		rec  = "\x50\x02\x00\x01"
		comp = "\x70\x02\x00\x01"
	)
	long := strings.Repeat("x", 60_000)
	for _, c := range []struct {
		name    string
		qos     byte
		answers string
		want    error  // nil: it is acknowledged
		refused string // by which packet
	}{
		{"PUBACK twice", 1, ack + ack + ack, nil, ""},
		{"PUBACK for others first", 1, "\x40\x02\x00\x02\x40\x02\xFF\xFF" + ack, nil, ""},
		{"PUBREC and PUBCOMP for others first", 1, "\x50\x02\x00\x02\x70\x02\x00\x03" + ack, nil, ""},
		{"PUBREC twice", 2, rec + rec + comp + comp, nil, ""},
		{"PUBCOMP at once", 2, comp, nil, ""},
		{"PUBACK at QoS 2", 2, ack, broker.ErrMalformed, ""},
		{"PUBREC at QoS 1", 1, rec, broker.ErrMalformed, ""},
		{"PUBCOMP at QoS 1", 1, comp, broker.ErrMalformed, ""},
		{"endless words", 1, reasoned(packet.Puback, 0, long), nil, ""},
		{"a refusal with endless words", 1, reasoned(packet.Puback, broker.NotAuthorized, long), nil, "PUBACK"},
		{"a refusal at QoS 2 with endless words", 2, reasoned(packet.Pubrec, broker.QuotaExceeded, long), nil, "PUBREC"},
	} {
		for _, again := range []bool{false, true} { // also to the repetition on the next connection
			name := c.name
			if again {
				name += ", to the repetition"
			}
			t.Run(name, func(t *testing.T) {
				f := startFake(t, nil, func(p *peer) {
					p.welcomeBack()
					p.read()
					if again && p.number == 0 {
						return
					}
					p.write([]byte(c.answers))
					p.serve(nil)
				})
				profile := f.resuming(broker.V5)
				s := connectFake(t, profile, &wiretest.Keeper{})
				reaches(t, s, broker.Connected)
				a, err := s.Publish(t.Context(), broker.Publication{Topic: "t", QoS: c.qos})
				if pending := (*broker.Pending)(nil); errors.As(err, &pending) {
					if c.want != nil && !again && !errors.Is(err, c.want) {
						t.Errorf("%v, want %v", err, c.want)
					}
					a, err = pending.Wait(t.Context())
				}
				var r *broker.Refusal
				switch {
				case c.refused != "":
					if !errors.As(err, &r) || r.Packet != c.refused || len(r.Reason) > broker.LongestText+40 {
						t.Errorf("%+v, %.200v", a, err)
					}
				case c.want != nil:
					if !errors.Is(err, broker.ErrUnconfirmed) {
						t.Errorf("%+v, %v, want it unconfirmed", a, err)
					}
				case err != nil || !a.Came || len(a.Reason) > broker.LongestText+40:
					t.Errorf("%.200v, %v", a, err)
				}
			})
		}
	}
}
