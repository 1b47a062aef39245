package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mangrove/broker/profiles"
)

// TestCommandsLeaveTheConnectionsAsTheyAre: a command that is given a stored
// connection says what is wrong with the file of them, and puts nothing aside.
func TestCommandsLeaveTheConnectionsAsTheyAre(t *testing.T) {
	newHome(t)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
	folder, err := profiles.Folder()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder, "profiles.json")
	for name, c := range map[string]struct{ content, says string }{
		"damaged":            {"{\n\"version\":3,\n\"profiles\":[{", "damaged at line 3 and was left unchanged"},
		"of another program": {`[{"server":"h"}]`, "damaged"},
		"without a version":  {`{"profiles":[]}`, "has no version"},
		"of a newer program": {`{"version":99,"profiles":[]}`, "newer Mangrove"},
		"of no such version": {`{"version":"1","profiles":[]}`, "which this Mangrove does not know, so it is left unchanged"},
	} {
		if err := os.WriteFile(path, []byte(c.content), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, command := range [][]string{{"snapshot", "--for", "1ms"}, {"doctor"}} {
			said, err := runCommand(t, append(command, "--profile", "press")...)
			if err == nil || !strings.Contains(said, c.says) {
				t.Errorf("%s, %s: it says %q", name, command[0], said)
			}
		}
		entries, err := os.ReadDir(folder)
		if err != nil || len(entries) != 1 {
			t.Errorf("%s: the folder has %v now", name, entries)
		}
		if content, err := os.ReadFile(path); err != nil || string(content) != c.content {
			t.Errorf("%s: the file is %q now, %v", name, content, err)
		}
	}
}
