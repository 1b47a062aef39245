package broker_test

import (
	"errors"
	"fmt"
	"testing"

	"mangrove/broker"
)

func TestNamesOfReasonCodes(t *testing.T) {
	for _, c := range []struct {
		r     broker.Refusal
		want  string
		older string
	}{
		{broker.Refusal{Packet: "CONNACK", Version: broker.V311, Code: 1}, "unacceptable protocol version", ""},
		{broker.Refusal{Packet: "CONNACK", Version: broker.V31, Code: 5}, "not authorized", ""},
		{broker.Refusal{Packet: "CONNACK", Version: broker.V311, Code: 0x87}, "", ""},
		{broker.Refusal{Packet: "SUBACK", Version: broker.V311, Code: 0x80}, "subscription refused", ""},
		{broker.Refusal{Packet: "CONNACK", Version: broker.V5, Code: 0x84}, "unsupported protocol version", ""},
		{broker.Refusal{Packet: "SUBACK", Version: broker.V5, Code: 0x80}, "unspecified error", ""},
		{broker.Refusal{Packet: "PUBACK", Version: broker.V5, Code: 0x10}, "no matching subscribers", ""},
		{broker.Refusal{Packet: "DISCONNECT", Version: broker.V5, Code: 0xA2}, "wildcard subscriptions not supported", ""},
		{broker.Refusal{Packet: "DISCONNECT", Version: broker.V5, Code: 0xFF}, "", ""},
		{broker.Refusal{Packet: "DISCONNECT", Version: broker.V5}, "normal disconnection", ""},
		{broker.Refusal{Packet: "DISCONNECT", Version: broker.V5, Code: 0x04}, "", ""},
		{broker.Refusal{Packet: "SUBACK", Version: broker.V5}, "granted at QoS 0", ""},
		{broker.Refusal{Packet: "SUBACK", Version: broker.V5, Code: 0x55}, "", ""},
		{broker.Refusal{Packet: "UNSUBACK", Version: broker.V5, Code: 0x11}, "no subscription existed", ""},
		{broker.Refusal{Packet: "PUBACK", Version: broker.V5, Code: 0x01}, "", ""},
		{broker.Refusal{Packet: "AUTH", Version: broker.V5, Code: 0x18}, "continue authentication", ""},
		{broker.Refusal{Packet: "CONNACK", Version: broker.V5, Code: 1}, "", "unacceptable protocol version"},
		{broker.Refusal{Packet: "CONNACK", Version: broker.V5, Code: 2}, "", "client identifier rejected"},
		{broker.Refusal{Packet: "CONNACK", Version: broker.V5, Code: 4}, "", "bad user name or password"},
		{broker.Refusal{Packet: "CONNACK", Version: broker.V5, Code: 0x10}, "", ""},
	} {
		if got, older := c.r.Name(), c.r.OlderName(); got != c.want || older != c.older {
			t.Errorf("%s 0x%02X of %s is %q, in 3.1.1 %q, want %q, %q", c.r.Packet, c.r.Code, c.r.Version, got, older, c.want, c.older)
		}
	}
}

// TestEveryReasonCodeHasAName: table 2-6 of MQTT 5, from 0x80 to 0xA2.
func TestEveryReasonCodeHasAName(t *testing.T) {
	gaps := map[byte]bool{}
	for code := byte(0x80); code <= 0xA2; code++ {
		r := broker.Refusal{Packet: "DISCONNECT", Version: broker.V5, Code: code}
		if (r.Name() == "") != gaps[code] {
			t.Errorf("0x%02X is %q", code, r.Name())
		}
	}
}

func TestRefusalSaysWhatWasRefused(t *testing.T) {
	r := &broker.Refusal{Packet: "SUBACK", Version: broker.V5, Code: 0x87, Subject: "a/#", Reason: "not yours"}
	if got, want := r.Error(), `SUBACK 0x87 not authorized ("a/#"): not yours`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	taken := fmt.Errorf("lost: %w", &broker.Refusal{Packet: "DISCONNECT", Version: broker.V5, Code: broker.SessionTakenOver})
	if !errors.Is(taken, broker.ErrTakenOver) || errors.Is(r, broker.ErrTakenOver) {
		t.Error("only a takeover is one")
	}
}
