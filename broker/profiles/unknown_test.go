package profiles

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mangrove/broker/explain"
)

// TestUnknownFieldsAreKept: what another program has put into a file of an earlier
// version, or a person, is not lost at the next change.
func TestUnknownFieldsAreKept(t *testing.T) {
	for name, c := range map[string]struct {
		content string
		kept    int
	}{
		"of the file":       {`{"version": 1, "colour": "mine", "profiles": [PROFILE]}`, 1},
		"of a connection":   {`{"version": 2, "profiles": [{"id": "a", "name": "one", "note": "mine"}]}`, 1},
		"of its TLS":        {`{"version": 2, "profiles": [{"id": "a", "name": "one", "tls": {"note": "mine"}}]}`, 1},
		"none":              {`{"version": 2, "profiles": [PROFILE]}`, 0},
		"none, in this one": {`{"version": 3, "profiles": [PROFILE]}`, 0},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			path := filepath.Join(folder, fileName)
			content := strings.ReplaceAll(c.content, "PROFILE", `{"id": "a", "name": "one"}`)
			if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
			b, err := Open(folder, new(Memory))
			if err != nil {
				t.Fatal(err)
			}
			for _, name := range []string{"two", "three"} {
				was, err := b.Get("a")
				if err != nil {
					t.Fatal(err)
				}
				now := was
				now.Name = name
				if err := b.Edit(Edit{Was: was, Now: now}); err != nil {
					t.Fatal(err)
				}
			}
			before, _ := filepath.Glob(path + ".before-*")
			if len(before) != c.kept {
				t.Fatalf("kept are %v", before)
			}
			news := strings.Join(explain.Notes(b.DrainNotes()), " ")
			for _, path := range before {
				if is, err := os.ReadFile(path); err != nil || string(is) != content {
					t.Errorf("kept is %s, %v", is, err)
				}
				if !strings.Contains(news, path) {
					t.Errorf("it says %q", news)
				}
			}
			if c.kept == 0 && news != "" {
				t.Errorf("it says %q", news)
			}
		})
	}
}
