package verification

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"encoding/pem"
	"errors"
	"net"
	"path/filepath"
	"slices"
	"testing"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"

	"mangrove/broker"
)

// agentWith is the socket of an SSH agent that holds a key.
func agentWith(t *testing.T, key any) (string, agent.Agent) {
	t.Helper()
	ring := agent.NewKeyring()
	return agentOf(t, ring, key), ring
}

// agentOf is the socket of an agent that is given a key.
func agentOf(t *testing.T, ring agent.Agent, key any) string {
	t.Helper()
	l, err := net.Listen("unix", filepath.Join(t.TempDir(), "s"))
	if err != nil {
		t.Fatal(err)
	}
	if err := ring.Add(agent.AddedKey{PrivateKey: key}); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			_ = agent.ServeAgent(ring, conn) // ends with the connection
			_ = conn.Close()
		}
	}()
	t.Cleanup(func() {
		_ = l.Close()
		<-ended
	})
	return l.Addr().String()
}

// oldAgent signs with RSA keys as it did before there were flags.
type oldAgent struct{ agent.ExtendedAgent }

// SignWithFlags takes no notice of the flags.
func (a oldAgent) SignWithFlags(key ssh.PublicKey, data []byte, _ agent.SignatureFlags) (*ssh.Signature, error) {
	return a.Sign(key, data)
}

// TestAnAgentThatSignsWithSHA1 makes no signature that anybody takes: that is said at once.
func TestAnAgentThatSignsWithSHA1(t *testing.T) {
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	public, err := ssh.NewPublicKey(&private.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	ring, ok := agent.NewKeyring().(agent.ExtendedAgent)
	if !ok {
		t.Fatal("the agent knows no flags")
	}
	key, err := AgentKey(ssh.MarshalAuthorizedKey(public), agentOf(t, oldAgent{ring}, private))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := key.sign([]byte(message)); !errors.Is(err, broker.NotSigned) {
		t.Errorf("it says %v", err)
	}
}

// TestKeysOfAnAgent sign as those of a file; one that it does not hold is missed before there
// is something to sign.
func TestKeysOfAnAgent(t *testing.T) {
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	for _, held := range []any{private, rsaKey} {
		signer, err := ssh.NewSignerFromKey(held)
		if err != nil {
			t.Fatal(err)
		}
		public := ssh.MarshalAuthorizedKey(signer.PublicKey())
		socket, ring := agentWith(t, held)
		key, err := AgentKey(public, socket)
		if err != nil {
			t.Fatal(err)
		}
		names, err := KeyNames(append([]byte("# signers\nann@example.org "), public...))
		if err != nil {
			t.Fatal(err)
		}
		if c, err := Check(bundled(t, key)); err != nil || !c.Intact() || !slices.Contains(names, c.Key) {
			t.Errorf("%v: %+v, of %q", err, c, names)
		}
		if err := ring.RemoveAll(); err != nil {
			t.Fatal(err)
		}
		if _, err := key.sign([]byte(message)); !errors.Is(err, broker.NotSigned) {
			t.Errorf("taken away meanwhile: %v", err)
		}
		if _, err := AgentKey(public, socket); !errors.Is(err, broker.KeyNotHeld) {
			t.Errorf("one that it does not hold: %v", err)
		}
	}
	if names, err := KeyNames(testKey(t, "")); err == nil {
		t.Errorf("a private key names %q", names)
	}
}

// TestKeysThatAreTooMuchOfAnEffort to open are not tried.
func TestKeysThatAreTooMuchOfAnEffort(t *testing.T) {
	options := ssh.Marshal(struct {
		Salt   string
		Rounds uint32
	}{"0123456789abcdef", 1 << 30})
	blob := append([]byte("openssh-key-v1\x00"), ssh.Marshal(struct {
		Cipher, Kdf, Options string
		Keys                 uint32
		Public, Private      string
	}{"aes256-ctr", "bcrypt", string(options), 1, "", ""})...)
	file := pem.EncodeToMemory(&pem.Block{Type: "OPENSSH PRIVATE KEY", Bytes: blob})
	if _, err := ParseKey(file, "x"); err == nil || errors.Is(err, broker.KeyEncrypted) {
		t.Errorf("it says %v", err)
	}
	if got := roundsOf(testKey(t, "secret")); got == 0 || got > mostRounds {
		t.Errorf("a usual key takes %d rounds", got)
	}
}
