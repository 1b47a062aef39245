package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"mangrove/broker/server"
)

// TestVerifyCompare: a topic that was there and is not any more is worse; the same report has
// no differences; what is no report cannot be compared.
func TestVerifyCompare(t *testing.T) {
	b, err := server.Start(server.Options{Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	dir := t.TempDir()
	list, there, silent := filepath.Join(dir, "l.yaml"), filepath.Join(dir, "there.zip"), filepath.Join(dir, "silent.zip")
	if err := os.WriteFile(list, []byte("version: 1\nsettle: 0s\ndeadline: 1s\ndevices:\n  - {id: lamp, topic: a, retained: true}\nrules:\n  - {topic: a, retained: true}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ payload, bundle string }{{"x", there}, {"", silent}} {
		if out, err := command(t.Context(), "", "publish", b.Address(), "--topic", "a", "--payload", c.payload, "--retain", "--qos", "1"); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		if out, err := command(t.Context(), "", "verify", list, b.Address(), "--bundle", c.bundle); err != nil && exitCode(err) != notPassed {
			t.Fatalf("%v: %s", err, out)
		}
	}
	changed := changedCopy(t, there)
	for name, c := range map[string]struct {
		args []string
		code int
		says []string
	}{
		"worse":         {[]string{there, silent}, notPassed, []string{"WORSE   PASS to FAIL", "  lamp  retained  ", "GONE    was PASS", "0 checks as before, 1 worse, 1 gone, 1 new"}},
		"better":        {[]string{silent, there}, 0, []string{"BETTER  FAIL to PASS"}},
		"the same":      {[]string{there, there}, 0, []string{"2 checks as before, 0 worse"}},
		"changed":       {[]string{there, changed}, notPassed, []string{"changed.zip was changed after", "0 worse"}},
		"not signed":    {[]string{there, there, "--require-signature"}, notPassed, nil},
		"no keys":       {[]string{there, there, "--signed-by", list}, unusable, nil},
		"and a check":   {[]string{there, there, "--check"}, unusable, nil},
		"a checklist":   {[]string{there, list}, unusable, nil},
		"nothing there": {[]string{filepath.Join(dir, "none.zip"), there}, unusable, nil},
		"three":         {[]string{there, there, there}, unusable, nil},
	} {
		t.Run(name, func(t *testing.T) {
			out, err := command(t.Context(), "", append([]string{"verify", "--compare"}, c.args...)...)
			code := 0
			if err != nil {
				code = exitCode(err)
			}
			if code != c.code {
				t.Errorf("it ends with %d, %v: %s", code, err, out)
			}
			for _, want := range c.says {
				if !strings.Contains(out, want) {
					t.Errorf("it says %s", out)
				}
			}
		})
	}
}

// changedCopy is a report with something behind its files.
func changedCopy(t *testing.T, report string) string {
	t.Helper()
	content, err := os.ReadFile(report)
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(filepath.Dir(report), "changed.zip")
	end := bytes.LastIndex(content, []byte("PK\x05\x06"))
	content = slices.Concat(content[:end+20], []byte{1, 0, 'x'}) // a comment
	if err := os.WriteFile(name, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}
