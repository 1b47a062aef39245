package verify

import (
	"crypto/ed25519"
	"io"
	"net"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"golang.org/x/crypto/ssh/agent"

	"mangrove/broker/brokertest"
	"mangrove/broker/verification"
	"mangrove/ui/uitest"
	"mangrove/ui/widgets"
)

// agentBench is the page with an SSH agent, as serve is one.
func agentBench(t *testing.T, serve func(net.Conn)) *bench {
	t.Helper()
	l, err := net.Listen("unix", filepath.Join(t.TempDir(), "s"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(brokertest.ServeOn(l, serve))
	b := newBench(t)
	b.do.Agent = verification.NewAgent(l.Addr().String())
	return b
}

// ringOf holds keys with these names.
func ringOf(t *testing.T, names ...string) agent.Agent {
	t.Helper()
	ring := agent.NewKeyring()
	for i, name := range names {
		private := ed25519.NewKeyFromSeed([]byte(strings.Repeat(string(rune('a'+i)), ed25519.SeedSize)))
		if err := ring.Add(agent.AddedKey{PrivateKey: private, Comment: name}); err != nil {
			t.Fatal(err)
		}
	}
	return ring
}

// TestKeysOfTheAgent are offered with their names, kinds and fingerprints, and are chosen by
// keys; the report is signed with the one that was.
func TestKeysOfTheAgent(t *testing.T) {
	ring := ringOf(t, "ann@laptop", "")
	b := agentBench(t, func(conn net.Conn) { _ = agent.ServeAgent(ring, conn) })
	var got *verification.Key
	c := b.chooseKey(func(k *verification.Key) { got = k })
	if words := uitest.DialogWords(b.window.Canvas()); !strings.Contains(words, "Asking the SSH agent") || !c.sign.Disabled() {
		t.Errorf("before there is an answer it says %q", words)
	}
	b.until("the keys are there", func() bool { return len(c.list.Lines) == 2 })
	held, _, err := b.do.Agent.Keys(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for i, name := range []string{"ann@laptop", "(without a name)"} {
		if line := widgets.LineText(c.list.Lines[i].Spans); line != name+"  "+held[i].Fingerprint+"  ssh-ed25519" {
			t.Errorf("a key is %q", line)
		}
	}
	if words := uitest.DialogWords(b.window.Canvas()); !strings.Contains(words, "may ask you to confirm") || !strings.Contains(words, "ssh-keygen -t ed25519 -f report_key") || c.sign.Disabled() {
		t.Errorf("it says %q", words)
	}
	uitest.WantKeyboard(t, b.window.Canvas(), "the keys are there", c.list.Rows)
	c.list.Rows.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	if k := c.chosen(); k == nil || k.Fingerprint != held[1].Fingerprint {
		t.Fatalf("%+v is chosen", k)
	}
	c.list.Rows.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if words := signedWords(got); !strings.Contains(words, held[1].Fingerprint+". Give your customer the .pub file") {
		t.Errorf("after signing it says %q", words)
	}
	if got != c.held[1].Key || !c.question.Gone {
		t.Errorf("it goes on with %v", got)
	}
}

// TestAgentsWithoutAKey are told, and the file of a key can be chosen in any case.
func TestAgentsWithoutAKey(t *testing.T) {
	locked := ringOf(t, "x")
	if err := locked.Lock([]byte("secret")); err != nil {
		t.Fatal(err)
	}
	for words, serve := range map[string]func(net.Conn){
		"shows none because it is locked":        func(conn net.Conn) { _ = agent.ServeAgent(locked, conn) },
		"ended the connection without an answer": func(net.Conn) {},
		"refused": func(conn net.Conn) {
			_, _ = io.ReadFull(conn, make([]byte, 5)) // the question
			_, _ = io.WriteString(conn, "\x00\x00\x00\x01\x05")
		},
		"no SSH agent is running": nil,
	} {
		t.Run(words, func(t *testing.T) {
			b := agentBench(t, serve)
			if serve == nil {
				b.do.Agent = nil
			}
			c := b.chooseKey(func(*verification.Key) { t.Error("it goes on") })
			b.until("it is told", func() bool {
				return strings.Contains(strings.ToLower(uitest.DialogWords(b.window.Canvas())), strings.ToLower(words))
			})
			if !c.sign.Disabled() || len(c.list.Lines) != 0 {
				t.Error("there is something to choose from")
			}
			c.useChosen()
			test.Tap(c.file)
			if !c.question.Gone || b.window.Canvas().Overlays().Top() == nil {
				t.Error("no file can be chosen")
			}
		})
	}
}

// TestAnAgentThatHangs is asked no longer when nobody waits for it.
func TestAnAgentThatHangs(t *testing.T) {
	asked, ended := make(chan struct{}), make(chan struct{})
	b := agentBench(t, func(conn net.Conn) {
		close(asked)
		_, _ = io.Copy(io.Discard, conn)
		close(ended)
	})
	c := b.chooseKey(func(*verification.Key) { t.Error("it goes on") })
	<-asked
	test.Tap(c.question.Cancel)
	<-ended
	b.posted.Run()
	if len(c.list.Lines) > 0 || b.window.Canvas().Overlays().Top() != nil {
		t.Error("it is still asked for")
	}
}
