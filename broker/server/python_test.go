package server

import (
	"bufio"
	"context"
	"net"
	"os/exec"
	"testing"
)

// python is an interpreter that has paho-mqtt 1.x: the system's own before the
// one that PATH names, which may be another.
func python(t *testing.T) string {
	t.Helper()
	for _, p := range []string{"/usr/bin/python3", "python3"} {
		if exec.Command(p, "-c", "import sys, paho.mqtt as m; sys.exit(not m.__version__.startswith('1.'))").Run() == nil {
			return p
		}
	}
	t.Fatal("Python 3 with paho-mqtt 1.x is not installed; run scripts/deps.sh")
	return ""
}

func TestClassicPythonSamples(t *testing.T) {
	t.Parallel()
	interpreter := python(t)
	b := start(t)
	host, port, _ := net.SplitHostPort(b.listener.Addr().String())
	ctx, stop := context.WithTimeout(t.Context(), patience)
	defer stop()

	sub := exec.CommandContext(ctx, interpreter, "testdata/subscriber.py", host, port)
	out, err := sub.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := sub.Start(); err != nil {
		t.Fatal(err)
	}
	awaitEvent(t, b, "subscribed to sample/topic (QoS 1)")
	run(t, exec.CommandContext(ctx, interpreter, "testdata/publisher.py", host, port))
	line, err := bufio.NewReader(out).ReadString('\n')
	if want := `{"success": "ok"}` + "\n"; err != nil || line != want {
		t.Errorf("the subscriber printed %q (%v), want %q", line, err, want)
	}
	stop()
	_ = sub.Wait() // it never ends by itself
}
