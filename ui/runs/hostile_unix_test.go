//go:build unix

package runs

import (
	"errors"
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

// TestPipeForAllRuns: a pipe in the place of the folder around a run is not waited for when
// that run ends.
func TestPipeForAllRuns(t *testing.T) {
	dir := t.TempDir()
	r, _, err := Begin(Options{Folder: dir, Version: "1"})
	if err != nil {
		t.Fatal(err)
	}
	runs := filepath.Join(dir, "runs")
	if err := os.Rename(runs, filepath.Join(dir, "elsewhere")); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(runs, 0o600); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { // ends with the run
		r.End(false)
		close(ended)
	}()
	select {
	case <-ended:
	case <-time.After(5 * time.Minute):
		t.Fatal("no end within 5 minutes")
	}
}

// TestLinksForDrafts: what a link in the place of a draft leads to stays as it is, and the
// draft is kept.
func TestLinksForDrafts(t *testing.T) {
	dir, outside := t.TempDir(), filepath.Join(t.TempDir(), "kept")
	r, _, err := Begin(Options{Folder: dir, Version: "1"})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(outside, []byte("outside"), 0o600); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(r.folder, draftName)
	if err := os.Symlink(outside, path); err != nil {
		t.Fatal(err)
	}
	r.Keep(Draft{Address: Address{URL: "mqtt://h"}})
	r.End(true)
	if content, err := os.ReadFile(outside); err != nil || string(content) != "outside" {
		t.Errorf("outside there is %q, %v", content, err)
	}
	if info, err := os.Lstat(path); err != nil || !info.Mode().IsRegular() || info.Size() == 0 {
		t.Errorf("the draft is %v, %v", info, err)
	}
}

// TestLinkForAllRuns: where a link has taken the place of the folder of runs by the end,
// what it leads to stays, even where a run of that name is there.
func TestLinkForAllRuns(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	r, _, err := Begin(Options{Folder: dir, Version: "1"})
	if err != nil {
		t.Fatal(err)
	}
	kept := filepath.Join(outside, filepath.Base(r.folder), "kept")
	runs := filepath.Join(dir, folderName)
	if err := errors.Join(os.Mkdir(filepath.Dir(kept), 0o700), os.WriteFile(kept, nil, 0o600),
		os.Rename(runs, filepath.Join(dir, "elsewhere")), os.Symlink(outside, runs)); err != nil {
		t.Fatal(err)
	}
	r.Keep(Draft{Address: Address{URL: "mqtt://h"}})
	r.End(false)
	if _, err := os.Stat(kept); err != nil {
		t.Error(err)
	}
	if _, _, err := Begin(Options{Folder: dir, Version: "1"}); err == nil {
		t.Error("a run began behind a link")
	}
	if entries, err := os.ReadDir(outside); err != nil || len(entries) != 1 {
		t.Errorf("outside there is %v, %v", entries, err)
	}
}

// TestDraftsMakeNoFolders: where the folder of a run has gone, none is made for its draft; a
// link may be in the place of the folder around it.
func TestDraftsMakeNoFolders(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	failed := make(chan error, 1)
	r, _, err := Begin(Options{Folder: dir, Version: "1", Failed: func(err error) { failed <- err }})
	if err != nil {
		t.Fatal(err)
	}
	runs := filepath.Join(dir, folderName)
	if err := errors.Join(os.Rename(runs, filepath.Join(dir, "elsewhere")), os.Symlink(outside, runs)); err != nil {
		t.Fatal(err)
	}
	r.Keep(Draft{Address: Address{URL: "mqtt://h"}})
	r.End(true)
	select {
	case err = <-failed:
	default:
	}
	if err == nil {
		t.Error("nobody was told")
	}
	if entries, err := os.ReadDir(outside); err != nil || len(entries) != 0 {
		t.Errorf("outside there is %v, %v", entries, err)
	}
}
