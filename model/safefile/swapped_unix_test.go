//go:build unix

package safefile

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// patience is for what must not wait, on a computer that has much else to do.
const patience = 30 * time.Second

// within has something done that must come to an end.
func within(t *testing.T, do func() error) (err error) {
	t.Helper()
	done := make(chan error, 1)
	go func() { done <- do() }() // ends with it
	select {
	case err = <-done:
	case <-time.After(patience):
		t.Fatal("it waits")
	}
	return err
}

// kinds make what may stand at a path, by its kind.
var kinds = map[string]func(path string) error{
	"a file":              func(path string) error { return os.WriteFile(path, []byte("other"), 0o600) },
	"a pipe":              func(path string) error { return syscall.Mkfifo(path, 0o600) },
	"a folder":            func(path string) error { return os.Mkdir(path, 0o700) },
	"a link to /dev/zero": func(path string) error { return os.Symlink("/dev/zero", path) },
	"a link to nothing":   func(path string) error { return os.Symlink("nowhere", path) },
	"a link to itself":    func(path string) error { return os.Symlink(filepath.Base(path), path) },
}

// TestSomethingElseMeanwhile has something else stand at a path before what was begun
// is put there, be it in the place of it or into it.
func TestSomethingElseMeanwhile(t *testing.T) {
	for _, way := range []struct {
		name    string
		inPlace bool
		fails   string // for which of them
	}{
		{"in its place", false, "a folder"},
		{"into it", true, "a folder a pipe a link to itself"},
	} {
		for kind, lay := range kinds {
			t.Run(way.name+"/"+kind, func(t *testing.T) {
				path := filepath.Join(t.TempDir(), "settings")
				f, err := Create(path)
				if err != nil {
					t.Fatal(err)
				}
				defer f.Abandon()
				f.inPlace = way.inPlace
				if _, err := f.Write([]byte("ours")); err != nil {
					t.Fatal(err)
				}
				if err := lay(path); err != nil {
					t.Fatal(err)
				}
				err = within(t, f.Close)
				if fails := strings.Contains(way.fails, kind); fails != (err != nil) {
					t.Errorf("it fails with %v", err)
				}
			})
		}
	}
}

// TestSwappedAllTheTime writes a file whose place is something else at every moment.
func TestSwappedAllTheTime(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "settings")
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() { // ends with stop
		defer close(stopped)
		for {
			for _, lay := range kinds {
				select {
				case <-stop:
					return
				default:
				}
				beside := path + ".beside"
				if lay(beside) == nil {
					_ = os.RemoveAll(path)
					_ = os.Rename(beside, path)
				}
			}
		}
	}()
	for range 500 {
		_ = within(t, func() error { return Keep(path, bytes.Repeat([]byte("ours"), 100)) })
	}
	close(stop)
	<-stopped
	if left, _ := filepath.Glob(filepath.Join(folder, temporary)); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
