package verify

import (
	"bytes"
	"crypto/ed25519"
	"encoding/binary"
	"encoding/pem"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"
	"golang.org/x/crypto/ssh"

	"mangrove/broker/verification"
	"mangrove/ui/uitest"
	"mangrove/ui/widgets"
)

// TestKeysThatSign are opened, after their pass phrase is given where they have one; what is
// none is refused.
func TestKeysThatSign(t *testing.T) {
	private := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))
	plain, err := ssh.MarshalPrivateKey(private, "")
	if err != nil {
		t.Fatal(err)
	}
	locked, err := ssh.MarshalPrivateKeyWithPassphrase(private, "", []byte("secret"))
	if err != nil {
		t.Fatal(err)
	}
	signer, err := ssh.NewSignerFromKey(private)
	if err != nil {
		t.Fatal(err)
	}
	b := newBench(t)
	var got *verification.Key
	open := func(file []byte) { b.signWith(file, "", func(k *verification.Key) { got = k }) }
	open(pem.EncodeToMemory(plain))
	b.until("a plain key is open", func() bool { return got != nil })
	got = nil
	open(pem.EncodeToMemory(locked))
	for i, typed := range []string{"wrong", "secret"} {
		b.until("the pass phrase is asked for", func() bool {
			return strings.Contains(uitest.DialogWords(b.window.Canvas()), []string{"is encrypted", "not the pass phrase"}[i])
		})
		entries := uitest.Find[*widgets.Entry](b.window.Canvas().Overlays().Top())
		if len(entries) != 1 || !entries[0].Password {
			t.Fatalf("%d fields", len(entries))
		}
		entries[0].SetText(typed)
		test.Tap(uitest.DialogButton(b.window.Canvas(), "Sign"))
	}
	b.until("it is open", func() bool { return got != nil })
	for words, file := range map[string][]byte{"is public": ssh.MarshalAuthorizedKey(signer.PublicKey()), "not a private SSH key": []byte("x"), "takes 2000 rounds to open": slowKey(t, locked)} {
		b.said = ""
		open(file)
		b.until("it is refused", func() bool { return strings.Contains(b.said, words) })
	}
}

// slowKey is a key whose pass phrase is turned over 2,000 times, which is more than is tried.
func slowKey(t *testing.T, locked *pem.Block) []byte {
	t.Helper()
	slow := *locked
	slow.Bytes = bytes.Clone(locked.Bytes)
	at := bytes.Index(slow.Bytes, []byte("bcrypt")) + len("bcrypt") + 4 + 4 + 16 // the length of the options, and the salt with its own
	binary.BigEndian.PutUint32(slow.Bytes[at:], 2_000)
	return pem.EncodeToMemory(&slow)
}
