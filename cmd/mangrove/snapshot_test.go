package main

import (
	"bytes"
	"context"
	"net"
	"strings"
	"sync"
	"testing"

	"mangrove/broker"
)

// startDeaf is a broker of MQTT 3.1.1 that answers CONNECT if it welcomes, and
// SUBSCRIBE with a message, but not with SUBACK. It calls waiting when nothing more
// comes: after CONNECT, or when the message has arrived, which is confirmed. It
// gives host:port.
func startDeaf(t *testing.T, welcome bool, waiting func()) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var running sync.WaitGroup
	running.Go(func() {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		for packet := make([]byte, 4096); ; { // they are short, and one waits for the other
			if _, err := conn.Read(packet); err != nil {
				return
			}
			switch kind := packet[0] >> 4; {
			case kind == 1 && welcome:
				_, _ = conn.Write([]byte("\x20\x02\x00\x00"))
			case kind == 8:
				_, _ = conn.Write([]byte("\x32\x0a\x00\x05a/b/c\x00\x01x"))
			case kind == 1, kind == 4:
				waiting()
			}
		}
	})
	t.Cleanup(func() {
		_ = l.Close()
		running.Wait()
	})
	return l.Addr().String()
}

// TestAnInterruptBeforeTheAnswerIsAFailure: what had come is printed, the exit
// code is not 0, and the sentence names what was waited for.
func TestAnInterruptBeforeTheAnswerIsAFailure(t *testing.T) {
	for _, c := range []struct {
		name    string
		welcome bool
		says    string
		prints  string
	}{
		{"before CONNACK", false, "Interrupted before the broker let this client in", ""},
		{"before SUBACK", true, "did not answer the request to subscribe to a/# and b", "c = x"},
	} {
		t.Run(c.name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			address := startDeaf(t, c.welcome, cancel)
			var out bytes.Buffer
			cmd := newRoot()
			cmd.SetOut(&out)
			cmd.SetArgs([]string{"snapshot", "mqtt://" + address, "--protocol", "3.1.1", "--topic", "a/#", "--topic", "b", "--for", "1h"})
			err := cmd.ExecuteContext(ctx)
			if said := broker.Explain(err, addressOf(err)); err == nil || !strings.Contains(said, c.says) {
				t.Errorf("it ends with %v, which says %q", err, said)
			}
			if !strings.Contains(out.String(), c.prints) {
				t.Errorf("it prints %q", out.String())
			}
		})
	}
}
