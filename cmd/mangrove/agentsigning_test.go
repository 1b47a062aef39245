package main

import (
	"crypto/ed25519"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"

	"mangrove/broker/brokertest"
	"mangrove/broker/server"
)

// signingBench is a checklist, and an SSH agent that the environment names.
type signingBench struct {
	ring         agent.Agent
	folder, list string
}

func newSigningBench(t *testing.T) *signingBench {
	t.Helper()
	return signingBenchWith(t, agent.NewKeyring())
}

func signingBenchWith(t *testing.T, ring agent.Agent) *signingBench {
	t.Helper()
	b := &signingBench{ring: ring, folder: t.TempDir()}
	l, err := net.Listen("unix", filepath.Join(b.folder, "s"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(brokertest.ServeOn(l, func(conn net.Conn) { _ = agent.ServeAgent(b.ring, conn) })) // ends with the connection
	t.Setenv("SSH_AUTH_SOCK", l.Addr().String())
	b.list = filepath.Join(b.folder, "list.yaml")
	b.write(t, b.list, []byte("version: 1\nsettle: 0s\ndeadline: 1s\nrules:\n  - {topic: a, present: true}\n"))
	return b
}

func (b *signingBench) write(t *testing.T, path string, content []byte) {
	t.Helper()
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// hold has the agent hold a key, and gives its fingerprint and the file of its public half.
func (b *signingBench) hold(t *testing.T, seed byte, comment string) (fingerprint, file string) {
	t.Helper()
	private := ed25519.NewKeyFromSeed([]byte(strings.Repeat(string(seed), ed25519.SeedSize)))
	if err := b.ring.Add(agent.AddedKey{PrivateKey: private, Comment: comment}); err != nil {
		t.Fatal(err)
	}
	signer, err := ssh.NewSignerFromKey(private)
	if err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(b.folder, fmt.Sprintf("key%d.pub", seed))
	b.write(t, file, ssh.MarshalAuthorizedKey(signer.PublicKey()))
	return ssh.FingerprintSHA256(signer.PublicKey()), file
}

// TestSigningByAnAgent: the only key of the agent signs, one of several that is named, and the
// one whose public half is in a file.
func TestSigningByAnAgent(t *testing.T) {
	box, err := server.Start(server.Options{Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = box.Close() })
	b := newSigningBench(t)
	one, file := b.hold(t, 1, "ann@laptop")
	signs := func(sign, by string) {
		t.Helper()
		bundle := filepath.Join(t.TempDir(), "r.zip")
		if out, err := command(t.Context(), "", "verify", b.list, box.Address(), "--bundle", bundle, "--sign", sign); exitCode(err) != notPassed {
			t.Errorf("%s: %v: %s", sign, err, out)
		}
		if out, err := command(t.Context(), "", "verify", "--check", bundle); err != nil || !strings.Contains(out, "signed with the key ssh-ed25519 "+by) {
			t.Errorf("%s: %v: %s", sign, err, out)
		}
	}
	signs("agent", one)
	other, _ := b.hold(t, 2, "")
	signs("agent:"+other, other)
	signs(file, one)
}

// TestKeysThatTheAgentCannotSignWith are refused before there is a run, with what to do.
func TestKeysThatTheAgentCannotSignWith(t *testing.T) {
	b := newSigningBench(t)
	refuses := func(what, sign string, words ...string) {
		t.Helper()
		out, err := command(t.Context(), "", "verify", b.list, "mqtt://127.0.0.1:1", "--bundle", filepath.Join(b.folder, "r.zip"), "--sign", sign)
		if exitCode(err) != unusable {
			t.Errorf("%s ends with %v", what, err)
			return
		}
		var told strings.Builder
		printProblem(&told, err)
		for _, w := range words {
			if !strings.Contains(out+told.String(), w) {
				t.Errorf("%s: %q is not in\n%s%s", what, w, out, told.String())
			}
		}
	}
	refuses("an empty agent", "agent", "has no key", "ssh-add")
	one, file := b.hold(t, 1, "ann@laptop")
	other, _ := b.hold(t, 2, "\x1b[31m"+strings.Repeat("long", 100))
	refuses("several keys", "agent", "holds 2 keys", "--sign agent:"+one+"  ssh-ed25519  ann@laptop", "--sign agent:"+other, `\x1b[31mlong`, "… (+305 B)")
	refuses("another key", "agent:SHA256:x", "does not hold the key SHA256:x", "ann@laptop")
	for i := range byte(mostKeysTold) {
		b.hold(t, 3+i, "")
	}
	refuses("many keys", "agent", "holds 22 keys", "… and 2 more")
	if err := b.ring.Lock([]byte("x")); err != nil {
		t.Fatal(err)
	}
	refuses("a locked agent", "agent", "shows none because it is locked")
	refuses("a public key", file, "does not hold this key")
	t.Setenv("SSH_AUTH_SOCK", "")
	refuses("no agent", "agent", "no SSH agent is running")
	refuses("a public key without an agent", file, "no SSH agent is running", "is public")
	t.Setenv("SSH_AUTH_SOCK", filepath.Join(b.folder, "gone"))
	refuses("an agent that has ended", "agent", "is not running any more")
}
