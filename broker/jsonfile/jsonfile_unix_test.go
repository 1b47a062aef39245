//go:build unix

package jsonfile

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"mangrove/broker/kept"
)

// TestLinks: a file may stand elsewhere. What a link leads to is read and replaced, and the
// link stays.
func TestLinks(t *testing.T) {
	dir, elsewhere := t.TempDir(), t.TempDir()
	f := in(dir)
	target := filepath.Join(elsewhere, "target.json")
	if err := os.Symlink(target, f.Path); err != nil {
		t.Fatal(err)
	}
	for n := range 2 { // before the target is there, and after
		if err := change(f, func(c *content) { c.Count = n + 1 }); err != nil {
			t.Fatal(err)
		}
		var got content
		if err := in(elsewhere).Read(&got); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(get(t, target), fmt.Sprintf(`"count": %d`, n+1)) {
			t.Errorf("in the target stands %s", get(t, target))
		}
		if to, err := os.Readlink(f.Path); err != nil || to != target {
			t.Errorf("the link leads to %q, %v", to, err)
		}
	}
	put(t, target, "damaged")
	if err := f.Read(&content{}); !kept.Is(err, kept.Moved) || get(t, target) != "damaged" {
		t.Errorf("%v, and in the target stands %q", err, get(t, target))
	}
}

// TestNoFiles are not waited for, read without end or put aside.
func TestNoFiles(t *testing.T) {
	for name, put := range map[string]func(path string) error{
		"a pipe":                      func(path string) error { return syscall.Mkfifo(path, 0o600) },
		"a folder":                    func(path string) error { return os.Mkdir(path, 0o700) },
		"a link to a device":          func(path string) error { return os.Symlink("/dev/zero", path) },
		"a link to itself":            func(path string) error { return os.Symlink(path, path) },
		"a link to a pipe of a shell": func(path string) error { return os.Symlink("/dev/stdin", path) },
	} {
		f := in(t.TempDir())
		if err := put(f.Path); err != nil {
			t.Fatal(err)
		}
		if err := f.Read(&content{}); !kept.Is(err, kept.NotRead) {
			t.Errorf("%s: %v", name, err)
		}
		if err := change(f, func(*content) {}); err == nil {
			t.Errorf("%s was changed", name)
		}
		if _, err := os.Lstat(f.Path); err != nil {
			t.Errorf("%s is gone: %v", name, err)
		}
	}
}

// TestFullDisk: what was in the file stays. The system lets a child write so many blocks
// only.
func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	f := in(dir)
	if err := f.Write(content{Version: 1, Count: 42}); err != nil {
		t.Fatal(err)
	}
	before := get(t, f.Path)
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("sh", "-c", `ulimit -f 20 && exec "$0" | head -n 3`, program)
	cmd.Env = append(os.Environ(), writes+"="+dir)
	out, _ := cmd.CombinedOutput()
	if strings.Count(string(out), string(kept.NotWritten)) != 3 {
		t.Errorf("the child tells %q", out)
	}
	if get(t, f.Path) != before {
		t.Errorf("in the file stands %.100q", get(t, f.Path))
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".mangrove-*")); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
}
