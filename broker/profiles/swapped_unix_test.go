//go:build unix

package profiles

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// TestReadWhileSwapped reads files, and a book with changes of it, while what stands
// at their places is something else at every moment: each call ends, and gives what a
// file had or an error.
func TestReadWhileSwapped(t *testing.T) {
	const patience = 3 * time.Minute
	content := []byte(`{"version": 3, "profiles": [{"id": "a", "name": "one", "address": {"scheme": "mqtt", "host": "h", "port": 1883}}]}`)
	folder := t.TempDir()
	path := filepath.Join(folder, fileName)
	swapped(t, path, content)
	reads := map[string]func(){
		"a file": func() {
			switch got, err := ReadFile(path, 1<<20); {
			case err == nil && !bytes.Equal(got, content) && len(got) > 0 && got[0] != '{':
				t.Errorf("it gives %q", got)
			case errors.Is(err, fs.ErrClosed):
				t.Error(err)
			}
		},
		"a book to read": func() { _, _ = OpenToRead(folder, new(Memory)) },
		"a book": func() {
			if book, err := Open(folder, new(Memory)); err == nil && book != nil {
				_, _ = book.Create(Profile{Name: "another"}, nil)
			}
		},
	}
	for name, read := range reads {
		t.Run(name, func(t *testing.T) {
			for range 100 {
				done := make(chan struct{})
				go func() { // ends with the reading
					defer close(done)
					read()
				}()
				select {
				case <-done:
				case <-time.After(patience):
					t.Fatal("it waits")
				}
			}
		})
	}
}

// swapped has something else stand at a path at every moment until the test ends.
func swapped(t *testing.T, path string, content []byte) {
	t.Helper()
	kinds := []func(path string) error{
		func(path string) error { return os.WriteFile(path, content, 0o600) },
		func(path string) error { return syscall.Mkfifo(path, 0o600) },
		func(path string) error { return os.WriteFile(path, content, 0o600) },
		func(path string) error { return os.Symlink("/dev/zero", path) },
		func(path string) error { return os.Mkdir(path, 0o700) },
		func(path string) error { return os.Symlink(filepath.Base(path), path) },
	}
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() { // ends with stop
		defer close(stopped)
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
			}
			beside := path + ".beside"
			if kinds[i%len(kinds)](beside) == nil {
				if os.Rename(beside, path) != nil {
					_ = os.RemoveAll(path)
					_ = os.Rename(beside, path)
				}
			}
			_ = os.RemoveAll(beside)
		}
	}()
	t.Cleanup(func() {
		close(stop)
		<-stopped
	})
}
