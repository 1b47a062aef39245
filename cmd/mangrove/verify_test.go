package main

import (
	"context"
	"crypto/ed25519"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"mangrove/broker"
	"mangrove/broker/client"
	"mangrove/broker/server"
	"mangrove/model"
)

// TestVerify judges devices of a broker, and writes what is handed over.
func TestVerify(t *testing.T) {
	b, err := server.Start(server.Options{Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	// A device that is there before the run, and sends as long as the test lasts.
	p, err := broker.ParseURL(b.Address())
	if err != nil {
		t.Fatal(err)
	}
	sending := client.Open(p, model.NewStore(model.Options{}), client.Options{})
	t.Cleanup(func() { _ = sending.Close() })
	if _, err := receive(t.Context(), sending, 0, func() {}); err != nil {
		t.Fatal(err)
	}
	keepPublishing(t, sending, "home/hall/lamp", `{"on":true}`)
	if out, err := command(t.Context(), "", "publish", b.Address(), "--topic", "home/hall/lamp", "--payload", `{"on":true}`, "--retain"); err != nil {
		t.Fatal(out, err)
	}
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	good := file("good.yaml", "version: 1\nsettle: 0s\ndeadline: 10s\ndevices:\n  - {id: lamp, topic: home/hall/lamp, present: true, retained: true, fields: {on: {equals: true, samples: 1}}}\n")
	bad := file("bad.yaml", "version: 1\ndeadline: 1s\nrules:\n  - {topic: \"home/{room}/lamp\", members: [hall, attic]}\n")
	html, junit := filepath.Join(dir, "r.html"), filepath.Join(dir, "r.xml")

	out, err := command(t.Context(), "", "verify", good, b.Address(), "--report", "html="+html, "--report", "junit="+junit)
	if err != nil || strings.Count(out, "PASS") != 3 {
		t.Errorf("%v: %s", err, out)
	}
	for path, want := range map[string]string{html: "Passed: every check holds.", junit: `tests="3" failures="0" errors="0" skipped="0"`} {
		if content, err := os.ReadFile(path); err != nil || !strings.Contains(string(content), want) {
			t.Errorf("%s: %v: %s", path, err, content)
		}
	}
	out, err = command(t.Context(), "", "verify", bad, b.Address())
	if exitCode(err) != notPassed || !strings.Contains(out, "FAIL") || !strings.Contains(out, "1 missing: attic") {
		t.Errorf("%v: %s", err, out)
	}
}

// TestVerifyRefuses says what cannot be, with a code for each kind.
func TestVerifyRefuses(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "list.yaml")
	for _, c := range []struct {
		name, file string
		args       []string
		code       int
		want       string
	}{
		{"no file", "", []string{filepath.Join(dir, "none"), "mqtt://127.0.0.1:1"}, unusable, "cannot be read"},
		{"faults", "version: 1\nrules: [{topc: a}]", []string{path, "mqtt://127.0.0.1:1"}, unusable, "Was topic meant?"},
		{"no deadline", "version: 1\nrules: [{topic: a, present: true}]", []string{path, "mqtt://127.0.0.1:1"}, unusable, "--deadline"},
		{"no folder", "version: 1", []string{path, "mqtt://127.0.0.1:1", "--report", "html=" + filepath.Join(dir, "none", "x.html")}, unusable, "There is no folder"},
		{"no key", "version: 1", []string{path, "mqtt://127.0.0.1:1", "--bundle", filepath.Join(dir, "x.zip"), "--sign", path}, unusable, "ssh-keygen"},
		{"nothing to sign", "version: 1", []string{path, "mqtt://127.0.0.1:1", "--sign", path}, unusable, "--bundle"},
		{"two doubts", "version: 1\ndeadline: 1m\nrules: [{topic: a, interval: {max: 1h, samples: 3}},\n  {topic: b, interval: {max: 1h, samples: 3}}]", []string{path, "--check"}, 0, "\nmangrove: Line 4"},
		{"report", "version: 1", []string{path, "mqtt://127.0.0.1:1", "--report", "pdf=x"}, unusable, "html=FILE"},
		{"schema outside", "version: 1\nrules: [{topic: a, schema: ../x.json}]", []string{path, "mqtt://127.0.0.1:1"}, unusable, "../x.json"},
		{"no URL of a broker", "version: 1\ndeadline: 1s\nrules: [{topic: a, present: true}]", []string{path, "ftp://127.0.0.1"}, unusable, "ftp"},
		{"no broker named", "version: 1\ndeadline: 1s\nrules: [{topic: a, present: true}]", []string{path}, unusable, "--profile"},
		{"no such version", "version: 1\ndeadline: 1s\nrules: [{topic: a, present: true}]", []string{path, "mqtt://127.0.0.1:1", "--protocol", "4"}, unusable, "3.1.1"},
		{"only looked at", "version: 1\nrules: [{topic: a, present: true}]", []string{path, "--check"}, 0, "can be used"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.file != "" {
				if err := os.WriteFile(path, []byte(c.file), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			out, err := command(t.Context(), "", append([]string{"verify"}, c.args...)...)
			if err != nil {
				var said strings.Builder
				printProblem(&said, err)
				out += said.String()
			}
			if (err == nil) != (c.code == 0) || err != nil && exitCode(err) != c.code || !strings.Contains(out, c.want) {
				t.Errorf("%d, %s", exitCode(err), out)
			}
		})
	}
}

// TestSchemasStayInTheFolder: a link that leads out of it is not followed.
func TestSchemasStayInTheFolder(t *testing.T) {
	dir, private := t.TempDir(), filepath.Join(t.TempDir(), "private.json")
	path := filepath.Join(dir, "list.yaml")
	for name, text := range map[string]string{private: "{}", path: "version: 1\nrules: [{topic: a, schema: s.json}]"} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(private, filepath.Join(dir, "s.json")); err != nil {
		t.Fatal(err)
	}
	if out, err := command(t.Context(), "", "verify", path, "--check"); exitCode(err) != unusable {
		t.Errorf("%v: %s", err, out)
	}
}

// TestVerifyHandsOver: a signed bundle is found to be as it was written, and is not any more
// when a byte of it is changed.
func TestVerifyHandsOver(t *testing.T) {
	b, err := server.Start(server.Options{Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	dir := t.TempDir()
	list, bundle, key, html := filepath.Join(dir, "list.yaml"), filepath.Join(dir, "r.zip"), filepath.Join(dir, "key"), filepath.Join(dir, "r.html")
	block, err := ssh.MarshalPrivateKey(ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)), "")
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{list: []byte("version: 1\nsettle: 0s\ndeadline: 1s\nrules:\n  - {topic: a, present: true}\n"), key: pem.EncodeToMemory(block)} {
		if err := os.WriteFile(name, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := newRoot()
	cmd.SetOut(writerFunc(func([]byte) (int, error) { return 0, io.ErrClosedPipe })) // nobody reads the verdicts: the reports are there
	cmd.SetErr(io.Discard)
	cmd.SetArgs([]string{"verify", list, b.Address(), "--bundle", bundle, "--sign", key, "--report", "html=" + html})
	if err := cmd.ExecuteContext(t.Context()); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("it ends with %v", err)
	}
	if _, err := os.Stat(html); err != nil {
		t.Error(err)
	}
	out, err := command(t.Context(), "", "verify", "--check", bundle)
	if err != nil || !strings.Contains(out, "signed with the key ssh-ed25519 SHA256:") || !strings.Contains(out, "The report is unchanged") {
		t.Errorf("%v: %s", err, out)
	}
	content, err := os.ReadFile(bundle)
	if err != nil {
		t.Fatal(err)
	}
	if out, err := command(t.Context(), "", "verify", "--check", bundle, "--require-signature"); err != nil {
		t.Errorf("%v: %s", err, out)
	}
	signedByOne(t, bundle, key, pem.EncodeToMemory(block))
	content[60] ^= 1 // in the first file
	if err := os.WriteFile(bundle, content, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := command(t.Context(), "", "verify", "--check", bundle); exitCode(err) != notPassed || !strings.Contains(out, "changed: report.html") {
		t.Errorf("%v: %s", err, out)
	}
}

// signedByOne asks for the key that has signed a bundle, for another one, and for what is
// none that can be asked for.
func signedByOne(t *testing.T, bundle, key string, private []byte) {
	t.Helper()
	signer, err := ssh.ParsePrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	own, other := filepath.Join(t.TempDir(), "key.pub"), filepath.Join(t.TempDir(), "other.pub")
	for name, content := range map[string]string{
		own:   "ann@example.org " + string(ssh.MarshalAuthorizedKey(signer.PublicKey())),
		other: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOpKbGPinFIKvvVQexMuxfmVR3aur757kkIe6mkURtIs",
	} {
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if out, err := command(t.Context(), "", "verify", "--check", bundle, "--signed-by", own); err != nil || !strings.Contains(out, "one of those") {
		t.Errorf("by its own key: %v: %s", err, out)
	}
	if out, err := command(t.Context(), "", "verify", "--check", bundle, "--signed-by", other); exitCode(err) != notPassed || !strings.Contains(fmt.Sprint(err), "None of the keys") {
		t.Errorf("by another: %v: %s", err, out)
	}
	if out, err := command(t.Context(), "", "verify", "--check", bundle, "--signed-by", key); exitCode(err) != unusable {
		t.Errorf("by a private key: %v: %s", err, out)
	}
}

// TestUnsignedReports are as they were written, and fail where a signature is required.
func TestUnsignedReports(t *testing.T) {
	b, err := server.Start(server.Options{Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	dir := t.TempDir()
	list, bundle := filepath.Join(dir, "list.yaml"), filepath.Join(dir, "r.zip")
	for name, content := range map[string]string{
		list: "version: 1\nsettle: 0s\ndeadline: 1s\nrules:\n  - {topic: a, schema: a.json}\n", filepath.Join(dir, "a.json"): `{"type": "object"}`,
	} {
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if out, err := command(t.Context(), "", "verify", list, b.Address(), "--bundle", bundle); exitCode(err) != notPassed {
		t.Fatalf("%v: %s", err, out)
	}
	for _, c := range []struct {
		name string
		args []string
		code int
		says string
	}{
		{"any report", []string{bundle}, 0, "all 7 files match their checksums"}, // with the schema
		{"a signed one", []string{bundle, "--require-signature"}, notPassed, "is not signed"},
		{"a signed checklist", []string{list, "--require-signature"}, unusable, "ask for a signed report"},
	} {
		out, err := command(t.Context(), "", append([]string{"verify", "--check"}, c.args...)...)
		got := 0
		if err != nil {
			got = exitCode(err)
		}
		if got != c.code || !strings.Contains(out+fmt.Sprint(err), c.says) {
			t.Errorf("%s: %d, %v: %s", c.name, got, err, out)
		}
	}
	if _, err := command(t.Context(), "", "verify", list, b.Address(), "--require-signature"); exitCode(err) != unusable {
		t.Errorf("without --check: %v", err)
	}
}

// TestExitCodes: an error without one of its own ends the program with 1.
func TestExitCodes(t *testing.T) {
	if got := exitCode(errors.New("x")); got != 1 {
		t.Errorf("it is %d", got)
	}
	if got := exitCode(errors.Join(exit{3, errors.New("x")})); got != 3 {
		t.Errorf("it is %d", got)
	}
}

// keepPublishing publishes a message again and again until the test ends.
func keepPublishing(t *testing.T, s *client.Session, topic, payload string) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { // ends with ctx
		defer close(ended)
		again := time.NewTicker(20 * time.Millisecond)
		defer again.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-again.C:
				if _, err := s.Publish(ctx, broker.Publication{Topic: topic, Payload: []byte(payload)}); err != nil && ctx.Err() == nil {
					t.Error(err)
					return
				}
			}
		}
	}()
	t.Cleanup(func() { stop(); <-ended })
}

// TestTheChecklistOfTheDocuments can be used as it stands there.
func TestTheChecklistOfTheDocuments(t *testing.T) {
	content, err := os.ReadFile("../../docs/verification.md")
	if err != nil {
		t.Fatal(err)
	}
	const whole = "version: 1\n" // others are parts of one
	_, text, _ := strings.Cut(string(content), "```yaml\n"+whole)
	text, _, _ = strings.Cut(whole+text, "```")
	path := filepath.Join(t.TempDir(), "list.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := command(t.Context(), "", "verify", path, "--check"); err != nil || strings.Contains(out, "Line") {
		t.Errorf("%v: %s", err, out)
	}
}
