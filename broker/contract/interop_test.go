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
	"mangrove/broker/server"
)

// known are the limits of the brokers that have some.
var known = map[string]contract.Target{
	"aedes":    {Limits: contract.Limits{MaxLevels: 100}},
	"mosca":    {Limits: contract.Limits{MaxQoS: 1, RaisesQoS: true, HidesRetained: true, PlusWantsLetter: true}},
	"rabbitmq": {Limits: contract.Limits{MaxQoS: 1, RetainedByName: true, DotsAreSlashes: true}},
}

// TestInterop runs the suite against the brokers that scripts/interop.sh has
// started and named: name=URL=versions, with spaces between. Without a URL it is
// the built-in broker, which the test starts itself.
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
			target := known[part[0]]
			target.URL, target.Versions, target.Large = part[1], versions, 5<<20
			if target.URL == "" {
				b, err := server.Start(server.Options{Listen: "127.0.0.1:0"})
				if err != nil {
					t.Fatal(err)
				}
				defer b.Close() //nolint:errcheck // the test is over
				target.URL = b.Address()
			}
			awaitPort(t, strings.TrimPrefix(target.URL, "mqtt://"))
			contract.Run(t, target)
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
