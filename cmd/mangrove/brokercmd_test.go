package main

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"
)

// TestBrokerAsksBeforeOthersReachIt: the answer decides, and silence is no.
func TestBrokerAsksBeforeOthersReachIt(t *testing.T) {
	for _, c := range []struct {
		name, listen, answer string
		sure, asks, starts   bool
	}{
		{"this machine", "127.0.0.1:0", "", false, false, true},
		{"no answer", "0.0.0.0:0", "", false, true, false},
		{"no", "0.0.0.0:0", "no\n", false, true, false},
		{"an answer without end", "0.0.0.0:0", strings.Repeat("y", 1_000_000), false, true, false},
		{"yes", "0.0.0.0:0", "yes\n", false, true, true},
		{"sure", "[::]:0", "", true, true, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			ctx, end := context.WithCancel(t.Context())
			defer end()
			var out addressWriter
			out.written = end // it has started: that is enough
			var said bytes.Buffer
			cmd := newBrokerCommand()
			cmd.SetOut(&out)
			cmd.SetErr(&said)
			cmd.SetIn(strings.NewReader(c.answer))
			args := []string{"--listen", c.listen}
			if c.sure {
				args = append(args, "--yes")
			}
			cmd.SetArgs(args)
			cmd.SilenceErrors, cmd.SilenceUsage = true, true
			err := cmd.ExecuteContext(ctx)
			if (err == nil) != c.starts || c.starts != strings.HasPrefix(out.String(), "mqtt://") {
				t.Errorf("it ends with %v after %q", err, out.String())
			}
			if asked := strings.Contains(said.String(), "anyone who can reach this computer can connect"); asked != c.asks {
				t.Errorf("it says %q", said.String())
			}
			if err != nil && !strings.Contains(err.Error(), "--yes") {
				t.Errorf("no next step: %v", err)
			}
		})
	}
}

// TestBrokerServesTheDemo: its devices come without a window, and leave with the broker.
func TestBrokerServesTheDemo(t *testing.T) {
	url := demoBroker(t)
	out, err := command(t.Context(), "", "retained", url, "--topic", "tele/+/LWT")
	for err == nil && !strings.Contains(out, "tele/washer_plug/LWT") && t.Context().Err() == nil {
		out, err = command(t.Context(), "", "retained", url, "--topic", "tele/+/LWT")
	}
	if err != nil || !strings.Contains(out, "Online") {
		t.Errorf("%v: %s", err, out)
	}
}

// demoBroker runs the broker with the demo's devices until the test ends, and returns its
// address.
func demoBroker(t *testing.T) string {
	t.Helper()
	ctx, end := context.WithCancel(t.Context())
	started := make(chan string, 1)
	cmd := newBrokerCommand()
	cmd.SetOut(writerFunc(func(b []byte) (int, error) { started <- strings.TrimSpace(string(b)); return len(b), nil }))
	cmd.SetErr(io.Discard)
	cmd.SetArgs([]string{"--demo", "--listen", "127.0.0.1:0"})
	ended := make(chan error, 1)
	go func() { ended <- cmd.ExecuteContext(ctx) }() // ends with ctx
	t.Cleanup(func() {
		end()
		if err := <-ended; err != nil {
			t.Errorf("the broker ended with %v", err)
		}
	})
	select {
	case url := <-started:
		return url
	case err := <-ended:
		ended <- err
		t.Fatal("it did not start")
	}
	return ""
}

// writerFunc is a writer.
type writerFunc func([]byte) (int, error)

func (w writerFunc) Write(b []byte) (int, error) { return w(b) }

// addressWriter ends a command once it has said something.
type addressWriter struct {
	bytes.Buffer
	written func()
}

func (w *addressWriter) Write(b []byte) (int, error) {
	w.written()
	return w.Buffer.Write(b)
}
