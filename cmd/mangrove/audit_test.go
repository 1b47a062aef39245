package main

import (
	"net"
	"strings"
	"testing"

	"mangrove/broker/brokertest"
	"mangrove/broker/server"
)

// TestAudit ends with a code for what came of it: what could not be tried is not nothing.
func TestAudit(t *testing.T) {
	open, err := server.Start(server.Options{Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = open.Close() })
	// One that refuses whoever has no name, and ends the session of others at SUBSCRIBE.
	strict := brokertest.Listen(t, func(conn net.Conn) {
		b := make([]byte, 1<<10)
		n, err := conn.Read(b)
		if err != nil || n < 10 {
			return
		}
		if named := b[9]&0x80 != 0; !named {
			_, _ = conn.Write([]byte{0x20, 3, 0, 0x87, 0})
			return
		}
		_, _ = conn.Write([]byte{0x20, 3, 0, 0, 0})
		_, _ = conn.Read(b)
	})
	for _, c := range []struct {
		name, url string
		code      int
		want      string
	}{
		{"an open broker", open.Address(), notPassed, "without a name"},
		{"what cannot be tried", "mqtt://ann:secret@" + strict, notPassed, "could not be tried"},
		{"nobody there", "mqtt://" + brokertest.Nowhere(t), unreachable, "Nothing listens"},
		{"no URL of a broker", "ftp://127.0.0.1", unusable, "ftp"},
	} {
		t.Run(c.name, func(t *testing.T) {
			out, err := command(t.Context(), "", "audit", c.url, "--protocol", "5", "--patience", "3m")
			if err == nil {
				t.Fatal("it ends with 0 and says " + out)
			}
			var said strings.Builder
			printProblem(&said, err)
			if out += said.String(); exitCode(err) != c.code || !strings.Contains(out, c.want) || strings.Contains(out, "Nothing was found.") {
				t.Errorf("it ends with %d and says %s", exitCode(err), out)
			}
		})
	}
}
