package client

import (
	"bytes"
	"io"
	"net/url"
	"strings"
	"testing"

	"mangrove/broker"
	"mangrove/broker/client/internal/wiretest"
	"mangrove/broker/packet"
)

// TestHeadsWithoutEnd: a server or a proxy that never stops with the head of its
// HTTP answer costs 64 kB, not all memory.
func TestHeadsWithoutEnd(t *testing.T) {
	endlessly := func(p *peer) {
		if _, err := p.in.ReadString('\n'); err != nil {
			return
		}
		_, err := io.WriteString(p.Conn, "HTTP/1.1 200 OK\r\nX: ")
		for more := bytes.Repeat([]byte("a"), 64<<10); err == nil; {
			_, err = p.Write(more) // until the other side has had enough
		}
	}
	f := startFake(t, nil, endlessly)
	direct := f.profile("ws", broker.V311)
	through := direct
	through.Way.Proxy = &url.URL{Scheme: "http", Host: direct.Address.HostPort()}
	for name, p := range map[string]broker.Profile{"a server": direct, "a proxy": through} {
		t.Run(name, func(t *testing.T) {
			problem := reaches(t, connectFake(t, p, &wiretest.Keeper{}), broker.Stopped).Problem
			if problem == nil || !strings.Contains(problem.Error(), errHead.Error()) {
				t.Errorf("problem %v", problem)
			}
		})
	}
}

// TestWordsWithoutEnd: what a broker says in words is cut where it comes in.
func TestWordsWithoutEnd(t *testing.T) {
	long := strings.Repeat("x", 60_000)
	properties := func(ids ...byte) []byte {
		var all []byte
		for _, id := range ids {
			all = append(all, id, byte(len(long)>>8), byte(len(long)&0xFF))
			all = append(all, long...)
		}
		return append(lengthOf(all), all...)
	}
	said := properties(packet.ReasonString, packet.ServerReference)
	c, err := parseConnack(broker.V5, append([]byte{0, broker.ServerMoved}, said...), broker.Hearing{})
	if err != nil {
		t.Fatal(err)
	}
	r, err := parseDisconnect(append([]byte{broker.ServerMoved}, said...), broker.Hearing{})
	if err != nil {
		t.Fatal(err)
	}
	for name, got := range map[string]string{
		"CONNACK": c.reason, "CONNACK's reference": c.reference, "DISCONNECT": r.Reason, "DISCONNECT's reference": r.Reference,
		"SUBACK": verdicts5([]byte{0x87}, broker.Hearing{}.Words(long))[0].reason,
	} {
		if len(got) > broker.MostTold+40 || !strings.HasPrefix(got, "xxx") || !strings.HasSuffix(got, "bytes more)") {
			t.Errorf("%s: %d bytes are kept", name, len(got))
		}
	}
}

// lengthOf is a length as a variable byte integer (MQTT 5, 1.5.5).
func lengthOf(what []byte) (b []byte) {
	n := len(what)
	for ; n > 0x7F; n >>= 7 {
		b = append(b, byte(n)|0x80)
	}
	return append(b, byte(n))
}
