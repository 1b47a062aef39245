package server

import (
	"testing"

	"mangrove/broker/contract"
)

// The suite that every broker must pass with our own sessions.
func TestContract(t *testing.T) {
	b := startToReturn(t)
	defer func() { _ = b.Close() }()
	target := contract.Target{URL: b.Address(), Restart: func(t testing.TB) {
		t.Helper()
		address := b.listener.Addr().String()
		if err := b.Close(); err != nil {
			t.Fatal(err)
		}
		var err error
		if b, err = Start(Options{Listen: address}); err != nil {
			t.Fatal(err)
		}
	}}
	target.Large = 5 << 20 // TestLargePayload has the 50 MB
	contract.Run(t, target)
}
