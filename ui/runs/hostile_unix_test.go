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
	case <-time.After(5 * time.Minute):
		t.Fatal("no end within 5 minutes")
	}
}

// TestLinksForLocks: what a link in the place of a lock or of a report leads to is
// neither made nor emptied.
func TestLinksForLocks(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	run := filepath.Join(dir, "runs", runPrefix+"1")
	if err := os.MkdirAll(run, 0o700); err != nil {
		t.Fatal(err)
	}
	kept := filepath.Join(outside, "kept")
	for _, path := range []string{kept, filepath.Join(run, draftName)} {
		if err := os.WriteFile(path, []byte(`{"version":1,"address":{"url":"mqtt://h"}}`), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	made := filepath.Join(outside, "made")
	for path, to := range map[string]string{filepath.Join(run, lockName): made, filepath.Join(dir, "crash"): kept} {
		if err := os.Symlink(to, path); err != nil {
			t.Fatal(err)
		}
	}
	if err := watchCrashes(filepath.Join(dir, "crash"), "1"); err == nil {
		unwatchCrashes()
		t.Error("a link is written to")
	}
	if content, err := os.ReadFile(kept); err != nil || len(content) < 10 {
		t.Errorf("it is %q, %v", content, err)
	}
	r, _, err := Begin(Options{Folder: dir, Version: "1"})
	if err != nil {
		t.Fatal(err)
	}
	r.End(false)
	if _, err := os.Lstat(made); err == nil {
		t.Error("a lock was made outside")
	}
}
