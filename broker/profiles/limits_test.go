package profiles

import (
	"archive/zip"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/zalando/go-keyring"
)

// TestKeyRingAnswersWithinLimits: another program may have written the entries.
func TestKeyRingAnswersWithinLimits(t *testing.T) {
	for name, entry := range map[string]string{
		"parts without end": inParts + "2000000000", "fewer than none": inParts + "-1", "no number": inParts + "many",
		"an entry without end": strings.Repeat("x", largestAnswer+1),
	} {
		t.Run(name, func(t *testing.T) {
			keyring.MockInit()
			k := KeyRing{&turns{patience: patience}}
			must(t, keyring.Set(service, account("p", "password"), entry))
			if got, err := k.Get("p", "password"); err == nil || !strings.Contains(told(err), "type it again") {
				t.Errorf("it gives %d bytes and %v", len(got), err)
			}
		})
	}
	keyring.MockInit()
	k := KeyRing{&turns{patience: patience}}
	if err := k.Set("p", "password", strings.Repeat("x", mostParts*partSize+1)); err == nil {
		t.Error("it takes more than it gives back")
	}
	must(t, keyring.Set(service, account("p", "password"), inParts+strconv.Itoa(2_000_000_000)))
	must(t, k.Delete("p", "password")) // and comes back
}

// TestBundlesWithinLimits: a folder of folders, and a .zip file of nothing but a
// list of contents.
func TestBundlesWithinLimits(t *testing.T) {
	deep := fstest.MapFS{}
	for i := range bundleEntries {
		deep[fmt.Sprint(i)] = &fstest.MapFile{Mode: fs.ModeDir}
	}
	if _, err := sift(deep); err == nil || !strings.Contains(told(err), "more than 2000 files and folders") {
		t.Errorf("a folder of folders: %v", err)
	}
	large := filepath.Join(t.TempDir(), "large.zip")
	f, err := os.Create(large)
	must(t, err)
	z := zip.NewWriter(f)
	_, err = z.Create("a.pem")
	must(t, errors.Join(err, z.Close(), f.Truncate(bundleArchive+1), f.Close()))
	if _, err := OpenBundle(large); !errors.Is(err, ErrTooLarge) {
		t.Errorf("an archive of %d bytes: %v", bundleArchive+1, err)
	}
}

// TestFilesOfConnectionsThatAreNone: what stands in its place is neither waited for
// nor read to its end, and stays as it is.
func TestFilesOfConnectionsThatAreNone(t *testing.T) {
	for name, put := range map[string]func(path string) error{
		"a folder": func(path string) error { return os.Mkdir(path, 0o700) },
		"a device": func(path string) error { return os.Symlink(os.DevNull, path) },
		"without an end": func(path string) error {
			return errors.Join(os.WriteFile(path, nil, 0o600), os.Truncate(path, largestBook+1))
		},
		"a link to itself": func(path string) error { return os.Symlink(path, path) },
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			path := filepath.Join(folder, fileName)
			must(t, put(path))
			before, err := os.Lstat(path)
			must(t, err)
			b, err := Open(folder, new(Memory))
			if err == nil || b == nil {
				t.Fatalf("it is taken: %v", err)
			}
			if _, err := b.Create(Profile{Name: "a"}, nil); err == nil {
				t.Error("it is replaced")
			}
			if after, err := os.Lstat(path); err != nil || after.Mode() != before.Mode() || after.Size() != before.Size() {
				t.Errorf("it has become %v, %v", after, err)
			}
		})
	}
}
