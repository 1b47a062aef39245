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

	"mangrove/broker"
)

// TestTwoWindowsSeeEachOther: what one changes is not lost by what the other does,
// and neither is told to start anew.
func TestTwoWindowsSeeEachOther(t *testing.T) {
	type books struct {
		mine, other *Book
		p, q        Profile // as both had them at the beginning
	}
	edit := func(t *testing.T, b *Book, p Profile, change func(p *Profile)) error {
		t.Helper()
		now := p.clone()
		change(&now)
		return b.Edit(Edit{Was: p, Now: now})
	}
	rename := func(to string) func(*Profile) { return func(p *Profile) { p.Name = to } }
	for name, c := range map[string]struct {
		other func(t *testing.T, s books) // what the other window has done
		mine  func(t *testing.T, s books) // what is done here, where that was not seen
		names string
		check func(p Profile) bool // of what has become of p
		news  string
	}{
		"both make one": {
			func(t *testing.T, s books) { create(t, s.other, "theirs", nil) },
			func(t *testing.T, s books) { create(t, s.mine, "mine", nil) }, "p,q,theirs,mine", nil, "",
		},
		"different ones": {
			func(t *testing.T, s books) { must(t, edit(t, s.other, s.p, rename("P"))) },
			func(t *testing.T, s books) { must(t, edit(t, s.mine, s.q, rename("Q"))) }, "P,Q", nil, "",
		},
		"different fields": {
			func(t *testing.T, s books) {
				must(t, edit(t, s.other, s.p, func(p *Profile) { p.Address.Port, p.TLS.SkipVerify = 1884, true }))
			},
			func(t *testing.T, s books) {
				must(t, edit(t, s.mine, s.p, func(p *Profile) { p.Address.Host = "mine.example" }))
			},
			"p,q", func(p Profile) bool {
				return p.Address.HostPort() == "mine.example:1884" && p.TLS.SkipVerify
			}, "",
		},
		"the same field": {
			func(t *testing.T, s books) {
				must(t, edit(t, s.other, s.p, func(p *Profile) { p.Address.Host = "theirs.example" }))
			},
			func(t *testing.T, s books) {
				must(t, edit(t, s.mine, s.p, func(p *Profile) { p.Address.Host = "mine.example" }))
			},
			"p,q", func(p Profile) bool { return p.Address.Host == "mine.example" },
			"Another window had changed the host of p to theirs.example. What was changed here last is kept.",
		},
		"the same field alike": {
			func(t *testing.T, s books) { must(t, edit(t, s.other, s.p, rename("new"))) },
			func(t *testing.T, s books) { must(t, edit(t, s.mine, s.p, rename("new"))) }, "new,q", nil, "",
		},
		"the last will": {
			func(t *testing.T, s books) {
				must(t, edit(t, s.other, s.p, func(p *Profile) { p.Will.QoS = 2 }))
			},
			func(t *testing.T, s books) {
				must(t, edit(t, s.mine, s.p, func(p *Profile) { p.Will.Topic = "mine" }))
			},
			"p,q", func(p Profile) bool { return p.Will.QoS == 2 && p.Will.Topic == "mine" }, "",
		},
		"subscriptions": {
			func(t *testing.T, s books) {
				must(t, edit(t, s.other, s.p, func(p *Profile) { p.Subscriptions = []Subscription{{Filter: "theirs"}} }))
			},
			func(t *testing.T, s books) {
				must(t, edit(t, s.mine, s.p, func(p *Profile) { p.Subscriptions = []Subscription{{Filter: "mine"}} }))
			},
			"p,q", func(p Profile) bool { return p.Subscriptions[0].Filter == "mine" },
			"Another window had changed the subscriptions of p. What was changed here last is kept.",
		},
		"secrets": {
			func(t *testing.T, s books) { must(t, s.other.SetSecret(s.p.ID, SecretPassword, "pw")) },
			func(t *testing.T, s books) { must(t, s.mine.SetSecret(s.p.ID, SecretAuthData, "d")) },
			"p,q", func(p Profile) bool { return reflect.DeepEqual(p.Kept, []string{SecretAuthData, SecretPassword}) }, "",
		},
		"deleted there, edited here": {
			func(t *testing.T, s books) { must(t, s.other.Delete(s.p.ID)) },
			func(t *testing.T, s books) {
				if err := edit(t, s.mine, s.p, rename("mine")); !errors.Is(err, ErrDeleted) || !errors.Is(err, ErrUnknown) {
					t.Error(err)
				}
			}, "q", nil, "",
		},
		"edited there, deleted here and brought back": {
			func(t *testing.T, s books) { must(t, edit(t, s.other, s.p, rename("theirs"))) },
			func(t *testing.T, s books) {
				must(t, s.mine.Delete(s.p.ID))
				_, err := s.mine.Undo()
				must(t, err)
			}, "theirs,q", nil, "",
		},
		"moved behind one that is gone": {
			func(t *testing.T, s books) { must(t, s.other.Delete(s.q.ID)); create(t, s.other, "r", nil) },
			func(t *testing.T, s books) { must(t, s.mine.Move(s.p.ID, 1)) }, "p,r", nil, "",
		},
		"duplicated": {
			func(t *testing.T, s books) { must(t, s.other.Move(s.p.ID, 1)) },
			func(t *testing.T, s books) { _, err := s.mine.Duplicate(s.p.ID); must(t, err) }, "q,p,p copy", nil, "",
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir, secrets := t.TempDir(), new(Memory)
			first := open(t, dir, secrets)
			p, err := first.Create(Profile{Name: "p", Address: broker.Address{Scheme: "mqtt", Host: "h", Port: 1883}, Will: &Will{Topic: "t"}}, nil)
			must(t, err)
			q := create(t, first, "q", nil)
			s := books{open(t, dir, secrets), first, p, q}
			c.other(t, s)
			c.mine(t, s)
			if changed, err := s.mine.Refresh(); !changed || err != nil {
				t.Errorf("what the other did is not seen: %v, %v", changed, err)
			}
			_, err = s.other.Refresh()
			must(t, err)
			for who, b := range map[string]*Book{"here": s.mine, "there": s.other, "the file": open(t, dir, secrets)} {
				if got := names(b); got != c.names {
					t.Errorf("%s: %s, want %s", who, got, c.names)
				}
				if got, _ := b.Get(p.ID); c.check != nil && !c.check(got) {
					t.Errorf("%s: %+v", who, got)
				}
			}
			if again, err := s.other.Refresh(); again || err != nil {
				t.Errorf("seen twice: %v, %v", again, err)
			}
			if got := strings.Join(s.mine.News(), "\n"); got != c.news {
				t.Errorf("told: %q, want %q", got, c.news)
			}
			if got := s.other.News(); got != nil {
				t.Errorf("the other is told %q", got)
			}
		})
	}
}

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
	if news := b.News(); len(news) != 1 || !strings.Contains(news[0], ".broken-") {
		t.Errorf("told: %q", news)
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

// TestNothingIsHalfDone: a change that fails, because the secrets do not take it or
// the disk does not, has changed neither the file nor the secrets.
func TestNothingIsHalfDone(t *testing.T) {
	secretKey := "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"
	changes := map[string]func(b *Book, p Profile) error{
		"create": func(b *Book, _ Profile) error {
			_, err := b.Create(Profile{Name: "new"}, map[string]string{SecretPassword: "n", SecretAuthData: "n"})
			return err
		},
		"duplicate": func(b *Book, p Profile) error { _, err := b.Duplicate(p.ID); return err },
		"update": func(b *Book, p Profile) error {
			p.Name, p.TLS.Key = "renamed", secretKey
			return b.Update(p)
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
				must(t, os.WriteFile(filepath.Join(dir, "dotfiles/p.json"), []byte(`{"version": 1, "profiles": []}`), 0o600))
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
			there, err := os.ReadFile(filepath.Join(dir, "dotfiles/p.json"))
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
	old := time.Now().Add(-time.Hour)
	for name, at := range map[string]time.Time{
		fileName + ".new-1": old, fileName + ".new-22": old, fileName + ".new-3": time.Now(), fileName + ".broken-1": old, "mine.new-1": old,
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
	if want := []string{"mine.new-1", fileName + ".broken-1", fileName + lockSuffix, fileName + ".new-3"}; !slices.Equal(left, want) {
		t.Errorf("left: %q, want %q", left, want)
	}
}

// TestNamesAreCut as an import does, however they come in.
func TestNamesAreCut(t *testing.T) {
	long := strings.Repeat("ä", 200)
	b := open(t, t.TempDir(), new(Memory))
	p := create(t, b, "one", nil)
	p.Name, p.Folder = long, long
	must(t, b.Update(p))
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
