package profiles

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"mangrove/broker/explain"
)

// TestFilesDamagedInUse: what is here is written again, and what stood there kept.
func TestFilesDamagedInUse(t *testing.T) {
	dir := t.TempDir()
	b := open(t, dir, new(Memory))
	create(t, b, "one", nil)
	path := filepath.Join(dir, fileName)
	must(t, os.WriteFile(path, []byte("{half"), 0o600))
	if changed, err := b.Refresh(); changed || err != nil || names(b) != "one" {
		t.Errorf("%v, %v: %s", changed, err, names(b))
	}
	create(t, b, "two", nil)
	if news := b.DrainNotes(); len(news) != 1 || !strings.Contains(explain.Note(news[0]), ".broken-") {
		t.Errorf("told: %v", news)
	}
	if got := names(open(t, dir, new(Memory))); got != "one,two" {
		t.Error(got)
	}
	must(t, os.WriteFile(path, []byte(`{"version": 99, "profiles": []}`), 0o600))
	if _, err := b.Create(Profile{}, nil); !errors.Is(err, ErrNewer) {
		t.Errorf("over a newer one: %v", err)
	}
	must(t, os.Remove(path))
	create(t, b, "three", nil)
	if got := names(open(t, dir, new(Memory))); got != "one,two,three" {
		t.Error(got)
	}
}

// fragile are secrets that do not take a change after so many.
type fragile struct {
	Memory
	left int
}

func (f *fragile) next() error {
	if f.left--; f.left < 0 {
		return errors.New("locked")
	}
	return nil
}

func (f *fragile) Set(profile, name, value string) error {
	if err := f.next(); err != nil {
		return err
	}
	return f.Memory.Set(profile, name, value)
}

func (f *fragile) Delete(profile, name string) error {
	if err := f.next(); err != nil {
		return err
	}
	return f.Memory.Delete(profile, name)
}

const pastedKey = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"

// changes are all there are of a profile.
var changes = map[string]func(b *Book, p Profile) error{
	"create": func(b *Book, _ Profile) error {
		_, err := b.Create(Profile{Name: "new"}, map[string]string{SecretPassword: "n", SecretAuthData: "n"})
		return err
	},
	"duplicate": func(b *Book, p Profile) error { _, err := b.Duplicate(p.ID, copyName); return err },
	"update": func(b *Book, p Profile) error {
		p.Name, p.TLS.Key = "renamed", pastedKey
		return update(b, p)
	},
	"replace": func(b *Book, p Profile) error { return b.SetSecret(p.ID, SecretPassword, "other") },
	"set":     func(b *Book, p Profile) error { return b.SetSecret(p.ID, SecretProxyPassword, "new") },
	"several": func(b *Book, p Profile) error {
		return b.SetSecrets(p.ID, map[string]string{SecretPassword: "other", SecretAuthData: "", SecretProxyPassword: "new"})
	},
	"forget": func(b *Book, p Profile) error { return b.SetSecret(p.ID, SecretPassword, "") },
	"rename": func(b *Book, p Profile) error { return b.RenameSecret(p.ID, SecretPassword, HeaderSecret("A")) },
	"delete": func(b *Book, p Profile) error { return b.Delete(p.ID) },
}

// TestNothingIsHalfDone: a change that fails, because the secrets do not take it or
// the disk does not, has changed neither the file nor the secrets.
func TestNothingIsHalfDone(t *testing.T) {
	for name, change := range changes {
		for _, broken := range []string{"disk", "secrets at once", "secrets half way"} {
			t.Run(name+", "+broken, func(t *testing.T) {
				dir := t.TempDir()
				secrets := &fragile{left: 100}
				b := open(t, dir, secrets)
				p := create(t, b, "one", map[string]string{SecretPassword: "s3cr3t", SecretAuthData: "d"})
				create(t, b, "two", nil)
				file, kept := fileOf(t, dir), keptIn(secrets)
				switch broken {
				case "disk":
					must(t, os.Remove(filepath.Join(dir, fileName)))
					must(t, os.Mkdir(filepath.Join(dir, fileName), 0o700)) // nothing can take its place
				case "secrets at once":
					secrets.left = 0
				case "secrets half way":
					secrets.left = 1
				}
				err := change(b, p)
				secrets.left = 100
				if broken == "secrets half way" && err == nil {
					return // one was all there was to do
				}
				if err == nil {
					t.Error("it did not fail")
				}
				if names(b) != "one,two" {
					t.Errorf("the book has %s", names(b))
				}
				if broken == "disk" {
					must(t, os.Remove(filepath.Join(dir, fileName)))
				} else if now := fileOf(t, dir); now != file {
					t.Errorf("the file is\n%s\nand was\n%s", now, file)
				}
				if now := keptIn(secrets); broken != "secrets half way" && !reflect.DeepEqual(now, kept) {
					t.Errorf("the secrets are %v and were %v", now, kept)
				}
			})
		}
	}
}

func keptIn(f *fragile) map[[2]string]string {
	all := make(map[[2]string]string)
	for at, value := range f.kept {
		if value != "" {
			all[at] = value
		}
	}
	return all
}

// TestLinksAreFollowed: who keeps the file elsewhere finds what was changed there.
func TestLinksAreFollowed(t *testing.T) {
	for name, c := range map[string]struct{ links, there []string }{
		"to a file": {[]string{"dotfiles/p.json"}, []string{"dotfiles/p.json"}},
		"to a link": {[]string{"a.json", "dotfiles/p.json"}, []string{"dotfiles/p.json"}},
		"dangling":  {[]string{"dotfiles/p.json"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			must(t, os.Mkdir(filepath.Join(dir, "dotfiles"), 0o700))
			if c.there != nil {
				must(t, os.WriteFile(filepath.Join(dir, "dotfiles", "p.json"), []byte(`{"version": 1, "profiles": []}`), 0o600))
			}
			from := filepath.Join(dir, fileName)
			for _, to := range c.links {
				must(t, os.Symlink(to, from))
				from = filepath.Join(dir, to)
			}
			create(t, open(t, dir, new(Memory)), "one", nil)
			info, err := os.Lstat(filepath.Join(dir, fileName))
			must(t, err)
			if info.Mode()&os.ModeSymlink == 0 {
				t.Error("the link is gone")
			}
			there, err := os.ReadFile(filepath.Join(dir, "dotfiles", "p.json"))
			must(t, err)
			if !strings.Contains(string(there), "one") || names(open(t, dir, new(Memory))) != "one" {
				t.Errorf("there is %s", there)
			}
			info, err = os.Stat(filepath.Join(dir, fileName))
			must(t, err)
			if info.Mode().Perm() != 0o600 {
				t.Errorf("it is readable by others: %v", info.Mode())
			}
		})
	}
}

// TestLeftoversAreSwept, but not what may be being written.
func TestLeftoversAreSwept(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "[odd]")
	must(t, os.Mkdir(dir, 0o700))
	old := time.Now().Add(-2 * time.Hour)
	for name, at := range map[string]time.Time{
		fileName + ".new-1": old, fileName + ".new-22": old, fileName + ".new-3": time.Now(), fileName + ".broken-1": old, "mine.new-1": old,
		".mangrove-1.new": old, ".mangrove-2.new": time.Now(),
	} {
		must(t, os.WriteFile(filepath.Join(dir, name), nil, 0o600))
		must(t, os.Chtimes(filepath.Join(dir, name), at, at))
	}
	open(t, dir, new(Memory))
	entries, err := os.ReadDir(dir)
	must(t, err)
	var left []string
	for _, e := range entries {
		left = append(left, e.Name())
	}
	if want := []string{".mangrove-2.new", "mine.new-1", fileName + ".broken-1", fileName + lockSuffix, fileName + ".new-3"}; !slices.Equal(left, want) {
		t.Errorf("left: %q, want %q", left, want)
	}
}

// TestNamesAreCut as an import does, however they come in.
func TestNamesAreCut(t *testing.T) {
	long := strings.Repeat("ä", 200)
	b := open(t, t.TempDir(), new(Memory))
	p := create(t, b, "one", nil)
	p.Name, p.Folder = long, long
	must(t, update(b, p))
	if got, _ := b.Get(p.ID); len(got.Name) > LongestName+len("…") || len(got.Folder) > LongestName+len("…") {
		t.Errorf("%d and %d bytes", len(got.Name), len(got.Folder))
	}
}

// TestChangesAreSeen without anybody looking for them, through links too.
func TestChangesAreSeen(t *testing.T) {
	for _, linked := range []bool{false, true} {
		dir := filepath.Join(t.TempDir(), "new")
		if linked {
			must(t, os.MkdirAll(dir, 0o700))
			must(t, os.Symlink(filepath.Join(t.TempDir(), "p.json"), filepath.Join(dir, fileName)))
		}
		b := open(t, dir, new(Memory))
		seen := make(chan struct{}, 1000)
		end, err := b.Watch(func() { seen <- struct{}{} })
		must(t, err)
		create(t, open(t, dir, new(Memory)), "theirs", nil)
		for changed := false; !changed; {
			awaitOne(t, "the other's change is seen", seen)
			changed, err = b.Refresh()
			must(t, err)
		}
		if names(b) != "theirs" {
			t.Errorf("seen is %q", names(b))
		}
		end()
	}
}

// awaitOne waits for a word on a channel.
func awaitOne(t *testing.T, what string, c <-chan struct{}) {
	t.Helper()
	select {
	case <-c:
	case <-time.After(patience):
		t.Fatal("in vain was waited for this:", what)
	}
}
