// Command gotest runs go test with its arguments and shows what go test shows,
// and then the tests that took longest. What failed is shown as soon as it has.
//
// It knows nothing of what is tested.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
)

// slowest is how many tests are listed.
const slowest = 8

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "gotest:", err)
		os.Exit(1)
	}
}

// run gives the error of go test, which has shown why.
func run(ctx context.Context, args []string, w io.Writer) error {
	cmd := exec.CommandContext(ctx, "go", append([]string{"test", "-json"}, args...)...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) } // it ends the tests' processes
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	s := newShow(w)
	shown := s.read(out)
	s.list(slowest)
	if err := cmd.Wait(); err != nil {
		return fmt.Errorf("go test: %w", err)
	}
	if shown != nil {
		return fmt.Errorf("reading what go test says: %w", shown)
	}
	return nil
}
