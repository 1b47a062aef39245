//go:build unix

package safefile

import (
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// seen is a file that belongs to somebody.
type seen struct {
	mode  fs.FileMode
	owner uint32
}

func (s seen) Name() string       { return "x" }
func (s seen) Size() int64        { return 0 }
func (s seen) Mode() fs.FileMode  { return s.mode }
func (s seen) ModTime() time.Time { return time.Time{} }
func (s seen) IsDir() bool        { return false }
func (s seen) Sys() any           { return &syscall.Stat_t{Uid: s.owner} }

// TestLinksOfOthers: another user cannot choose, by a link in a folder for all, which
// of our files is replaced.
func TestLinksOfOthers(t *testing.T) {
	us := uint32(os.Geteuid()) //nolint:gosec // no user has a number below zero
	other, third := us+1, us+2
	for name, c := range map[string]struct {
		link, folder seen
		baited       bool
	}{
		"another's in a folder for all": {seen{fs.ModeSymlink, other}, seen{0o777 | fs.ModeSticky, third}, true},
		"ours in it":                    {seen{fs.ModeSymlink, us}, seen{0o777 | fs.ModeSticky, third}, false},
		"that of the folder's owner":    {seen{fs.ModeSymlink, third}, seen{0o777 | fs.ModeSticky, third}, false},
		"another's in a private folder": {seen{fs.ModeSymlink, other}, seen{0o755, third}, false},
	} {
		if got := baited(c.link, c.folder); got != c.baited {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestAnothersFileAndLink is what only root can set up: files that belong to others.
func TestAnothersFileAndLink(t *testing.T) {
	dir, home := t.TempDir(), t.TempDir()
	target, link, bait := filepath.Join(home, "ours"), filepath.Join(dir, "link"), filepath.Join(dir, "bait")
	put(t, target, "ours", 0o600)
	put(t, bait, "theirs", 0o666)
	if err := os.Symlink(target, link); err != nil {
		t.Fatal(err)
	}
	if os.Lchown(link, 12_345, 12_345) != nil {
		return // not root: the table above has it
	}
	if err := os.Chown(bait, 12_345, 12_345); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o777|fs.ModeSticky); err != nil {
		t.Fatal(err)
	}
	if err := save(link, write("new")); err == nil || content(t, target) != "ours" {
		t.Errorf("it leads to %q now, %v", content(t, target), err)
	}
	if err := save(bait, write("secret")); err != nil || modeOf(t, bait) != private {
		t.Errorf("mode %o, %v", modeOf(t, bait), err)
	}
}
