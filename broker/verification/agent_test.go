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
	"mangrove/broker/brokertest"
)

// serving is the socket of something that is asked as an agent, for each connection.
func serving(t *testing.T, answer func(net.Conn)) string {
	t.Helper()
	l, err := net.Listen("unix", filepath.Join(t.TempDir(), "s"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(brokertest.ServeOn(l, answer))
	return l.Addr().String()
}

// agentWith is an SSH agent that holds keys, by what they are called.
func agentWith(t *testing.T, ring agent.Agent, keys ...agent.AddedKey) *Agent {
	t.Helper()
	for _, key := range keys {
		if err := ring.Add(key); err != nil {
			t.Fatal(err)
		}
	}
	return NewAgent(serving(t, func(conn net.Conn) { _ = agent.ServeAgent(ring, conn) }))
}

// edKey is a new key.
func edKey(t *testing.T) ed25519.PrivateKey {
	t.Helper()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return private
}

// publicHalf is the public key of a private one, as in a .pub file.
func publicHalf(t *testing.T, private any) []byte {
	t.Helper()
	signer, err := ssh.NewSignerFromKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return ssh.MarshalAuthorizedKey(signer.PublicKey())
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
	ring, ok := agent.NewKeyring().(agent.ExtendedAgent)
	if !ok {
		t.Fatal("the agent knows no flags")
	}
	a := agentWith(t, oldAgent{ring}, agent.AddedKey{PrivateKey: private})
	key, err := a.Key(t.Context(), publicHalf(t, private))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := key.sign([]byte(message)); !errors.Is(err, broker.NotSigned) || !errors.Is(err, broker.SignatureUnfit) {
		t.Errorf("it says %v", err)
	}
}

// TestKeysOfAnAgent sign as those of a file; one that it does not hold is missed before there
// is something to sign.
func TestKeysOfAnAgent(t *testing.T) {
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	for _, held := range []any{edKey(t), rsaKey} {
		ring := agent.NewKeyring()
		a := agentWith(t, ring, agent.AddedKey{PrivateKey: held})
		public := publicHalf(t, held)
		key, err := a.Key(t.Context(), public)
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
		if _, err := key.sign([]byte(message)); !errors.Is(err, broker.NotSigned) || !errors.Is(err, broker.AgentRefused) {
			t.Errorf("taken away meanwhile: %v", err)
		}
		if _, err := a.Key(t.Context(), public); !errors.Is(err, broker.KeyNotHeld) {
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
