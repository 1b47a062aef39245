package main

import (
	"bytes"
	"context"
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

// addressWriter ends a command once it has said something.
type addressWriter struct {
	bytes.Buffer
	written func()
}

func (w *addressWriter) Write(b []byte) (int, error) {
	w.written()
	return w.Buffer.Write(b)
}
