package broker_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"mangrove/broker"
)

func TestMeaning(t *testing.T) {
	for _, c := range []struct {
		r    broker.Refusal
		want string
	}{
		{broker.Refusal{Packet: "CONNACK", Version: broker.V311, Code: 1}, "unacceptable protocol version"},
		{broker.Refusal{Packet: "CONNACK", Version: broker.V31, Code: 5}, "not authorized"},
		{broker.Refusal{Packet: "CONNACK", Version: broker.V311, Code: 0x87}, "the code 0x87, which MQTT 3.1.1 does not define for CONNACK"},
		{broker.Refusal{Packet: "SUBACK", Version: broker.V311, Code: 0x80}, "subscription refused"},
		{broker.Refusal{Packet: "CONNACK", Version: broker.V5, Code: 0x84}, "unsupported protocol version"},
		{broker.Refusal{Packet: "SUBACK", Version: broker.V5, Code: 0x80}, "unspecified error"},
		{broker.Refusal{Packet: "PUBACK", Version: broker.V5, Code: 0x10}, "no matching subscribers"},
		{broker.Refusal{Packet: "DISCONNECT", Version: broker.V5, Code: 0xA2}, "wildcard subscriptions not supported"},
		{broker.Refusal{Packet: "DISCONNECT", Version: broker.V5, Code: 0xFF}, "the code 0xFF, which MQTT 5 does not define for DISCONNECT"},
		{broker.Refusal{Packet: "DISCONNECT", Version: broker.V5}, "normal disconnection"},
		{broker.Refusal{Packet: "DISCONNECT", Version: broker.V5, Code: 0x04}, "the code 0x04, which MQTT 5 does not define for DISCONNECT"},
		{broker.Refusal{Packet: "SUBACK", Version: broker.V5}, "granted at QoS 0"},
		{broker.Refusal{Packet: "SUBACK", Version: broker.V5, Code: 0x55}, "the code 0x55, which MQTT 5 does not define for SUBACK"},
		{broker.Refusal{Packet: "UNSUBACK", Version: broker.V5, Code: 0x11}, "no subscription existed"},
		{broker.Refusal{Packet: "PUBACK", Version: broker.V5, Code: 0x01}, "the code 0x01, which MQTT 5 does not define for PUBACK"},
		{broker.Refusal{Packet: "AUTH", Version: broker.V5, Code: 0x18}, "continue authentication"},
		{broker.Refusal{Packet: "CONNACK", Version: broker.V5, Code: 1}, `the code 0x01, which MQTT 5 does not define for CONNACK; in MQTT 3.1.1 it is "unacceptable protocol version"`},
		{broker.Refusal{Packet: "CONNACK", Version: broker.V5, Code: 2}, `the code 0x02, which MQTT 5 does not define for CONNACK; in MQTT 3.1.1 it is "client identifier rejected"`},
		{broker.Refusal{Packet: "CONNACK", Version: broker.V5, Code: 4}, `the code 0x04, which MQTT 5 does not define for CONNACK; in MQTT 3.1.1 it is "bad user name or password"`},
		{broker.Refusal{Packet: "CONNACK", Version: broker.V5, Code: 0x10}, "the code 0x10, which MQTT 5 does not define for CONNACK"},
	} {
		if got := c.r.Meaning(); got != c.want {
			t.Errorf("%s 0x%02X of %s means %q, want %q", c.r.Packet, c.r.Code, c.r.Version, got, c.want)
		}
	}
}

// TestEveryReasonCodeHasAMeaning: table 2-6 of MQTT 5, from 0x80 to 0xA2.
func TestEveryReasonCodeHasAMeaning(t *testing.T) {
	gaps := map[byte]bool{}
	for code := byte(0x80); code <= 0xA2; code++ {
		r := broker.Refusal{Packet: "DISCONNECT", Version: broker.V5, Code: code}
		if strings.Contains(r.Meaning(), "does not define") != gaps[code] {
			t.Errorf("0x%02X means %q", code, r.Meaning())
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
