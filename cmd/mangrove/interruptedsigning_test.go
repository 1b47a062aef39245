package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"

	"mangrove/broker/server"
)

// silentAgent does not answer when it is asked to sign.
type silentAgent struct {
	agent.Agent

	asked func()
	over  <-chan struct{}
}

// Sign answers when the test is over.
func (a silentAgent) Sign(ssh.PublicKey, []byte) (*ssh.Signature, error) {
	a.asked()
	<-a.over
	return nil, os.ErrClosed
}

// TestAnInterruptEndsTheSigning: an agent that does not answer keeps nobody, and the report is
// written without its signature.
func TestAnInterruptEndsTheSigning(t *testing.T) {
	box, err := server.Start(server.Options{Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = box.Close() })
	self, err := os.FindProcess(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	b := signingBenchWith(t, silentAgent{agent.NewKeyring(), func() {
		if err := self.Signal(os.Interrupt); err != nil {
			t.Error(err)
		}
	}, t.Context().Done()})
	b.hold(t, 1, "")
	bundle := filepath.Join(b.folder, "r.zip")
	out, err := command(t.Context(), "", "verify", b.list, box.Address(), "--bundle", bundle, "--sign", "agent")
	if err == nil || !strings.Contains(err.Error(), "was written, but not signed") {
		t.Errorf("%v: %s", err, out)
	}
	if out, err := command(t.Context(), "", "verify", "--check", bundle); err != nil || !strings.Contains(out, "not signed") {
		t.Errorf("%v: %s", err, out)
	}
}
