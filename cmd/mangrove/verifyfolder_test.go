package main

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

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
	var b bytes.Buffer
	if err := (&verification.Handover{List: list, File: text, Run: live.Run(), Broker: "mqtt://localhost", Version: "1"}).Bundle(&b, nil); err != nil {
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
	if out, err := command(t.Context(), "", "verify", "--check", folder); exitCode(err) != notPassed || !strings.Contains(out, "changed: results.json") {
		t.Errorf("%v: %s", err, out)
	}
}
