package wire

import (

	//nolint:gosec // what RFC 6455 asks for

	"errors"
	"testing"

	"mangrove/broker"
	"mangrove/broker/client/internal/wiretest"
	"mangrove/broker/explain"
	"mangrove/broker/packet"
)

// FuzzFirstPacket: whatever comes first, it is a CONNACK or the end, nothing
// before it is taken for a message, and what it says is short.
func FuzzFirstPacket(f *testing.F) {
	f.Add(wiretest.Connack(broker.V5, 0), true)
	f.Add(wiretest.Connack(broker.V311, 5), false)
	f.Add([]byte("\x20\x15\x00\x87\x12\x1f\x00\x0fnot\x1b[0m you, sir"), true)
	f.Add([]byte("\x20\x2c\x00\x00\x29\x11\xff\xff\xff\xff\x12\x00\x01x\x13\x00\x05\x15\x00\x01m\x16\x00\x01d\x1a\x00\x01r\x1c\x00\x01s\x21\x00\x01\x22\x00\x01\x24\x00\x25\x00"), true)
	f.Add([]byte{0x20, 2, 0, 0, 0xE0, 2, 0x8B, 0}, true)
	f.Add([]byte{0xF0, 2, 0x18, 0}, true)
	f.Add([]byte("HTTP/1.1 400 Bad Request\r\n\r\n"), false)
	f.Add([]byte("\x16\x03\x01\x00\x05hello"), false)
	f.Fuzz(func(t *testing.T, input []byte, five bool) {
		version := broker.V311
		if five {
			version = broker.V5
		}
		w := newTestWire(version, nil, wiretest.Chunks(input, 7)...)
		err := w.drain()
		if len(w.sink.All()) > 0 && (len(input) == 0 || input[0] != packet.Connack<<4) {
			t.Error("a message before the CONNACK")
		}
		checkTold(t, w)
		if err != nil && len(explain.Error(err, broker.Address{Scheme: "mqtt", Host: "h", Port: 1883})) > 20_000 {
			t.Error("the sentence is endless")
		}
		for given := w.library.Bytes(); len(given) > 0; {
			var whole []byte
			if whole, given, err = next(given); err != nil {
				t.Fatalf("the library is given broken packets: %x", w.library.Bytes())
			}
			takes(t, version, whole)
		}
	})
}

// checkTold: what a broker says in words is kept to a length.
func checkTold(t *testing.T, w *testWire) {
	t.Helper()
	if a := w.answer; a != nil && (len(a.reason) > broker.LongestText+40 || len(a.reference) > broker.LongestText+40 || a.Limits.MaxQoS > 2) {
		t.Errorf("the answer is %+v", a)
	}
	var told *broker.Refusal
	if errors.As(w.Cause(), &told) && len(told.Reason)+len(told.Reference) > 2*(broker.LongestText+40) {
		t.Errorf("it is told %d bytes", len(told.Reason))
	}
}

// FuzzDisconnect: what a broker says at the end.
func FuzzDisconnect(f *testing.F) {
	f.Add([]byte("\x8b\x0e\x1f\x00\x04gone\x1c\x00\x04more"))
	f.Add([]byte{0x04})
	f.Fuzz(func(t *testing.T, body []byte) {
		r, _ := parseDisconnect(body, broker.Redactor{})
		if r == nil || len(r.Reason) > broker.LongestText+40 || len(r.Reference) > broker.LongestText+40 || len(body) > 0 && r.Code != body[0] {
			t.Errorf("it is told %+v", r)
		}
	})
}
