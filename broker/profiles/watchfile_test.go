package profiles

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// watchPatience is how long a test waits for the system to tell of a change.
const watchPatience = 5 * time.Minute

// TestWatchFile: a file is noticed however a program writes it: in its place, by another file
// that gets its name, or with the old one moved away before; and behind a link.
func TestWatchFile(t *testing.T) {
	for name, write := range map[string]func(path string) error{
		"in its place": func(path string) error { return os.WriteFile(path, []byte("new"), 0o600) },
		"by another file": func(path string) error {
			if err := os.WriteFile(path+".tmp", []byte("new"), 0o600); err != nil {
				return err
			}
			return os.Rename(path+".tmp", path)
		},
		"with the old one moved away": func(path string) error {
			if err := os.Rename(path, path+"~"); err != nil {
				return err
			}
			return os.WriteFile(path, []byte("new"), 0o600)
		},
	} {
		for _, linked := range []bool{false, true} {
			t.Run(name, func(t *testing.T) {
				path := filepath.Join(t.TempDir(), "list.yaml")
				watched := path
				if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
					t.Fatal(err)
				}
				if linked {
					if watched = filepath.Join(t.TempDir(), "link.yaml"); os.Symlink(path, watched) != nil {
						t.Skip("this system has no links for everybody")
					}
				}
				isTold(t, watched, func() error { return write(path) })
			})
		}
	}
}

// isTold holds that whoever watches a file is told once it is written.
func isTold(t *testing.T, watched string, write func() error) {
	t.Helper()
	seen := make(chan string, 1)
	end, err := WatchFile(watched, func() {
		if content, err := os.ReadFile(watched); err == nil && string(content) == "new" {
			select {
			case seen <- "new":
			default:
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	defer end()
	if err := write(); err != nil {
		t.Fatal(err)
	}
	select {
	case <-seen:
	case <-time.After(watchPatience):
		t.Error("nobody is told")
	}
}

// TestWatchFileOfNoFolder: a folder that is not there is not made.
func TestWatchFileOfNoFolder(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "none")
	if _, err := WatchFile(filepath.Join(folder, "list.yaml"), func() {}); err == nil {
		t.Error("it is watched")
	}
	if _, err := os.Stat(folder); err == nil {
		t.Error("the folder was made")
	}
}
