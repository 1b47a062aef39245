package profiles

import (
	"os"
	"path/filepath"
	"testing"
)

// TestTheKeyIsNoOldEntry: whoever can write the file of secrets cannot have the key
// removed that opens all of them, nor what is no secret of a connection.
func TestTheKeyIsNoOldEntry(t *testing.T) {
	ring := ringWithKey()
	must(t, ring.Memory.Set("p", SecretPassword, "old"))
	must(t, ring.Memory.Set("p", "something else", "of others"))
	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, secretsName), []byte(`{"version":1,"secrets":[],"old":[
		{"profile":"secrets","name":"key"},{"profile":"p","name":"something else"},{"profile":"","name":""},{"profile":"p","name":"password"}]}`), 0o600))
	v := newVault(t, ring)
	_, err := Open(dir, v)
	must(t, err)
	v.moving.Wait()
	for name, there := range map[Secret]bool{{vaultProfile, vaultName}: true, {"p", "something else"}: true, {"p", SecretPassword}: false} {
		if value, err := ring.Memory.Get(name.Profile, name.Name); err != nil || (value != "") != there {
			t.Errorf("%v: there is %q, %v", name, value, err)
		}
	}
	if old, err := v.file.oldEntries(); err != nil || len(old) != 0 {
		t.Errorf("left to be removed: %v, %v", old, err)
	}
}
