//go:build interop

package contract_test

import (
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/contract"
)

// cannot names what would end a broker, and so all tests after it.
var cannot = map[string]map[string]string{
	"aedes": {"topics": "a topic of many levels ends the broker (aedes 0.51)"},
}

// TestInterop runs the suite against the brokers that scripts/interop.sh has
// started and named: name=URL=versions, with spaces between.
func TestInterop(t *testing.T) {
	for target := range strings.FieldsSeq(os.Getenv("MANGROVE_INTEROP")) {
		part := strings.Split(target, "=")
		if len(part) != 3 {
			t.Fatalf("%q is not name=URL=versions", target)
		}
		var versions []broker.Version
		for text := range strings.SplitSeq(part[2], ",") {
			version, err := broker.ParseVersion(text)
			if err != nil {
				t.Fatal(err)
			}
			versions = append(versions, version)
		}
		t.Run(part[0], func(t *testing.T) {
			awaitPort(t, strings.TrimPrefix(part[1], "mqtt://"))
			contract.Run(t, contract.Target{URL: part[1], Versions: versions, Large: 5 << 20, Cannot: cannot[part[0]]})
		})
	}
}

// awaitPort waits for a broker that has just been started: some take a minute.
func awaitPort(t *testing.T, address string) {
	t.Helper()
	poll := time.NewTicker(100 * time.Millisecond)
	defer poll.Stop()
	for deadline := time.Now().Add(2 * time.Minute); time.Now().Before(deadline); <-poll.C {
		if conn, err := net.Dial("tcp", address); err == nil {
			conn.Close()
			return
		}
	}
	t.Fatalf("the broker did not start; its log is in build/interop/run")
}
