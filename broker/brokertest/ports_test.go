package brokertest

import (
	"errors"
	"net"
	"strings"
	"syscall"
	"testing"
)

// TestNowhere neither takes connections nor can be listened on.
func TestNowhere(t *testing.T) {
	address := Nowhere(t)
	if _, err := net.Dial("tcp", address); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("connecting to it: %v", err)
	}
	if l, err := net.Listen("tcp", address); err == nil {
		_ = l.Close()
		t.Error("somebody can listen on it")
	}
}

// TestOnAnyPort has the first three be in use.
func TestOnAnyPort(t *testing.T) {
	var tried []string
	OnAnyPort(t, func(address string) error {
		if tried = append(tried, address); len(tried) < 4 {
			return syscall.EADDRINUSE
		}
		return nil
	})
	if len(tried) != 4 || tried[0] == tried[1] && tried[1] == tried[2] {
		t.Errorf("tried %v", tried)
	}
}

// TestABrokerWhosePortWasTaken is asked to listen where somebody else does.
func TestABrokerWhosePortWasTaken(t *testing.T) {
	for _, web := range []bool{false, true} {
		other, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		b := newBroker(t, Options{WebSocket: web})
		err = b.listenOn(other.Addr().String())
		_ = other.Close()
		if err == nil || !strings.Contains(err.Error(), "ended") {
			t.Errorf("WebSocket %t: it listens on a port in use, or says %v", web, err)
		}
	}
}
