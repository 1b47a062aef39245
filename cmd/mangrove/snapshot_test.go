package main

import (
	"bytes"
	"context"
	"net"
	"strings"
	"sync"
	"testing"

	"mangrove/broker/brokertest"
	"mangrove/broker/explain"
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
		{"before CONNACK", false, "Interrupted before the broker accepted this client", ""},
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
			if said := explain.Error(err, addressOf(err)); err == nil || !strings.Contains(said, c.says) {
				t.Errorf("it ends with %v, which says %q", err, said)
			}
			if !strings.Contains(out.String(), c.prints) {
				t.Errorf("it prints %q", out.String())
			}
		})
	}
}

// TestSnapshotSaysWhatIsNotedOfTheConnection: once, to standard error.
func TestSnapshotSaysWhatIsNotedOfTheConnection(t *testing.T) {
	address := brokertest.Listen(t, func(c net.Conn) { // MQTT 5 with Maximum QoS 1
		packet := make([]byte, 4096)
		_, _ = c.Read(packet)
		_, _ = c.Write([]byte("\x20\x05\x00\x00\x02\x24\x01"))
		if n, _ := c.Read(packet); n > 4 { // the packets are short, and one waits for the other
			_, _ = c.Write([]byte{0x90, 4, packet[2], packet[3], 0, 1, 0x30, 5, 0, 1, 't', 0, 'x'})
		}
		_, _ = c.Read(packet)
	})
	for _, format := range []string{"tree", "json", "csv"} {
		var out, said bytes.Buffer
		cmd := newRoot()
		cmd.SetOut(&out)
		cmd.SetErr(&said)
		cmd.SetArgs([]string{"snapshot", "mqtt://" + address, "--qos", "2", "--for", "300ms", "--format", format})
		if err := cmd.ExecuteContext(t.Context()); err != nil {
			t.Errorf("%s: %v", format, err)
		}
		if want := "mangrove: The broker supports QoS up to 1, so no subscription requests more.\n"; said.String() != want {
			t.Errorf("%s: it says %q, want %q", format, said.String(), want)
		}
		if !strings.Contains(out.String(), "t") || strings.Contains(out.String(), "supports QoS up to") {
			t.Errorf("%s: it prints %q", format, out.String())
		}
	}
}
