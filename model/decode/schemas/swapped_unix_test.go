//go:build unix

package schemas

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// TestSwappedFiles has another program put what it likes in the place of a schema and of
// what it imports while both are read: nothing is waited for, and what is outside of the
// folder is not read.
func TestSwappedFiles(t *testing.T) {
	dir, outside := t.TempDir(), filepath.Join(t.TempDir(), "other.proto")
	path, imported := filepath.Join(dir, "a.proto"), filepath.Join(dir, "b.proto")
	whole := []byte(`syntax = "proto3"; import "b.proto"; message A { B b = 1; }`)
	below := []byte(`syntax = "proto3"; message B { int32 inside = 1; }`)
	put := func(path string, content []byte) {
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	put(outside, []byte(`syntax = "proto3"; message B { int32 secret = 1; } `+strings.Repeat("x", 10)))
	put(path, whole)
	put(imported, below)
	ctx, stop := context.WithCancel(t.Context())
	var raging sync.WaitGroup
	for path, content := range map[string][]byte{path: whole, imported: below} {
		raging.Go(func() { // ends with ctx
			for i := 0; ctx.Err() == nil; i++ {
				what := path + ".new"
				_ = os.Remove(what)
				_ = []func() error{
					func() error { return os.WriteFile(what, content, 0o600) },
					func() error { return os.Symlink(outside, what) },
					func() error { return syscall.Mkfifo(what, 0o600) },
					func() error { return os.Symlink("/dev/zero", what) },
					func() error { return os.WriteFile(what, content, 0o600) },
					func() error { return errors.Join(os.WriteFile(what, nil, 0o600), os.Truncate(what, 1<<40)) },
				}[i%6]()
				_ = os.Rename(what, path) // over what is there
			}
		})
	}
	read, refused := 0, 0
	for range 500 {
		switch _, err := Open(Source{Files: []string{path}, Message: "A"}); {
		case err == nil:
			read++
		case strings.Contains(err.Error(), "secret"), strings.Contains(err.Error(), "xxxx"):
			t.Errorf("what is outside is read: %v", err)
		default:
			refused++
		}
	}
	stop()
	raging.Wait()
	t.Logf("read %d times, refused %d times", read, refused)
}
