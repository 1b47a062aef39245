package profiles

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mangrove/broker"
)

// witness notes what the file of profiles is each time a secret is set.
type witness struct {
	Memory
	path string
	seen map[string]int // states of the file
	sets int
	fail int // the Set that fails; 0: none
}

func (w *witness) state() string {
	info, err := os.Stat(w.path)
	if err != nil {
		return "none"
	}
	return fmt.Sprint(info.ModTime().UnixNano(), " ", info.Size())
}

func (w *witness) Set(profile, name, value string) error {
	w.seen[w.state()]++
	if w.sets++; w.sets == w.fail {
		return errors.New("locked")
	}
	return w.Memory.Set(profile, name, value)
}

func newWitness(dir string) *witness {
	return &witness{path: filepath.Join(dir, fileName), seen: make(map[string]int)}
}

func drafts(n int) []Draft {
	all := make([]Draft, n)
	for i := range all {
		all[i] = Draft{
			Profile: Profile{Name: fmt.Sprint("plant ", i), Address: broker.Address{Scheme: "mqtt", Host: "h", Port: 1883}, Username: "u"},
			Secrets: map[string]string{SecretPassword: fmt.Sprint("s3cr3t ", i), SecretAuthData: "d"},
		}
	}
	return all
}

// TestCreateAllWritesOnce: while the secrets of thousands of profiles are kept,
// the file is never written; afterwards it has all of them.
func TestCreateAllWritesOnce(t *testing.T) {
	dir := t.TempDir()
	w := newWitness(dir)
	b := open(t, dir, w)
	create(t, b, "first", nil)
	made, err := b.CreateAll(drafts(5000))
	must(t, err)
	if len(w.seen) != 1 || w.seen[w.state()] != 10_000 {
		t.Errorf("the file was written between secrets: %d states", len(w.seen))
	}
	again := open(t, dir, w)
	if n := len(again.All()); n != 5001 || len(made) != 5000 {
		t.Fatalf("%d profiles in the file, %d given back", n, len(made))
	}
	ids := make(map[string]bool)
	for i, p := range made {
		got, _ := w.Get(p.ID, SecretPassword)
		if got != fmt.Sprint("s3cr3t ", i) || len(p.Kept) != 2 || p.Name != fmt.Sprint("plant ", i) {
			t.Fatalf("%+v has the password %q", p, got)
		}
		ids[p.ID] = true
	}
	if len(ids) != 5000 {
		t.Errorf("%d ids", len(ids))
	}
}

// TestCreateAllIsAllOrNothing: neither profiles nor secrets are left over.
func TestCreateAllIsAllOrNothing(t *testing.T) {
	for _, fail := range []int{1, 31} {
		dir := t.TempDir()
		w := newWitness(dir)
		b := open(t, dir, w)
		create(t, b, "first", nil)
		w.fail = fail
		create(t, open(t, dir, w), "of another program", nil)
		_, err := b.CreateAll(drafts(50))
		if err == nil || !strings.Contains(err.Error(), "locked") {
			t.Errorf("got %v", err)
		}
		if names(b) != "first,of another program" || names(open(t, dir, w)) != names(b) || len(w.kept) != 0 {
			t.Errorf("left over: %s, %d secrets", names(b), len(w.kept))
		}
	}
}

// TestPathsFromHome: ~ stands for the user's folder.
func TestPathsFromHome(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	p := newPapers(t)
	must(t, os.WriteFile(filepath.Join(home, "ca.crt"), []byte(p.ca), 0o600))
	if m, err := load("~/ca.crt"); err != nil || string(m.data) != p.ca {
		t.Errorf("got %v", err)
	}
	if _, err := load("~ca.crt"); err == nil {
		t.Error("~ca.crt is another user's")
	}
}
