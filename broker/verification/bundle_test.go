package verification

import (
	"archive/zip"
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"mangrove/broker"
)

// What ssh-keygen -Y sign makes of message with testKey, for us and for files.
const (
	message = "a report\n"
	ours    = `-----BEGIN SSH SIGNATURE-----
U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAg6kpsY+KcUgq+9VB7Ey7F+ZVHdq
6+vnuSQh7qaRRG0iwAAAAPbWFuZ3JvdmUtcmVwb3J0AAAAAAAAAAZzaGE1MTIAAABTAAAA
C3NzaC1lZDI1NTE5AAAAQI6gQHKqXr2lhmoley7S0w+8RvopmlgTzPJlVf7NiBSFEAvohC
tn8VHGjR9Tf6kRN5fyFFOpRHKaAI/wwFL0ZAQ=
-----END SSH SIGNATURE-----
`
	ofFiles = `-----BEGIN SSH SIGNATURE-----
U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAg6kpsY+KcUgq+9VB7Ey7F+ZVHdq
6+vnuSQh7qaRRG0iwAAAAEZmlsZQAAAAAAAAAGc2hhNTEyAAAAUwAAAAtzc2gtZWQyNTUx
OQAAAEBsaXD+LxYsny1elamtR6bYKsNBwUzmKcFNbmpz6tIlqeRJWOP8TJLJZILFejuG+a
D8IJ5lG4Hbu4le49BDfYED
-----END SSH SIGNATURE-----
`
)

// testKey is a key that everybody knows, as OpenSSH writes it.
func testKey(t *testing.T, passphrase string) []byte {
	t.Helper()
	return keyFile(t, ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize)), passphrase)
}

func keyFile(t *testing.T, key any, passphrase string) []byte {
	t.Helper()
	var block *pem.Block
	var err error
	if passphrase == "" {
		block, err = ssh.MarshalPrivateKey(key, "")
	} else {
		block, err = ssh.MarshalPrivateKeyWithPassphrase(key, "", []byte(passphrase))
	}
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(block)
}

func parsed(t *testing.T, file []byte) *Key {
	t.Helper()
	key, err := ParseKey(file, "")
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// TestSignsAsOpenSSH: byte for byte.
func TestSignsAsOpenSSH(t *testing.T) {
	got, err := parsed(t, testKey(t, "")).sign([]byte(message))
	if err != nil || string(got) != ours {
		t.Errorf("%v: %s", err, got)
	}
}

// TestSignedBy takes a signature of the message, made for reports, and no other.
func TestSignedBy(t *testing.T) {
	for _, c := range []struct {
		name, message, signature string
		fits                     bool
	}{
		{"ours", message, ours, true},
		{"for files", message, ofFiles, false},
		{"another message", "a Report\n", ours, false},
		{"none", message, "", false},
		{"cut off", message, ours[:200] + "\n-----END SSH SIGNATURE-----\n", false},
	} {
		if _, err := signedBy([]byte(c.message), []byte(c.signature)); (err == nil) != c.fits {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// TestRSA signs with SHA-512: nobody takes SHA-1 any more.
func TestRSA(t *testing.T) {
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	signature, err := parsed(t, keyFile(t, private, "")).sign([]byte(message))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := signedBy([]byte(message), signature); err != nil {
		t.Error(err)
	}
}

// TestKeysWithAPassphrase ask for it.
func TestKeysWithAPassphrase(t *testing.T) {
	file := testKey(t, "secret")
	if _, err := ParseKey(file, ""); !errors.Is(err, broker.KeyEncrypted) {
		t.Errorf("without it: %v", err)
	}
	if _, err := ParseKey(file, "wrong"); !errors.Is(err, broker.WrongPhrase) {
		t.Errorf("a wrong one: %v", err)
	}
	if _, err := ParseKey([]byte(ours), "any"); err == nil || errors.Is(err, broker.WrongPhrase) {
		t.Errorf("what is no key: %v", err)
	}
	if _, err := ParseKey(file, "secret"); err != nil {
		t.Error(err)
	}
	if _, err := ParseKey([]byte(ours), ""); err == nil {
		t.Error("a signature is taken for a key")
	}
}

// bundled is a bundle of a run with one lamp.
func bundled(t *testing.T, key *Key) []byte {
	t.Helper()
	l := New(read(t, lamp))
	send(l, "home/hall/lamp", `{"on":true}`)
	l.Run().Finish(time.Now())
	h := Handover{List: read(t, lamp), File: []byte(lamp), Run: l.Run(), Broker: "mqtt://localhost", Version: "1"}
	var first, again bytes.Buffer
	if err := errors.Join(h.Bundle(&first, key), h.Bundle(&again, key)); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first.Bytes(), again.Bytes()) {
		t.Error("the same run gives other bytes")
	}
	return first.Bytes()
}

// file is one of a bundle.
type file struct {
	name    string
	content []byte
}

// listOf is the manifest of files.
func listOf(files []file) (manifest []byte) {
	for _, f := range files {
		manifest = fmt.Appendf(manifest, "%x  %s\n", sha256.Sum256(f.content), f.name)
	}
	return manifest
}

// unpacked are the files of a bundle.
func unpacked(t *testing.T, bundle []byte) (all []file) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(bundle), int64(len(bundle)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, file{f.Name, content})
	}
	return all
}

func packed(t *testing.T, parts []file) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range parts {
		f, err := z.Create(p.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write(p.content); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func checked(t *testing.T, parts []file) *Checked {
	t.Helper()
	c, err := Check(packed(t, parts))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestBundle has everything that is handed over, and is found to be as it was written.
func TestBundle(t *testing.T) {
	bundle := bundled(t, parsed(t, testKey(t, "")))
	c, err := Check(bundle)
	if err != nil || !c.Intact() || !c.Signed || c.Files != len(partNames) || !strings.HasPrefix(c.Key, "ssh-ed25519 SHA256:") {
		t.Errorf("%v: %+v", err, c)
	}
	contents := make(map[string]string)
	for _, p := range unpacked(t, bundle) {
		contents[p.name] = string(p.content)
	}
	if contents[checklistFile] != lamp {
		t.Errorf("the checklist is %s", contents[checklistFile])
	}
	for name, want := range map[string]int{evidenceFile: 1, manifestFile: len(partNames) + 1} { // a message once, however many verdicts rest on it; a line of the key
		if strings.Count(contents[name], "\n") != want {
			t.Errorf("%s is %s", name, contents[name])
		}
	}
	if c, err := Check(bundled(t, nil)); err != nil || !c.Intact() || c.Signed {
		t.Errorf("not signed: %v: %+v", err, c)
	}
}

// TestChangedBundle: a byte of any file, a file more, one less, and a manifest made anew by
// somebody without the key.
func TestChangedBundle(t *testing.T) {
	parts := unpacked(t, bundled(t, parsed(t, testKey(t, ""))))
	for i, p := range parts {
		changed := slices.Clone(parts)
		changed[i].content = slices.Clone(p.content)
		changed[i].content[len(p.content)/2] ^= 1
		if c := checked(t, changed); c.Intact() {
			t.Errorf("a byte of %s is changed: %+v", p.name, c)
		}
		if less := slices.Delete(slices.Clone(parts), i, i+1); p.name == manifestFile {
			if _, err := Check(packed(t, less)); !errors.Is(err, broker.NoReport) {
				t.Errorf("without the manifest: %v", err)
			}
		} else if c := checked(t, less); c.Intact() {
			t.Errorf("%s is missing: %+v", p.name, c)
		}
	}
	if c := checked(t, append(slices.Clone(parts), file{"more.html", []byte("x")})); !slices.Equal(c.Unlisted, []string{"more.html"}) {
		t.Errorf("a file more: %+v", c)
	}
	if c := checked(t, append(slices.Clone(parts), parts[0])); !slices.Equal(c.Unlisted, []string{parts[0].name}) {
		t.Errorf("one that is there twice: %+v", c)
	}
	forged := slices.Clone(parts)
	forged[0].content = []byte("Passed.")
	forged[len(forged)-2].content = append([]byte(announces+"ssh-ed25519 SHA256:x\n"), listOf(forged[:len(forged)-2])...)
	if c := checked(t, forged); c.Intact() || len(c.Changed) > 0 || c.Key != "" {
		t.Errorf("forged: %+v", c)
	}
	if c := checked(t, []file{{manifestFile, nil}}); c.Intact() || len(c.Missing) != len(partNames) {
		t.Errorf("an empty manifest: %+v", c)
	}
}

// TestTimesOfAZip are within those that it can have, so that no clock makes others of them.
func TestTimesOfAZip(t *testing.T) {
	for _, c := range []struct{ ended, year int }{{1, 1980}, {1970, 1980}, {2026, 2026}, {9999, 2105}} {
		l := New(read(t, lamp))
		l.Run().Finish(time.Date(c.ended, 6, 1, 0, 0, 0, 0, time.UTC))
		var b bytes.Buffer
		h := Handover{List: read(t, lamp), File: []byte(lamp), Run: l.Run()}
		if err := h.Bundle(&b, nil); err != nil {
			t.Fatal(err)
		}
		z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
		if err != nil {
			t.Fatal(err)
		}
		got := z.File[0]
		if got.Modified.UTC().Year() != c.year || int(got.ModifiedDate>>9)+1980 != c.year {
			t.Errorf("of a run that ended in %d it has %v, %x", c.ended, got.Modified, got.ModifiedDate)
		}
		if checked, err := Check(b.Bytes()); err != nil || !checked.Intact() {
			t.Errorf("%v: %+v", err, checked)
		}
	}
}

// TestAnyByte: whatever byte of the .zip is changed, what counts as intact has the contents
// that were written.
func TestAnyByte(t *testing.T) {
	bundle := bundled(t, parsed(t, testKey(t, "")))
	want := unpacked(t, bundle)
	for i := range bundle {
		changed := slices.Clone(bundle)
		changed[i] ^= 0x20
		c, err := Check(changed)
		if err != nil || !c.Intact() || !c.Signed {
			continue
		}
		got := unpacked(t, changed)
		if len(got) != len(want) || !slices.EqualFunc(got, want, func(a, b file) bool { return a.name == b.name && bytes.Equal(a.content, b.content) }) {
			t.Fatalf("byte %d: other contents are found to be as they were written", i)
		}
	}
}

// TestForm: what stands in the .zip beside its files is found, as other programs may unpack it.
func TestForm(t *testing.T) {
	bundle := bundled(t, parsed(t, testKey(t, "")))
	if c, err := Check(bundle); err != nil || !c.Intact() {
		t.Fatalf("%+v, %v", c, err)
	}
	again := func(change func(h *zip.FileHeader)) []byte {
		z, err := zip.NewReader(bytes.NewReader(bundle), int64(len(bundle)))
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		for _, f := range z.File {
			header := f.FileHeader
			change(&header)
			to, err := w.CreateRaw(&header)
			if err != nil {
				t.Fatal(err)
			}
			from, err := f.OpenRaw()
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.Copy(to, from); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	if same := again(func(*zip.FileHeader) {}); !bytes.Equal(same, bundle) {
		t.Fatal("put together again it is another")
	}
	hidden := packed(t, []file{{"report.html", []byte("Passed.")}})
	local, _, _ := bytes.Cut(hidden, []byte("PK\x01\x02"))
	for name, changed := range map[string][]byte{
		"a link":               again(func(h *zip.FileHeader) { h.SetMode(os.ModeSymlink | 0o777) }),
		"a comment of a file":  again(func(h *zip.FileHeader) { h.Comment = "x" }),
		"bytes behind it":      append(slices.Clone(bundle), "more"...),
		"a file in front":      append(slices.Clone(local), bundle...),
		"another name locally": bytes.Replace(bundle, []byte("report.html"), []byte("report.htm1"), 1),
	} {
		if c, err := Check(changed); err == nil && c.Intact() {
			t.Errorf("%s: %+v", name, c)
		}
	}
	parts := unpacked(t, bundle)
	parts = parts[:len(parts)-1] // not signed
	manifest := &parts[len(parts)-1]
	manifest.content = append([]byte(strings.Repeat("0", 64)+"  report.html\n"), manifest.content...)
	if c := checked(t, parts); c.Intact() {
		t.Errorf("listed twice: %+v", c)
	}
}
