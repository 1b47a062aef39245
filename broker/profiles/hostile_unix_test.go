//go:build unix

package profiles

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/brokertest"
	"mangrove/broker/explain"
)

// TestHostileFiles: whatever a connection names, or somebody chooses, ends with a
// sentence.
func TestHostileFiles(t *testing.T) {
	const most = 128 << 20
	brokertest.Hostile(t, most, func(t *testing.T, what, path string) {
		sentence := func(name string, err error) {
			if err == nil {
				t.Errorf("%s: %s is taken", what, name)
			} else if words := explain.Error(err, broker.Address{}); len(words) < 20 || !strings.HasSuffix(words, ".") && !strings.HasSuffix(words, " B)") {
				t.Errorf("%s: %s is told as %q", what, name, words)
			}
		}
		if content, err := ReadFile(path, LargestMaterial); err == nil && len(content) > LargestMaterial {
			t.Errorf("%s: %d bytes are read", what, len(content))
		}
		_, err := OpenBundle(path)
		sentence("bundle", err)
		if path == "" {
			return // no such setting
		}
		for name, settings := range map[string]TLS{
			"authority": {CA: path}, "certificate": {Certificate: path}, "key": {Key: path}, "archive": {PKCS12: path},
		} {
			p := Profile{Address: broker.Address{Scheme: "mqtts", Host: "h", Port: 8883}, TLS: settings}
			_, err := p.Runtime(new(Memory))
			sentence(name, err)
			_, err = p.Review(new(Memory), time.Now())
			sentence(name, err)
		}
	})
}

// TestFolderOfManyFiles: somebody's home is no bundle.
func TestFolderOfManyFiles(t *testing.T) {
	if _, err := OpenBundle(brokertest.ManyFiles(t)); err == nil || !strings.Contains(told(err), "There are more than 200 files") {
		t.Errorf("%v", err)
	}
}

// TestHostileBook: whatever stands where the connections are kept, the program
// begins, and says why it can keep none.
func TestHostileBook(t *testing.T) {
	brokertest.Hostile(t, 256<<20, func(t *testing.T, what, path string) {
		if _, err := os.Lstat(path); err != nil {
			return
		}
		dir := t.TempDir()
		if err := os.Symlink(path, filepath.Join(dir, fileName)); err != nil {
			t.Fatal(err)
		}
		b, err := Open(dir, new(Memory))
		if b == nil {
			t.Fatalf("%s: no book, %v", what, err)
		}
		if err == nil && what != "a link to nothing" {
			t.Errorf("%s: %d connections", what, len(b.All()))
		}
	})
}

// TestPipeForALock: a pipe where the lock file stands is not waited for.
func TestPipeForALock(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mkfifo(filepath.Join(dir, fileName+lockSuffix), 0o600); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { // ends with the change
		b, err := Open(dir, new(Memory))
		if err == nil {
			_, err = b.Create(Profile{Name: "a"}, nil)
		}
		ended <- err
	}()
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(3 * time.Minute):
		t.Fatal("no end within 30 s")
	}
}

// TestAPipeInPlaceOfAFile: what was a file when it was looked at may be a pipe when it
// is opened, which waits for a writer.
func TestAPipeInPlaceOfAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pipe")
	must(t, syscall.Mkfifo(path, 0o600))
	read := make(chan error, 1)
	go func() { _, err := readRegular(path, 10); read <- err }() // ends at the latest with the writer below
	var err error
	select {
	case err = <-read:
	case <-time.After(3 * time.Minute):
		t.Error("it waits")
		must(t, os.WriteFile(path, nil, 0o600))
		err = <-read
	}
	if !errors.Is(err, ErrNoFile) {
		t.Error(err)
	}
}
