package brokertest

import (
	"net"
	"sync"
	"testing"
)

// Listen takes connections on a free port of 127.0.0.1 until the test ends and has
// each served, in a goroutine of its own. A connection is closed when serve
// returns, and at the latest at the end of the test, which waits for that.
func Listen(tb testing.TB, serve func(net.Conn)) (address string) {
	tb.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(ServeOn(l, serve))
	return l.Addr().String()
}

// ServeOn does that on a listener, which it closes; stop ends it and waits.
func ServeOn(l net.Listener, serve func(net.Conn)) (stop func()) {
	var (
		running sync.WaitGroup
		mu      sync.Mutex // guards what follows
		open    = map[net.Conn]bool{}
		stopped bool
	)
	accepted := func(c net.Conn) bool {
		mu.Lock()
		defer mu.Unlock()
		open[c] = !stopped
		return !stopped
	}
	running.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			running.Go(func() {
				defer c.Close()
				if accepted(c) {
					serve(c)
				}
				mu.Lock()
				defer mu.Unlock()
				delete(open, c)
			})
		}
	})
	return func() {
		_ = l.Close()
		mu.Lock()
		stopped = true
		for c := range open {
			_ = c.Close()
		}
		mu.Unlock()
		running.Wait()
	}
}
