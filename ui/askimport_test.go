package ui

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mangrove/broker/profiles"
	"mangrove/broker/profiles/importing"
	"mangrove/ui/widgets"
)

// TestImportOfThousands: all connections of a large file come in, and what there
// is to say of each stands in a view that only draws what is seen.
func TestImportOfThousands(t *testing.T) {
	var b strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&b, `,{"name": "plant %d", "host": "h%d.example", "port": "8883", "ssl": true, "rejectUnauthorized": false, "password": "p"}`, i, i)
	}
	path := filepath.Join(t.TempDir(), "export.json")
	if err := os.WriteFile(path, []byte("["+b.String()[1:]+"]"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := newShelfBench(t)
	s.home.askImport(path)
	s.until("imported", func() bool { return len(s.home.shelf.all) == 5000 && len(s.home.asked) == 0 })
	if p := s.home.form.profile; p.Name != "plant 4999" {
		t.Errorf("the form shows %q", p.Name)
	}
	if n := len(s.book.All()); n != 5000 {
		t.Errorf("%d in the book", n)
	}
	if _, ok := report(importNotes([]importing.Connection{{Notes: []string{strings.Repeat("x ", largestLabel)}}})).(*widgets.TextView); !ok {
		t.Error("a long report is laid out as a whole")
	}
}

// TestImportReport: what is told stands under the connection's name.
func TestImportReport(t *testing.T) {
	got := importNotes([]importing.Connection{
		{Profile: profiles.Profile{Name: "a"}, Notes: []string{"one", "two"}},
		{Profile: profiles.Profile{Name: "quiet"}},
		{Profile: profiles.Profile{Name: "b"}, Notes: []string{"three"}},
	})
	if want := "a\n  one\n  two\nb\n  three\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestBreakWords(t *testing.T) {
	for name, c := range map[string]struct {
		text    string
		columns int
		want    string
	}{
		"short":     {"name\n  note\n", 20, "name\n  note\n"},
		"long":      {"  one two three four\n", 14, "  one two\n    three\n    four\n"},
		"long word": {"  abcdefghijklmnop q\n", 10, "  abcdefghijklmnop\n    q\n"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := string(breakWords(c.text, c.columns)); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
