package main

import (
	"archive/zip"
	"bytes"
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

	"mangrove/broker/verification"
	"mangrove/model/checklist"
)

// unpackedReport is the folder that a signed report was unpacked to.
func unpackedReport(t *testing.T) string {
	t.Helper()
	text := []byte("version: 1\nrules: [{topic: a, present: true}]")
	list, err := checklist.Read(text, nil)
	if err != nil {
		t.Fatal(err)
	}
	list.Schemas = append(list.Schemas, checklist.File{Name: "lamp.json", Content: []byte("{}")})
	live := verification.New(list)
	live.Run().Finish(time.Now())
	block, err := ssh.MarshalPrivateKey(ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize)), "")
	if err != nil {
		t.Fatal(err)
	}
	key, err := verification.ParseKey(pem.EncodeToMemory(block), "")
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := (&verification.Handover{List: list, File: text, Run: live.Run(), Broker: "mqtt://localhost", Version: "1"}).Bundle(&b, key); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(folder, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// TestCheckUnpacked: a report that was unpacked is held against its sums, too.
func TestCheckUnpacked(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(folder string) error
		code int
		want string
	}{
		{"as it was", func(string) error { return nil }, 0, "all 7 files match"},
		{"changed", func(f string) error {
			return os.WriteFile(filepath.Join(f, "report.html"), []byte("passed"), 0o600)
		}, notPassed, "changed: report.html"},
		{"a schema, changed", func(f string) error {
			return os.WriteFile(filepath.Join(f, "schemas", "lamp.json"), []byte("[]"), 0o600)
		}, notPassed, "changed: schemas/lamp.json"},
		{"one is gone", func(f string) error { return os.Remove(filepath.Join(f, "results.csv")) }, notPassed, "missing: results.csv"},
		{"one more", func(f string) error {
			return os.WriteFile(filepath.Join(f, "schemas", "x"), nil, 0o600)
		}, notPassed, "not in the list of checksums: schemas/x"},
		{"signed", func(string) error { return nil }, 0, "signed with the key ssh-ed25519 SHA256:"},
		{"the signature, changed", func(f string) error {
			return os.WriteFile(filepath.Join(f, "MANIFEST.sha256.sig"), []byte("x"), 0o600)
		}, notPassed, "the signature does not match"},
		{"the signature is gone", func(f string) error { return os.Remove(filepath.Join(f, "MANIFEST.sha256.sig")) }, notPassed, "the signature is missing"},
		{"shown by a file manager", func(f string) error {
			return errors.Join(os.WriteFile(filepath.Join(f, ".DS_Store"), nil, 0o600), os.WriteFile(filepath.Join(f, "schemas", "._lamp.json"), nil, 0o600))
		}, 0, "left by a file manager: schemas/._lamp.json"},
		{"a folder in the place of a file", func(f string) error {
			path := filepath.Join(f, "results.csv")
			return errors.Join(os.Remove(path), os.Mkdir(path, 0o700))
		}, notPassed, "missing: results.csv"},
		{"too many files", func(f string) (err error) {
			for i := range mostInFolder {
				err = errors.Join(err, os.WriteFile(filepath.Join(f, fmt.Sprint(i)), nil, 0o600))
			}
			return err
		}, notPassed, "too many files beside it"},
		{"a folder of others", func(f string) error { return os.Remove(filepath.Join(f, "MANIFEST.sha256")) }, notPassed, "MANIFEST.sha256"},
	} {
		t.Run(c.name, func(t *testing.T) {
			folder := unpackedReport(t)
			if err := c.do(folder); err != nil {
				t.Fatal(err)
			}
			code := 0
			out, err := command(t.Context(), "", "verify", "--check", folder)
			if err != nil {
				var said strings.Builder
				printProblem(&said, err)
				out, code = out+said.String(), exitCode(err)
			}
			if code != c.code || !strings.Contains(out, c.want) {
				t.Errorf("it ends with %d and says %s", code, out)
			}
		})
	}
}

// TestCheckUnpackedLinks: what a link names outside of the folder is not read.
func TestCheckUnpackedLinks(t *testing.T) {
	folder := unpackedReport(t)
	path, outside := filepath.Join(folder, "results.json"), filepath.Join(t.TempDir(), "results.json")
	if err := os.Rename(path, outside); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, path); err != nil {
		t.Fatal(err)
	}
	if out, err := command(t.Context(), "", "verify", "--check", folder); exitCode(err) != notPassed || !strings.Contains(out, "cannot be read: results.json: It is a link that leads out of the folder.") ||
		strings.Contains(out, "changed") || !strings.Contains(err.Error(), "not known whether it was changed") {
		t.Errorf("%v: %s", err, out)
	}
}

// TestCheckALinkToAFolder: a link is as good a name of the folder as its own.
func TestCheckALinkToAFolder(t *testing.T) {
	latest := filepath.Join(t.TempDir(), "latest")
	if err := os.Symlink(unpackedReport(t), latest); err != nil {
		t.Fatal(err)
	}
	if out, err := command(t.Context(), "", "verify", "--check", latest); err != nil || !strings.Contains(out, "all 7 files match") {
		t.Errorf("%v: %s", err, out)
	}
}

// TestCheckSignedBy: a line of allowed signers counts with its options.
func TestCheckSignedBy(t *testing.T) {
	folder := unpackedReport(t)
	public, err := ssh.NewPublicKey(ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize)).Public())
	if err != nil {
		t.Fatal(err)
	}
	key := string(ssh.MarshalAuthorizedKey(public))
	for line, c := range map[string]struct {
		code int
		want string
	}{
		`ann@x namespaces="mangrove-report" `: {0, "one of the keys given, of ann@x"},
		`ann@x namespaces="git" `:             {notPassed, "namespaces of its line lack mangrove-report"},
		`ann@x valid-before="20000101" `:      {notPassed, "no longer valid"},
		`ann@x cert-authority `:               {notPassed, "cert-authority is not supported"},
	} {
		file := filepath.Join(t.TempDir(), "signers")
		if err := os.WriteFile(file, []byte(line+key), 0o600); err != nil {
			t.Fatal(err)
		}
		code := 0
		out, err := command(t.Context(), "", "verify", "--check", folder, "--signed-by", file)
		if err != nil {
			var said strings.Builder
			printProblem(&said, err)
			out, code = out+said.String(), exitCode(err)
		}
		if code != c.code || !strings.Contains(out, c.want) {
			t.Errorf("%s: it ends with %d and says %s", line, code, out)
		}
	}
}
