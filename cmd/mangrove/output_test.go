package main

import (
	"bytes"
	"errors"
	"io/fs"
	"strings"
	"syscall"
	"testing"

	"mangrove/broker/server"
)

// full is an output that takes nothing more, as /dev/full.
type full struct{}

func (full) Write([]byte) (int, error) {
	return 0, &fs.PathError{Op: "write", Path: "/dev/stdout", Err: syscall.ENOSPC}
}

// TestOutputThatIsFull: each command that prints fails when that cannot be done, and
// says so once.
func TestOutputThatIsFull(t *testing.T) {
	newHome(t)
	b, err := server.Start(server.Options{Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	for _, line := range []string{
		"doctor --patience 1m " + b.Address(),
		"snapshot --for 1ms " + b.Address(),
		"snapshot --for 1ms --format json " + b.Address(),
		"snapshot --for 1ms --format csv " + b.Address(),
		"broker --listen 127.0.0.1:0",
		"--help", "--version", "help doctor", "completion bash", "completion zsh", "completion fish", "completion powershell",
	} {
		t.Run(line, func(t *testing.T) {
			var said bytes.Buffer
			root := newRoot()
			root.SetErr(&said)
			root.SetArgs(strings.Fields(line))
			err := execute(t.Context(), root, full{})
			if !errors.Is(err, syscall.ENOSPC) {
				t.Fatalf("it ends with %v", err)
			}
			printProblem(&said, err)
			if n := strings.Count(said.String(), "/dev/stdout"); n != 1 {
				t.Errorf("it is said %d times: %s", n, &said)
			}
		})
	}
}
