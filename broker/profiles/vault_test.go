package profiles

import (
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// fakeRing is a key ring that counts what it is asked, and may be broken or silent.
type fakeRing struct {
	Memory
	mu     sync.Mutex
	calls  int
	broken error
	fail   int           // the call that fails; 0: none
	answer chan struct{} // closed: it answers; nil: at once
}

func (r *fakeRing) ask() error {
	if r.answer != nil {
		<-r.answer
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.calls++; r.calls == r.fail {
		return errors.New("locked")
	}
	return r.broken
}

func (r *fakeRing) Get(profile, name string) (string, error) {
	if err := r.ask(); err != nil {
		return "", err
	}
	return r.Memory.Get(profile, name)
}

func (r *fakeRing) Set(profile, name, value string) error {
	return errors.Join(r.ask(), r.Memory.Set(profile, name, value))
}

func (r *fakeRing) Delete(profile, name string) error {
	if err := r.ask(); err != nil {
		return err
	}
	return r.Memory.Delete(profile, name)
}

// ringWithKey has a key that is the same each time.
func ringWithKey() *fakeRing {
	r := new(fakeRing)
	_ = r.Memory.Set(vaultProfile, vaultName, base64.StdEncoding.EncodeToString(make([]byte, 32)))
	return r
}

// newVault opens a vault that must open.
func newVault(t *testing.T, ring Secrets) *Vault {
	t.Helper()
	v := startVault(func() (Secrets, bool, error) { return ring, true, nil })
	t.Cleanup(func() { v.Close(); v.moving.Wait() })
	if kept, err := v.Opened(); !kept || err != nil {
		t.Fatal(kept, err)
	}
	return v
}

// checkOrphans sees to it that each secret in the file is one of a profile.
func checkOrphans(t *testing.T, b *Book, v *Vault) {
	t.Helper()
	must(t, v.file.load())
	for _, s := range v.file.content.Secrets {
		if p, err := b.Get(s.Profile); err != nil || s.Name != purposeName && !strings.Contains(strings.Join(p.Kept, ","), s.Name) {
			t.Errorf("the %s of %s belongs to nobody", s.Name, s.Profile)
		}
	}
}

func TestSecretsInAVault(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	dir, ring := t.TempDir(), new(fakeRing)
	v := newVault(t, ring)
	open(t, dir, v)
	testSecrets(t, v)
	before := ring.calls
	must(t, v.Set("p", "n", "s3cr3t"))
	again := newVault(t, ring)
	b := open(t, t.TempDir(), again)
	if got, err := again.Get("p", "n"); got != "" || err != nil {
		t.Errorf("in another folder: %q, %v", got, err)
	}
	must(t, b.attach(false))
	other := newVault(t, ring)
	must(t, other.attach(dir, nil))
	if got, err := other.Get("p", "n"); got != "s3cr3t" || err != nil {
		t.Errorf("after a restart: %q, %v", got, err)
	}
	must(t, v.Set("p", "n", "s3cr3t too")) // another program's, of the same length
	if got, err := other.Get("p", "n"); got != "s3cr3t too" || err != nil {
		t.Errorf("what another program has set: %q, %v", got, err)
	}
	if ring.calls > before+2 || len(ring.kept) != 1 {
		t.Errorf("%d calls of the key ring, %d entries", ring.calls-before, len(ring.kept))
	}
	content, err := os.ReadFile(filepath.Join(dir, secretsName))
	must(t, err)
	info, err := os.Stat(filepath.Join(dir, secretsName))
	must(t, err)
	if strings.Contains(string(content), "s3cr3t") || info.Mode().Perm() != 0o600 {
		t.Errorf("%v: %s", info.Mode(), content)
	}
}

// TestSecretsUnderOtherKeys are not lost to the computer that has the key, and not
// readable here.
func TestSecretsUnderOtherKeys(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	dir := t.TempDir()
	one, two := newVault(t, new(fakeRing)), newVault(t, new(fakeRing))
	must(t, errors.Join(one.attach(dir, nil), two.attach(dir, nil)))
	must(t, one.Set("p", "n", "of one"))
	if got, err := two.Get("p", "n"); got != "" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	must(t, two.Set("p", "n", "of two"))
	for v, want := range map[*Vault]string{one: "of one", two: "of two"} {
		if got, err := v.Get("p", "n"); got != want || err != nil {
			t.Errorf("%q, %v, want %q", got, err, want)
		}
	}
	must(t, two.Delete("p", "n"))
	if got, _ := one.Get("p", "n"); got != "" {
		t.Errorf("deleted, and there is %q", got)
	}
	// Moved to another profile, by who can write the file.
	must(t, one.Set("bank", "n", "of the bank"))
	must(t, one.file.change(func(c *sealedContent) { c.Secrets[0].Profile = "evil" }))
	if got, err := one.Get("evil", "n"); got != "" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	must(t, os.WriteFile(filepath.Join(dir, secretsName), []byte("{half"), 0o600))
	if got, err := one.Get("bank", "n"); got != "" || err != nil {
		t.Errorf("damaged: %q, %v", got, err)
	}
	must(t, one.Set("bank", "n", "typed again"))
}

// TestVaultBeforeTheKeyRing: what is set while the key ring asks does not wait for
// it, and is kept once it has opened.
func TestVaultBeforeTheKeyRing(t *testing.T) {
	for _, opens := range []bool{true, false} {
		t.Setenv("XDG_CONFIG_HOME", t.TempDir())
		dir, ring := t.TempDir(), new(fakeRing)
		answer := make(chan struct{})
		v := startVault(func() (Secrets, bool, error) { <-answer; return ring, opens, nil })
		must(t, os.WriteFile(filepath.Join(dir, fileName), []byte(older), 0o600))
		b := open(t, dir, v)
		p := create(t, b, "one", map[string]string{SecretPassword: "s3cr3t"})
		must(t, b.SetSecret("1", SecretPassword, "other"))
		must(t, b.SetSecret("1", SecretPassword, ""))
		got := make(chan string)
		go func() { value, _ := v.Get(p.ID, SecretPassword); got <- value }()
		close(answer)
		if value := <-got; value != "s3cr3t" {
			t.Errorf("%v: %q", opens, value)
		}
		if kept, err := v.Opened(); kept != opens || err != nil {
			t.Error(kept, err)
		}
		must(t, b.MoveQueries())
		if query, err := v.Get("1", SecretQuery); query != signature || err != nil {
			t.Errorf("%v: the query is %q, %v", opens, query, err)
		}
		if opens == strings.Contains(fileOf(t, dir), "s3cr3t") {
			t.Errorf("%v: the file is %s", opens, fileOf(t, dir))
		}
		_, err := os.Stat(filepath.Join(dir, secretsName))
		if opens != (err == nil) {
			t.Errorf("%v: sealed: %v", opens, err)
		}
		v.Close()
		v.moving.Wait()
	}
}

// TestEntriesMoveIntoTheVault: what each had an entry of its own in the key ring is
// in the file afterwards, and the entries are gone, wherever that was interrupted.
func TestEntriesMoveIntoTheVault(t *testing.T) {
	const count = 3
	for fail := range 4*count + 3 {
		t.Run(fmt.Sprint(fail), func(t *testing.T) {
			dir, ring := t.TempDir(), ringWithKey()
			b := open(t, dir, ring) // as it was before
			for i := range count {
				create(t, b, fmt.Sprint(i), map[string]string{SecretPassword: fmt.Sprint("s3cr3t ", i)})
			}
			gone := create(t, b, "forgotten", map[string]string{SecretPassword: "s3cr3t"})
			create(t, b, "absent", nil)
			must(t, ring.Memory.Delete(gone.ID, "x"))
			ring.calls, ring.fail = 0, fail+2 // the first is for the key
			v := newVault(t, ring)
			b = open(t, dir, v)
			must(t, b.SetSecret(gone.ID, SecretPassword, ""))
			check := func(v *Vault) {
				for _, p := range b.All()[:count] {
					if got, err := v.Get(p.ID, SecretPassword); err == nil && got != "s3cr3t "+p.Name {
						t.Errorf("the password of %s is %q, %v", p.Name, got, err)
					}
				}
			}
			check(v)
			v.moving.Wait()
			check(v)
			v.Close()
			ring.fail = 0
			v = newVault(t, ring)
			b = open(t, dir, v)
			v.moving.Wait()
			check(v)
			if len(ring.kept) != 1 || len(v.file.content.Old) != 0 {
				t.Errorf("%d entries in the key ring, %v", len(ring.kept), v.file.content.Old)
			}
			if got, _ := v.Get(gone.ID, SecretPassword); got != "" {
				t.Errorf("what was forgotten is %q", got)
			}
			checkOrphans(t, b, v)
		})
	}
}

// TestImportAsksTheKeyRingOnce for all passwords of thousands of connections.
func TestImportAsksTheKeyRingOnce(t *testing.T) {
	dir, ring := t.TempDir(), ringWithKey()
	v := newVault(t, ring)
	b := open(t, dir, v)
	count := 5000
	if testing.Short() {
		count = 500
	}
	made, err := b.CreateAll(drafts(count))
	must(t, err)
	if ring.calls != 1 {
		t.Errorf("%d calls", ring.calls)
	}
	again := newVault(t, ring)
	open(t, dir, again)
	if got, err := again.Get(made[471].ID, SecretPassword); got != "s3cr3t 471" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
}

// TestVaultOnAFullDisk: nothing is half done.
func TestVaultOnAFullDisk(t *testing.T) {
	dir := t.TempDir()
	v := newVault(t, ringWithKey())
	b := open(t, dir, v)
	p := create(t, b, "one", map[string]string{SecretPassword: "s3cr3t"})
	file := fileOf(t, dir)
	path := filepath.Join(dir, secretsName)
	must(t, os.Rename(path, path+".away"))
	must(t, os.Mkdir(path, 0o700)) // nothing can take its place
	_, created := b.Create(Profile{Name: "new"}, map[string]string{SecretPassword: "n"})
	_, all := b.CreateAll(drafts(3))
	for name, err := range map[string]error{
		"create": created, "all": all, "set": b.SetSecret(p.ID, SecretAuthData, "d"), "replace": b.SetSecret(p.ID, SecretPassword, "d"),
		"forget": b.SetSecret(p.ID, SecretPassword, ""),
	} {
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if now := fileOf(t, dir); now != file || names(b) != "one" {
		t.Errorf("the file is %s", now)
	}
	must(t, os.Remove(path))
	must(t, os.Rename(path+".away", path))
	if got, err := v.Get(p.ID, SecretPassword); got != "s3cr3t" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	checkOrphans(t, b, v)
}
