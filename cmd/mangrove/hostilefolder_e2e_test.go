//go:build e2e && unix

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"mangrove/ui/report"
)

// mine is the connection that is on the form, in all lists.
const mine = `{"id":"00000000000000aa","name":"mine","address":{"scheme":"mqtt","host":"h","port":1883},"kept":["password"]}`

// storedList is a file of connections with mine and others, in a folder each.
func storedList(from, count int) []byte {
	content := []byte(`{"version":3,"profiles":[` + mine)
	for i := from; i < from+count; i++ {
		content = fmt.Appendf(content, `,{"id":"%016x","name":"n%d","folder":"%0200d","address":{"scheme":"mqtt","host":"h","port":1}}`, 1_000+i, i, i)
	}
	return append(content, "]}"...)
}

// storm does something to a file 1,000 times a second, or as often as it can be done.
func storm(ctx context.Context, do func(i int) error) (times int) {
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for ; ; times++ {
		select {
		case <-ctx.Done():
			return times
		case <-tick.C:
			_ = do(times) // it may be in the way of the window, and the other way round
		}
	}
}

// replaced puts a file in the place of another in one go.
func replaced(path string, content []byte) error {
	return errors.Join(os.WriteFile(path+".storm", content, 0o600), os.Rename(path+".storm", path))
}

// storms are what is done to the file of connections and that of secrets, by what it is.
func storms(list, secrets string) []struct {
	name string
	do   func(i int) error
} {
	few, others := [][]byte{storedList(0, 3), storedList(3, 3)}, [][]byte{storedList(0, 15_000), storedList(15_000, 15_000)}
	damage := [][]byte{{}, []byte(`{"version":3,"pro`), bytes.Repeat([]byte("["), 400_000), []byte(`{"version":99}`)}
	swap := func(i int, by ...func() error) error {
		return errors.Join(os.RemoveAll(list), by[i%len(by)]())
	}
	return []struct {
		name string
		do   func(i int) error
	}{
		{"replaced by others", func(i int) error { return replaced(list, few[i%2]) }},
		{"replaced by large ones", func(i int) error { return replaced(list, others[i%2]) }},
		{"written in place", func(i int) error { return os.WriteFile(list, few[i%2], 0o600) }},
		{"damaged", func(i int) error { return os.WriteFile(list, damage[i%4], 0o600) }},
		{"what is no file", func(i int) error {
			return swap(i, func() error { return syscall.Mkfifo(list, 0o600) }, func() error { return os.Symlink("/dev/zero", list) },
				func() error { return os.Mkdir(list, 0o700) }, func() error { return os.Symlink(list, list) })
		}},
		{"gone and back", func(i int) error {
			return swap(i, func() error { return nil }, func() error { return os.WriteFile(list, few[0], 0o600) })
		}},
		{"huge", func(i int) error {
			return errors.Join(os.WriteFile(list, few[0], 0o600), os.Truncate(list, []int64{63 << 20, 1 << 40}[i%2]))
		}},
		{"secrets damaged", func(i int) error { return os.WriteFile(secrets, damage[i%3], 0o600) }},
	}
}

// TestE2EHostileFolder has a connection on the form and typed into while other programs
// do to the files what they like.
func TestE2EHostileFolder(t *testing.T) {
	s := newScreen(t)
	folder := filepath.Join(s.dir, "mangrove")
	list, secrets := filepath.Join(folder, "profiles.json"), filepath.Join(folder, "secrets.json")
	s.must(os.MkdirAll(filepath.Join(folder, "runs"), 0o700))
	for i := range 10_000 {
		s.must(os.WriteFile(filepath.Join(folder, "runs", fmt.Sprint("x", i)), nil, 0o600))
	}
	s.must(os.WriteFile(list, storedList(0, 15_000), 0o600))
	began := time.Now()
	s.open()
	s.clickRow("profile 00000000000000aa", false)
	s.until("it is on the form", func(r report.Report) bool { return r.Selected == "mine" })
	t.Logf("15,000 connections: on the form after %v, %d MB", time.Since(began), s.usage().Resident>>20)
	for _, c := range storms(list, secrets) {
		worst := s.again(func() tasks { return s.weather(c.name, c.do) })
		if worst.hardest > frame || worst.longest > 5*time.Second || s.usage().Resident > 1500<<20 {
			t.Errorf("%s: %+v, %d MB", c.name, worst, s.usage().Resident>>20)
		}
		s.must(os.RemoveAll(secrets))
		s.until("the list is shown again", func(r report.Report) bool {
			if shown := len(r.Listed) == 4 && strings.Contains(r.Listed[1], "mine"); shown {
				return true
			}
			// What is being stored may come after this once, since this takes no lock.
			s.must(errors.Join(os.RemoveAll(list), os.WriteFile(list, storedList(0, 1), 0o600)))
			return false
		})
		s.clickRow("profile 00000000000000aa", false)
		s.until("it is on the form", func(r report.Report) bool { return r.Selected == "mine" })
	}
	s.photograph()
	files := 0
	s.must(filepath.WalkDir(folder, func(_ string, e fs.DirEntry, err error) error {
		if files++; e != nil && strings.HasPrefix(e.Name(), "x") {
			files--
		}
		return err
	}))
	t.Logf("the folder has %d files of the window's", files)
	if files > 200 {
		t.Errorf("%d files are left", files)
	}
}

// weather types into the form while something is done to the files again and again.
func (s *screen) weather(name string, do func(i int) error) tasks {
	s.t.Helper()
	s.click("field Host")
	from := s.until("a report", func(report.Report) bool { return true })
	ctx, stop := context.WithCancel(s.t.Context())
	var raging sync.WaitGroup
	times := 0
	raging.Go(func() { times = storm(ctx, do) }) // ends with ctx
	_, first := s.watch(3*time.Second, from)
	s.xdotool("type", "--delay", "30", "abcdefgh")
	last, worst := s.watch(9*time.Second, from) // all in all two spans of work and more
	stop()
	raging.Wait()
	worst = worst.or(first)
	s.t.Logf("%-24s %d times, longest task %v, hardest %v, %d above a frame, %d MB: %.90q", name, times, worst.longest, worst.hardest, last.Work.Slow-from.Work.Slow, s.usage().Resident>>20, last.Result)
	return worst
}
