//go:build e2e && unix

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"mangrove/ui/report"
)

// swaps are what is done to a path, one after the other: all that there may be in the
// place of a file or a folder.
func swaps(path, outside string) func(i int) error {
	all := []func() error{
		func() error { return os.WriteFile(path, []byte(`{"look":"dark"}`), 0o600) },
		func() error { return os.WriteFile(path, nil, 0o600) },
		func() error { return os.Symlink(outside, path) },
		func() error { return syscall.Mkfifo(path, 0o600) },
		func() error { return os.Symlink("/dev/zero", path) },
		func() error { return os.Symlink(path, path) },
		func() error { return os.Mkdir(path, 0o700) },
		func() error { return os.Symlink(filepath.Join(outside, "none"), path) },
		func() error { return errors.Join(os.WriteFile(path, nil, 0o600), os.Truncate(path, 1<<40)) },
	}
	return func(i int) error { return errors.Join(os.RemoveAll(path), all[i%len(all)]()) }
}

// TestE2EHostileRuns starts and ends the window, with something typed, while another
// program puts what it likes in the place of its preferences and of what its runs leave:
// it starts and ends in time, and what is outside stays as it is.
func TestE2EHostileRuns(t *testing.T) {
	s := newScreen(t)
	folder, outside := filepath.Join(s.dir, "mangrove"), t.TempDir()
	for _, name := range []string{"kept", "run-1/typed.json", "run-1/lock", "run-1/crash.txt", "typed.json", "crash.txt", "lock"} {
		path := filepath.Join(outside, name)
		s.must(os.MkdirAll(filepath.Dir(path), 0o700))
		s.must(os.WriteFile(path, []byte("Mangrove\n\npanic: outside"), 0o600))
	}
	s.must(os.MkdirAll(filepath.Join(folder, "runs"), 0o700))
	before := contentsOf(t, outside)
	preferences, runs := swaps(filepath.Join(folder, "preferences.json"), outside), filepath.Join(folder, "runs")
	whole, run := swaps(runs, outside), swaps(filepath.Join(runs, "run-1"), filepath.Join(outside, "run-1"))
	for _, c := range []struct {
		name string
		do   func(i int) error
	}{
		{"preferences", preferences},
		{"all runs", whole},
		{"a run", run},
		{"the files of each run", func(i int) error { return inEachRun(runs, outside, i) }},
	} {
		ctx, stop := context.WithCancel(t.Context())
		var raging sync.WaitGroup
		times := 0
		raging.Go(func() { times = storm(ctx, c.do) }) // ends with ctx
		for range 2 {
			_ = os.Remove(s.reportPath())
			began := time.Now()
			s.open()
			opened := time.Since(began)
			s.fill("address", "mqtt://typed.example")
			s.until("it is typed", func(r report.Report) bool { return r.Page == "home" })
			ending := time.Now()
			s.key("ctrl+q")
			ended := make(chan error, 1)
			go func() { ended <- s.window.Wait() }() // ends with the window
			select {
			case err := <-ended:
				t.Logf("%-24s open after %v, ended after %v: %v", c.name, opened, time.Since(ending), err)
				if err != nil {
					t.Errorf("%s: it did not end in order: %v", c.name, err)
				}
			case <-time.After(3 * time.Minute):
				t.Fatalf("%s: no end within 30 s", c.name)
			}
		}
		stop()
		raging.Wait()
		t.Logf("%-24s %d times", c.name, times)
		s.must(errors.Join(os.RemoveAll(runs), os.MkdirAll(runs, 0o700)))
	}
	// A link is followed, even to what is not there yet: that is all that may be new.
	s.must(os.RemoveAll(filepath.Join(outside, "none")))
	if after := contentsOf(t, outside); after != before {
		t.Errorf("outside there is\n%s\nand was\n%s", after, before)
	}
}

// inEachRun puts something in the place of the files of every run.
func inEachRun(runs, outside string, i int) error {
	var errs []error
	names, _ := filepath.Glob(filepath.Join(runs, "run-*")) // the pattern is right
	for _, run := range names {
		for _, name := range []string{"lock", "typed.json", "crash.txt"} {
			errs = append(errs, swaps(filepath.Join(run, name), filepath.Join(outside, name))(i))
		}
	}
	return errors.Join(errs...)
}

// contentsOf is all that is in a folder.
func contentsOf(t *testing.T, folder string) (all string) {
	t.Helper()
	err := filepath.Walk(folder, func(path string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		all += fmt.Sprintf("%s: %q\n", path, content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
