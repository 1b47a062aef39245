//go:build unix

package runs

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// TestPipesForLocks: a pipe where a lock file stands is not waited for.
func TestPipesForLocks(t *testing.T) {
	dir := t.TempDir()
	for _, path := range []string{gateName, runPrefix + "1/" + lockName, runPrefix + "1/" + draftName} {
		path = filepath.Join(dir, "runs", path)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := syscall.Mkfifo(path, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	ended := make(chan *Run, 1)
	go func() { // ends with the beginning
		r, _, err := Begin(Options{Folder: dir, Version: "1"})
		if err != nil {
			t.Error(err)
		}
		ended <- r
	}()
	select {
	case r := <-ended:
		if r != nil {
			r.draft.Stop()
			r.release()
		}
	case <-time.After(30 * time.Second):
		t.Fatal("no end within 30 s")
	}
}
