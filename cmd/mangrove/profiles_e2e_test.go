//go:build e2e

package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"mangrove/broker/brokertest"
	"mangrove/ui/report"
)

// TestE2ECertificatesOfACloud has somebody new connect to a broker that wants
// a client certificate, with the files as a cloud hands them out, and come back
// after the program has ended.
func TestE2ECertificatesOfACloud(t *testing.T) {
	certificates := brokertest.NewCertificates(t, brokertest.Names{})
	b := brokertest.Start(t, brokertest.Options{TLS: certificates, ClientCerts: true})
	folder := certificates.HandOut(t)
	s := newScreen(t)
	s.open()
	s.click("new profile")
	s.fill("field Name", "Farm")
	s.click("field Certificates from a folder or .zip")
	s.fill("bundle path", folder)
	s.key("Return")
	s.until("what was recognised", func(r report.Report) bool {
		return strings.Contains(r.Found, "test authority") && strings.Contains(r.Found, "its private key") &&
			strings.Contains(r.Found, "4f1b-public.pem.key")
	})
	s.fill("field Host", b.HostPort())
	s.click("connect")
	s.until("connected", func(r report.Report) bool { return r.State == "connected" && r.Address == b.URL() })
	noSecrets(t, s.dir)

	s.restart()
	s.until("the connection is still there", func(r report.Report) bool {
		return slices.ContainsFunc(r.Listed, func(line string) bool { return strings.Contains(line, "Farm") })
	})
	s.clickRow(s.profileRow("Farm"), false)
	s.click("connect")
	r := s.until("the private key is asked for, or was kept", func(r report.Report) bool {
		_, asked := r.Places["secret private key"]
		return asked || r.State == "connected"
	})
	if r.State != "connected" {
		s.fill("secret private key", filepath.Join(folder, "4f1b-private.pem.key"))
		s.key("Return")
	}
	s.until("connected again", func(r report.Report) bool { return r.State == "connected" })
	noSecrets(t, s.dir)
}

// profileRow is the row of a connection in the list, by its name.
func (s *screen) profileRow(name string) string {
	s.t.Helper()
	var row report.Row
	s.until("a row for the connection "+name, func(r report.Report) bool {
		i := slices.IndexFunc(r.Rows, func(row report.Row) bool { return strings.Contains(row.Text, name) })
		if i >= 0 {
			row = r.Rows[i]
		}
		return i >= 0
	})
	return row.Topic
}

// restart ends the program and starts it again.
func (s *screen) restart() {
	s.t.Helper()
	s.must(s.window.Process.Signal(os.Interrupt))
	s.must(s.window.Wait())
	s.must(os.Remove(s.reportPath()))
	s.open()
}

// noSecrets looks for a private key in whatever the program has written.
func noSecrets(t *testing.T, folder string) {
	t.Helper()
	files := 0
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		content, err := os.ReadFile(path)
		if err == nil && bytes.Contains(content, []byte("PRIVATE KEY")) {
			t.Errorf("%s has a private key in it", path)
		}
		files++
		return err
	})
	if err != nil || files == 0 {
		t.Errorf("looked at %d files: %v", files, err)
	}
}
