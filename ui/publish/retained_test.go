package publish

import (
	"slices"
	"testing"
	"time"

	"mangrove/broker"
)

// TestOwnIsBounded in all that a message has, not in its payload alone.
func TestOwnIsBounded(t *testing.T) {
	small := slices.Repeat([]broker.UserProperty{{}}, 13_000) // 65 kB of a packet
	var own ownRetained
	if own.note(broker.Publication{Topic: "t", Payload: []byte("x"), Properties: &broker.Properties{User: small}}, time.Now()); len(own.list) > 0 {
		t.Error("a message of 400 kB is remembered")
	}
}
