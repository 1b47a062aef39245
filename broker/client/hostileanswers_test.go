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

// hostileAnswers are packets that answer the first message of a connection, which has the
// identifier 1.
var hostileAnswers = []hostileAnswer{
	{"PUBACK twice", 1, ack + ack + ack, nil, ""},
	{"PUBACK for others first", 1, "\x40\x02\x00\x02\x40\x02\xFF\xFF" + ack, nil, ""},
	{"PUBREC and PUBCOMP for others first", 1, "\x50\x02\x00\x02\x70\x02\x00\x03" + ack, nil, ""},
	{"PUBREC twice", 2, rec + rec + comp + comp, nil, ""},
	{"PUBCOMP at once", 2, comp, nil, ""},
	{"PUBACK at QoS 2", 2, ack, broker.ErrMalformed, ""},
	{"PUBREC at QoS 1", 1, rec, broker.ErrMalformed, ""},
	{"PUBCOMP at QoS 1", 1, comp, broker.ErrMalformed, ""},
	{"endless words", 1, reasoned(packet.Puback, 0, endless), nil, ""},
	{"a refusal with endless words", 1, reasoned(packet.Puback, broker.NotAuthorized, endless), nil, "PUBACK"},
	{"a refusal at QoS 2 with endless words", 2, reasoned(packet.Pubrec, broker.QuotaExceeded, endless), nil, "PUBREC"},
}

type hostileAnswer struct {
	name    string
	qos     byte
	answers string
	want    error  // nil: it is acknowledged
	refused string // by which packet
}

const (
	ack  = "\x40\x02\x00\x01"
	rec  = "\x50\x02\x00\x01"
	comp = "\x70\x02\x00\x01"
)

var endless = strings.Repeat("x", 60_000)

// TestHostileAnswers to a message, and to its repetition on the next connection: the
// publisher is told the truth, or the connection ends, and whatever is said is short.
func TestHostileAnswers(t *testing.T) {
	for _, c := range hostileAnswers {
		for number, to := range []string{"", ", to the repetition"} {
			t.Run(c.name+to, func(t *testing.T) {
				f := startFake(t, nil, func(p *peer) {
					p.welcomeBack()
					p.read()
					if p.number < number {
						return
					}
					p.write([]byte(c.answers))
					p.serve(nil)
				})
				s := connectFake(t, f.resuming(broker.V5), &wiretest.Keeper{})
				reaches(t, s, broker.Connected)
				a, err := s.Publish(t.Context(), broker.Publication{Topic: "t", QoS: c.qos})
				if pending := (*broker.Pending)(nil); errors.As(err, &pending) {
					if c.want != nil && number == 0 && !errors.Is(err, c.want) {
						t.Errorf("%v, want %v", err, c.want)
					}
					a, err = pending.Wait(t.Context())
				}
				c.check(t, a, err)
			})
		}
	}
}

// check sees what the publisher is told in the end.
func (c *hostileAnswer) check(t *testing.T, a broker.Acknowledgement, err error) {
	t.Helper()
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
}
