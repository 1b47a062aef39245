package main

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"mangrove/broker/server"
	"mangrove/cmd/mangrove/problem"
)

// runDoctor gives what the command prints.
func runDoctor(t *testing.T, args ...string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	cmd := newRoot()
	cmd.SetOut(&out)
	cmd.SetArgs(append([]string{"doctor", "--patience", "1m"}, args...))
	err := cmd.ExecuteContext(t.Context())
	return out.String(), err
}

func TestDoctorCommand(t *testing.T) {
	b, err := server.Start(server.Options{Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	out, err := runDoctor(t, b.Address(), "--topic", "a/#", "--topic", "b")
	if err != nil || strings.Count(out, "\npassed") < 7 || !strings.Contains(out, "Round trip at QoS 2") || strings.Contains(out, "failed") {
		t.Errorf("%v; it printed\n%s", err, out)
	}
	if out, err := runDoctor(t, b.Address(), "--no-publish"); err != nil || strings.Count(out, "skipped") != 3 {
		t.Errorf("without publishing: %v; it printed\n%s", err, out)
	}
	if out, err := runDoctor(t, b.Address(), "--publish-to", "mine/here"); err != nil || !strings.Contains(out, "The broker grants mine/here") {
		t.Errorf("with a topic: %v; it printed\n%s", err, out)
	}
	address := strings.Replace(b.Address(), "mqtt://", "mqtts://user:s3cr3t@", 1)
	out, err = runDoctor(t, address)
	if !errors.Is(err, problem.Ill) || !strings.Contains(out, "failed   TLS") || strings.Contains(out, "s3cr3t") {
		t.Errorf("a broken set-up: %v; it printed\n%s", err, out)
	}
}

func TestDoctorCommandChecksItsFlags(t *testing.T) {
	for _, args := range [][]string{
		{"ftp://h"}, {"mqtt://h", "--protocol", "4"}, {"mqtt://h", "--topic", "a#"}, {"mqtt://h", "--publish-to", "a/#"}, {"mqtts://h", "--cafile", "missing.pem"},
	} {
		if out, err := runDoctor(t, args...); err == nil || errors.Is(err, problem.Ill) || out != "" {
			t.Errorf("%q: %v, %s", args, err, out)
		}
	}
}

func TestBrokersOfThisMachineOnlyAreNotAnnounced(t *testing.T) {
	cmd := newRoot()
	cmd.SetErr(&bytes.Buffer{})
	cmd.SetArgs([]string{"broker", "--announce", "--listen", "127.0.0.1:0"})
	if err := cmd.ExecuteContext(t.Context()); err == nil || !strings.Contains(err.Error(), "this computer only") {
		t.Errorf("got %v", err)
	}
}
