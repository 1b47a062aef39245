package profiles

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mangrove/broker"
)

// openToRead opens a book to be read, with secrets from a ring.
func openToRead(t *testing.T, dir string, ring Secrets) (*Book, *Vault, error) {
	t.Helper()
	v := startVaultToRead(func() (Secrets, bool, error) { return ring, true, nil })
	t.Cleanup(v.Close)
	b, err := OpenToRead(dir, v)
	_, opened := v.Opened()
	return b, v, errors.Join(err, opened)
}

// contents are all files of a folder, by name.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := make(map[string]string)
	entries, err := os.ReadDir(dir)
	must(t, err)
	for _, e := range entries {
		content, err := os.ReadFile(filepath.Join(dir, e.Name()))
		must(t, err)
		all[e.Name()] = string(content)
	}
	return all
}

const (
	oneStored   = `{"version":3,"profiles":[{"id":"a","name":"n","address":{"scheme":"ws","host":"h","port":80,"path":"/mqtt?token=t"},"kept":["password"]}]}`
	straySecret = `{"version":1,"secrets":[{"Profile":"gone","Name":"password","key":"00","sealed":"AAAA","astray":"2001-01-01T00:00:00Z"}],"old":[{"Profile":"a","Name":"password"}]}`
)

// unchanged sees to it that a folder has these files, and no others.
func unchanged(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	if now := contents(t, dir); !maps.Equal(now, files) {
		t.Errorf("the folder has %q now", now)
	}
}

// folderOf is a folder with these files, one that is not there for nil.
func folderOf(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "mangrove")
	if files != nil {
		must(t, os.Mkdir(dir, 0o700))
	}
	for name, content := range files {
		must(t, os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600))
	}
	return dir
}

// fails sees to it that an error says something, and that there is none for "".
func fails(t *testing.T, what string, err error, says string) {
	t.Helper()
	if says == "" && err != nil || says != "" && (err == nil || !strings.Contains(told(err), says)) {
		t.Errorf("of %s it says %v, not %q", what, err, says)
	}
}

// TestReadingTouchesNothing: who only reads the connections leaves the folder and the
// key ring as they are, whatever is in them, and says what is wrong.
func TestReadingTouchesNothing(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	type folder struct {
		name  string
		files map[string]string
		says  string // when the connections are read
		lacks string // when the secret is
	}
	for _, c := range []folder{
		{"nothing", nil, "", ""},
		{"in order", map[string]string{fileName: oneStored}, "", ""},
		{"damaged", map[string]string{fileName: oneStored[:50]}, "damaged at line 1", ""},
		{"foreign", map[string]string{fileName: `{"profiles":[]}`}, "damaged", ""},
		{"of a newer program", map[string]string{fileName: `{"version":99}`}, "connections were written by a newer Mangrove", ""},
		{"secrets of others", map[string]string{fileName: oneStored, secretsName: straySecret}, "", ""},
		{"damaged secrets", map[string]string{fileName: oneStored, secretsName: straySecret[:40]}, "", "file of secrets is damaged"},
		{"foreign secrets", map[string]string{fileName: oneStored, secretsName: "{}"}, "", "it has no version"},
		{"left by a program that was killed", map[string]string{fileName: oneStored, fileName + ".new-1": "x"}, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := folderOf(t, c.files)
			ring := new(fakeRing)
			if c.lacks != "" {
				ring = ringWithKey()
			}
			must(t, ring.Memory.Set("a", SecretPassword, "secret"))
			_, v, err := openToRead(t, dir, ring)
			fails(t, "the connections", err, c.says)
			value, err := v.Get("a", SecretPassword)
			fails(t, "the secret", err, c.lacks)
			if c.lacks == "" && c.files[fileName] == oneStored && value != "secret" {
				t.Errorf("the secret is %q, %v", value, err)
			}
			if c.files == nil {
				if _, err := os.Stat(dir); err == nil {
					t.Error("the folder has been made")
				}
				return
			}
			unchanged(t, dir, c.files)
			if key, _ := ring.Memory.Get(vaultProfile, vaultName); key != "" && c.lacks == "" {
				t.Error("a key has been made")
			}
			if kept, _ := ring.Memory.Get("a", SecretPassword); kept != "secret" {
				t.Error("the entry of the key ring is gone")
			}
		})
	}
}

// TestReadingWhatIsSealed gives the secrets that a window has sealed.
func TestReadingWhatIsSealed(t *testing.T) {
	dir, ring := t.TempDir(), ringWithKey()
	b := open(t, dir, newVault(t, ring))
	p, err := b.Create(Profile{Address: broker.Address{Scheme: "ws", Host: "h", Port: 80, Path: "/mqtt?token=t"}}, map[string]string{SecretPassword: "secret"})
	must(t, err)
	read, v, err := openToRead(t, dir, ring)
	must(t, err)
	if _, err := read.Create(p, nil); err == nil {
		t.Error("it can be changed")
	}
	p, err = read.Get(p.ID)
	must(t, err)
	if r, err := p.Runtime(v); err != nil || r.Password != "secret" || r.Address.Query != "token=t" {
		t.Errorf("%v", err)
	}
}
