package verification

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"

	"mangrove/broker"
)

// certificate is one for a key.
func certificate(t *testing.T, private any) *ssh.Certificate {
	t.Helper()
	signer, err := ssh.NewSignerFromKey(private)
	if err != nil {
		t.Fatal(err)
	}
	c := &ssh.Certificate{Key: signer.PublicKey(), CertType: ssh.UserCert, ValidBefore: ssh.CertTimeInfinity}
	if err := c.SignCert(rand.Reader, signer); err != nil {
		t.Fatal(err)
	}
	return c
}

// TestKeysThatAnAgentHolds are told with what it calls them, each once; those that cannot sign
// are counted.
func TestKeysThatAnAgentHolds(t *testing.T) {
	one, other := edKey(t), edKey(t)
	curve, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	ring := agent.NewKeyring()
	a := agentWith(t, ring, agent.AddedKey{PrivateKey: one, Comment: "ann@laptop"}, agent.AddedKey{PrivateKey: curve, Comment: "\x1b[2Jx"},
		agent.AddedKey{PrivateKey: other, Certificate: certificate(t, other)})
	held, unfit, err := a.Keys(t.Context())
	if err != nil || len(held) != 2 || unfit != 1 {
		t.Fatalf("%+v, %d, %v", held, unfit, err)
	}
	if k := held[0]; k.Comment != "ann@laptop" || k.Kind != "ssh-ed25519" || !strings.HasPrefix(k.Fingerprint, "SHA256:") {
		t.Errorf("%+v", k)
	}
	for _, k := range held {
		signature, err := k.Key.sign([]byte(message))
		if err != nil {
			t.Fatal(err)
		}
		if by, err := signedBy([]byte(message), signature); err != nil || nameOf(by) != k.Kind+" "+k.Fingerprint {
			t.Errorf("%s: %v, %v", k.Kind, by, err)
		}
	}
	if err := ring.Lock([]byte("x")); err != nil {
		t.Fatal(err)
	}
	if _, _, err := a.Keys(t.Context()); !errors.Is(err, broker.AgentEmpty) {
		t.Errorf("a locked one: %v", err)
	}
	if _, err := held[0].Key.sign([]byte(message)); !errors.Is(err, broker.AgentRefused) {
		t.Errorf("a locked one signs: %v", err)
	}
}

// TestOnlyKeysThatCannotSign is told with their number.
func TestOnlyKeysThatCannotSign(t *testing.T) {
	key := edKey(t)
	a := agentWith(t, agent.NewKeyring(), agent.AddedKey{PrivateKey: key, Certificate: certificate(t, key)})
	var f *broker.ReportFault
	if _, unfit, err := a.Keys(t.Context()); !errors.As(err, &f) || f.Code != broker.AgentUnfit || f.Count != 1 || unfit != 1 {
		t.Errorf("%d, %v", unfit, err)
	}
}

// said is an answer of an agent.
func said(kind byte, rest string) string {
	return string(binary.BigEndian.AppendUint32(nil, uint32(1+len(rest)))) + string(kind) + rest
}

// keyLines are keys as an agent tells them, as many as it says.
func keyLines(says uint32, keys ...string) string {
	s := string(binary.BigEndian.AppendUint32(nil, says))
	for _, k := range keys {
		s += string(ssh.Marshal(struct{ Blob, Comment string }{k, "c"}))
	}
	return said(12, s)
}

// TestAgentsThatAreNone, or mean no good, cost a code, and never more than a little.
func TestAgentsThatAreNone(t *testing.T) {
	strange := string(ssh.Marshal(struct{ Kind, Rest string }{"x", "y"}))
	many := make([]string, mostHeld+1)
	for i := range many {
		many[i] = strange
	}
	for _, c := range []struct {
		name, answer string
		want         broker.ReportCode
	}{
		{"nothing", "", broker.AgentGone},
		{"half a length", "\x00\x00", broker.AgentGone},
		{"half an answer", "\x00\x00\x00\x09\x0c", broker.AgentGone},
		{"a refusal", said(5, ""), broker.AgentRefused},
		{"an empty answer", "\x00\x00\x00\x00", broker.AgentGarbled},
		{"another answer", said(6, ""), broker.AgentGarbled},
		{"no answer that is known", said(99, "x"), broker.AgentGarbled},
		{"fewer keys than it says", keyLines(2, "x"), broker.AgentGarbled},
		{"far fewer keys than it says", keyLines(1<<31, "x"), broker.AgentGarbled},
		{"no keys", keyLines(0), broker.AgentEmpty},
		{"nonsense in place of a key", keyLines(1, "x"), broker.AgentGarbled},
		{"a key of a kind that nobody knows", keyLines(1, strange), broker.AgentUnfit},
		{"too many keys", keyLines(uint32(len(many)), many...), broker.AgentTooMuch},
		{"more bytes than are read", "\x00\x20\x00\x00\x0c", broker.AgentTooMuch},
		{"more than the library reads", "\x7f\xff\xff\xff\x0c", broker.AgentTooMuch},
		{"HTTP", "HTTP/1.1 400 Bad Request\r\n\r\n", broker.AgentTooMuch},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := NewAgent(serving(t, func(conn net.Conn) {
				_, _ = io.ReadFull(conn, make([]byte, 5)) // the question
				_, _ = io.WriteString(conn, c.answer)
			}))
			held, _, err := a.Keys(t.Context())
			var f *broker.ReportFault
			if !errors.Is(err, c.want) && (!errors.As(err, &f) || f.Code != c.want) {
				t.Errorf("%d keys, %v", len(held), err)
			}
		})
	}
}

// TestAgentsThatDoNotAnswer are not waited for for ever; nor after nobody waits any more.
func TestAgentsThatDoNotAnswer(t *testing.T) {
	public := publicHalf(t, edKey(t))
	asked := make(chan struct{}, 10)
	a := NewAgent(serving(t, func(conn net.Conn) {
		asked <- struct{}{}
		_, _ = io.Copy(io.Discard, conn) // until it is closed
	}))
	a.toList, a.toSign = time.Millisecond, time.Millisecond
	var f *broker.ReportFault
	if _, err := a.Key(t.Context(), public); !errors.As(err, &f) || f.Code != broker.AgentSlow {
		t.Errorf("it says %v", err)
	}
	key, err := publicKey(public)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := (&Key{&agentKey{agent: a, public: key}}).sign([]byte(message)); !errors.Is(err, broker.NotSigned) || !errors.Is(err, broker.AgentSlow) {
		t.Errorf("it says %v", err)
	}
	a.toList, a.toSign = time.Hour, time.Hour
	for name, ask := range map[string]func(context.Context) error{
		"for its keys": func(ctx context.Context) error {
			_, _, err := a.Keys(ctx)
			return err
		},
		"to sign": func(ctx context.Context) error {
			_, err := (&Key{&agentKey{agent: a, public: key}}).Until(ctx).sign([]byte(message))
			return err
		},
	} {
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error)
		for len(asked) > 0 {
			<-asked
		}
		go func() { ended <- ask(ctx) }()
		<-asked
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("asked %s it says %v", name, err)
		}
	}
}

// TestWithoutAnAgent: it is said whether none is named, or none is there.
func TestWithoutAnAgent(t *testing.T) {
	folder := t.TempDir()
	l, err := net.Listen("unix", filepath.Join(folder, "left"))
	if err != nil {
		t.Fatal(err)
	}
	l.(*net.UnixListener).SetUnlinkOnClose(false)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	for socket, want := range map[string]broker.ReportCode{
		"": broker.AgentUnset, filepath.Join(folder, "none"): broker.AgentNotThere, filepath.Join(folder, "left"): broker.AgentNotThere,
		filepath.Join(folder, strings.Repeat("long", 100)): broker.NoAgent,
	} {
		if _, _, err := NewAgent(socket).Keys(t.Context()); !errors.Is(err, want) {
			t.Errorf("%s: %v", socket, err)
		}
	}
	var none *Agent
	if _, _, err := none.Keys(t.Context()); !errors.Is(err, broker.AgentUnset) {
		t.Errorf("none: %v", err)
	}
}

// TestOpenSSHTakesSignaturesOfAgents: what an agent has signed for us, ssh-keygen checks.
func TestOpenSSHTakesSignaturesOfAgents(t *testing.T) {
	program, err := exec.LookPath("ssh-keygen")
	if err != nil {
		t.Fatal("there is no ssh-keygen: scripts/deps.sh test installs it")
	}
	private := edKey(t)
	a := agentWith(t, agent.NewKeyring(), agent.AddedKey{PrivateKey: private})
	held, _, err := a.Keys(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	signature, err := held[0].Key.sign([]byte(message))
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	for name, content := range map[string][]byte{"sig": signature, "signers": append([]byte("ann "), publicHalf(t, private)...)} {
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for words, fits := range map[string]bool{message: true, message + "x": false} {
		cmd := exec.CommandContext(t.Context(), program, "-Y", "verify", "-f", "signers", "-I", "ann", "-n", namespace, "-s", "sig")
		cmd.Dir, cmd.Stdin = folder, bytes.NewReader([]byte(words))
		if out, err := cmd.CombinedOutput(); (err == nil) != fits {
			t.Errorf("%v: %s", err, out)
		}
	}
}
