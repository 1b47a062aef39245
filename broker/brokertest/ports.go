package brokertest

import (
	"fmt"
	"math/rand/v2"
	"net"
	"strconv"
	"testing"
)

// The ports that a listener is given that must keep its port while it is away.
// Systems hand out higher ones by themselves, to whoever listens on port 0 or
// opens a connection.
const (
	firstPort  = 20_000
	lastPort   = 32_000
	portsTried = 50
)

// OnAnyPort has listen try one port of 127.0.0.1 after the other until it
// succeeds. When all fail the test ends with the last error: a port may be in
// use, but not each of so many.
func OnAnyPort(tb testing.TB, listen func(address string) error) {
	tb.Helper()
	var err error
	for range portsTried {
		port := firstPort + rand.IntN(lastPort-firstPort)
		if err = listen(net.JoinHostPort("127.0.0.1", strconv.Itoa(port))); err == nil {
			return
		}
	}
	tb.Fatalf("on none of %d ports: %v", portsTried, err)
}

// Nowhere is an address of 127.0.0.1 where nothing listens, and nothing can
// until the test ends: the port belongs to a connection.
func Nowhere(tb testing.TB) string {
	tb.Helper()
	near, far, err := pair()
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		_ = near.Close()
		_ = far.Close()
	})
	return near.LocalAddr().String()
}

// pair is both ends of a connection.
func pair() (near, far net.Conn, err error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, nil, err
	}
	defer l.Close()
	if near, err = net.Dial("tcp", l.Addr().String()); err != nil {
		return nil, nil, err
	}
	if far, err = l.Accept(); err != nil {
		_ = near.Close()
		return nil, nil, fmt.Errorf("accepting: %w", err)
	}
	return near, far, nil
}
