package publish

import (
	"slices"
	"strings"
	"testing"
	"time"

	"mangrove/broker"
)

// TestUndoIsBounded in all that a message has, not in its payload alone.
func TestUndoIsBounded(t *testing.T) {
	long := strings.Repeat("x", 65_000)
	small := slices.Repeat([]broker.UserProperty{{}}, 13_000) // 65 kB of a packet
	for name, m := range map[string]broker.Publication{
		"payloads":         {Payload: []byte(long)},
		"topics":           {Topic: long, Payload: []byte("x")},
		"user properties":  {Payload: []byte("x"), Properties: &broker.Properties{User: []broker.UserProperty{{Name: "n", Value: long}}}},
		"many properties":  {Payload: []byte("x"), Properties: &broker.Properties{User: small}},
		"response topics":  {Payload: []byte("x"), Properties: &broker.Properties{ResponseTopic: long}},
		"correlation data": {Payload: []byte("x"), Properties: &broker.Properties{CorrelationData: []byte(long)}},
		"content types":    {Payload: []byte("x"), Properties: &broker.Properties{ContentType: long}},
	} {
		var c clearing
		for range 5_000 {
			c.keep(retainedMessage{Publication: m}, 1)
		}
		if most := clearUndo/65_000 + 1; len(c.undo) > most || len(c.undo) == 0 {
			t.Errorf("%s: %d messages are kept, %d fit", name, len(c.undo), most)
		}
	}
	var own ownRetained
	if own.note(broker.Publication{Topic: "t", Payload: []byte("x"), Properties: &broker.Properties{User: small}}, time.Now()); len(own.list) > 0 {
		t.Error("a message of 400 kB is remembered")
	}
}
