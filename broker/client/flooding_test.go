package client

import (
	"bytes"
	"io"
	"net/url"
	"strings"
	"testing"

	"mangrove/broker"
	"mangrove/broker/client/internal/wiretest"
	"mangrove/broker/explain"
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
			if said := explain.Error(problem, p.Address); !strings.Contains(said, "larger than 64 kB") {
				t.Errorf("%v\ntold as: %s", problem, said)
			}
		})
	}
}
