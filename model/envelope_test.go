package model

import (
	"testing"
	"time"
)

// TestEnvelopeIsTheMessageWithoutItsPayload, and copies nothing of that.
func TestEnvelopeIsTheMessageWithoutItsPayload(t *testing.T) {
	s := NewStore(Options{})
	payload := make([]byte, 1<<20)
	s.Apply(Batch{At: time.Unix(5, 0), Messages: []Message{{Topic: []byte("a"), Payload: payload, QoS: 1, Retained: true, Properties: []byte{38, 0, 1, 'a', 0, 1, 'b'}}}})
	id, _ := s.Find("a")
	pos := s.Position(id)
	want, _ := s.At(pos)
	want.Payload, want.Properties = nil, nil
	got, held := s.Envelope(pos)
	if !held || got.Position != want.Position || got.Size != len(payload) || got.QoS != 1 || !got.Retained || !got.At.Equal(want.At) || got.Payload != nil || got.Properties != nil {
		t.Errorf("%+v, %t", got, held)
	}
	if n := testing.AllocsPerRun(10, func() { s.Envelope(pos) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
	if _, held := s.Envelope(0); held {
		t.Error("there is one at no position")
	}
}
