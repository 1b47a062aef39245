package safefile

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func put(t *testing.T, path, content string, mode fs.FileMode) {
	t.Helper()
	if err := errors.Join(os.WriteFile(path, []byte(content), mode), os.Chmod(path, mode)); err != nil {
		t.Fatal(err)
	}
}

// save replaces a file by what is produced, or leaves it as it is.
func save(path string, produce func(io.Writer) error) error {
	f, err := Create(path)
	if err != nil {
		return err
	}
	defer f.Abandon()
	if err := produce(f); err != nil {
		return err
	}
	return f.Close()
}

func content(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func isLink(path string) bool {
	_, err := os.Readlink(path)
	return err == nil
}

// leftovers are the temporary files in a folder.
func leftovers(t *testing.T, dir string) []string {
	t.Helper()
	left, err := filepath.Glob(filepath.Join(dir, temporary))
	if err != nil {
		t.Fatal(err)
	}
	return left
}

func modeOf(t *testing.T, path string) fs.FileMode {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Mode().Perm()
}

var errBroken = errors.New("it broke")

func TestSaveIsWholeOrNothing(t *testing.T) {
	for name, c := range map[string]struct {
		before  func(t *testing.T, dir string) // what there is at dir/file
		produce func(io.Writer) error
		want    string
		mode    fs.FileMode
		fails   bool
	}{
		"a new file":             {nil, write("new"), "new", 0o600, false},
		"another one":            {file(0o600), write("new"), "new", 0o600, false},
		"one that others read":   {file(0o644), write("new"), "new", 0o644, false},
		"nothing at all":         {file(0o600), write(""), "", 0o600, false},
		"it fails at once":       {file(0o640), func(io.Writer) error { return errBroken }, "old", 0o640, true},
		"it fails in the middle": {file(0o600), func(w io.Writer) error { io.WriteString(w, "half"); return errBroken }, "old", 0o600, true}, //nolint:errcheck // on purpose
		"behind a link":          {linkTo("target", true), write("new"), "new", 0o600, false},
		"behind a link to none":  {linkTo("none", false), write("new"), "new", 0o600, false},
	} {
		t.Run(name, func(t *testing.T) {
			if runtime.GOOS == "windows" && strings.Contains(name, "link") {
				t.Skip("links need a right there")
			}
			dir := t.TempDir()
			path := filepath.Join(dir, "file")
			if c.before != nil {
				c.before(t, dir)
			}
			link := isLink(path)
			if err := save(path, c.produce); (err != nil) != c.fails {
				t.Fatalf("error %v", err)
			}
			if got := content(t, path); got != c.want {
				t.Errorf("the file has %q, not %q", got, c.want)
			}
			if got := modeOf(t, path); runtime.GOOS != "windows" && got != c.mode {
				t.Errorf("its mode is %o, not %o", got, c.mode)
			}
			if isLink(path) != link {
				t.Error("the link is no link any more")
			}
			if left := leftovers(t, dir); left != nil {
				t.Errorf("left behind: %q", left)
			}
		})
	}
}

func write(s string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, s)
		return err
	}
}

func file(mode fs.FileMode) func(*testing.T, string) {
	return func(t *testing.T, dir string) { put(t, filepath.Join(dir, "file"), "old", mode) }
}

func linkTo(name string, there bool) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		if there {
			put(t, filepath.Join(dir, name), "old", 0o600)
		}
		if err := os.Symlink(name, filepath.Join(dir, "file")); err != nil {
			t.Fatal(err)
		}
	}
}

func TestSaveRefusesAFolder(t *testing.T) {
	dir := t.TempDir()
	if err := save(dir, write("new")); err == nil {
		t.Error("a folder was written to")
	}
}

// TestSaveWritesToDevices: what is no file is not replaced by one.
func TestSaveWritesToDevices(t *testing.T) {
	if err := save(os.DevNull, write("new")); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(os.DevNull); err != nil || info.Mode().IsRegular() {
		t.Error("the device is a file now")
	}
	if runtime.GOOS != "linux" {
		return
	}
	if err := save("/dev/full", write("new")); err == nil {
		t.Error("a full disk took it")
	}
}

// TestSaveWhereNothingCanBeMade: in a folder that is not to be written to there
// may still be a file that is.
func TestSaveWhereNothingCanBeMade(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "file")
	put(t, path, "old and longer", 0o600)
	f := &File{path: path, inPlace: true} // the tests may run as root, who can write everywhere
	var err error
	if f.temp, err = os.CreateTemp(t.TempDir(), temporary); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(write("new")(f), f.Close()); err != nil {
		t.Fatal(err)
	}
	if got := content(t, path); got != "new" {
		t.Errorf("the file has %q", got)
	}
	if _, err := os.Stat(f.temp.Name()); !errors.Is(err, fs.ErrNotExist) {
		t.Error("the copy is still there")
	}
}

func TestKeepIsPrivate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "folder", "file")
	for _, mode := range []fs.FileMode{0, 0o644} {
		if mode != 0 {
			put(t, path, "old", mode)
		}
		if err := Keep(path, []byte("new")); err != nil {
			t.Fatal(err)
		}
		if runtime.GOOS == "windows" {
			continue
		}
		if f, d := modeOf(t, path), modeOf(t, filepath.Dir(path)); f != 0o600 || d != 0o700 {
			t.Errorf("modes %o in %o", f, d)
		}
	}
}

// TestKeepBehindALink to a file in a folder that are both not there yet.
func TestKeepBehindALink(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links need a right there")
	}
	dir := t.TempDir()
	link, there := filepath.Join(dir, "link"), filepath.Join(dir, "folder", "file")
	if err := os.Symlink(filepath.Join("folder", "file"), link); err != nil {
		t.Fatal(err)
	}
	if err := Keep(link, []byte("new")); err != nil {
		t.Fatal(err)
	}
	if got := content(t, there); got != "new" || !isLink(link) {
		t.Errorf("the file has %q; the link is one: %t", got, isLink(link))
	}
}

func TestSweep(t *testing.T) {
	dir := t.TempDir()
	f, err := Create(filepath.Join(dir, "file"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Abandon()
	put(t, filepath.Join(dir, "other.new"), "", 0o600)
	if Sweep(dir, time.Now()); len(leftovers(t, dir)) != 1 {
		t.Error("what another program writes is gone")
	}
	Sweep(dir, time.Now().Add(2*sweepAfter))
	if left := leftovers(t, dir); left != nil {
		t.Errorf("left behind: %q", left)
	}
	content(t, filepath.Join(dir, "other.new"))
}

func TestLatestWritesWhatIsNew(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	var failed []error
	began, encode := make(chan struct{}, 10), func(s string) ([]byte, error) { return []byte(s), nil }
	l := NewLatest(path, func(s string) ([]byte, error) { began <- struct{}{}; return encode(s) }, func(err error) { failed = append(failed, err) })
	l.Put("one")
	<-began
	l.Put("one")
	<-began
	first, err := os.Stat(path) // the second begins when the first is written
	if err != nil {
		t.Fatal(err)
	}
	l.Stop()
	if second, err := os.Stat(path); err != nil || !os.SameFile(first, second) {
		t.Error("the same content was written again")
	}
	l = NewLatest(path, encode, func(err error) { failed = append(failed, err) })
	for _, s := range []string{"two", "three", "four"} {
		l.Put(s)
	}
	l.Stop()
	if got := content(t, path); got != "four" {
		t.Errorf("the file has %q", got)
	}
	if failed != nil {
		t.Error(failed)
	}
}

// TestLatestTriesAgain: after a failure nobody knows what the file has, and what it had before
// is written again.
func TestLatestTriesAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	began, failed := make(chan struct{}, 10), make(chan error, 10)
	l := NewLatest(path, func(s string) ([]byte, error) { began <- struct{}{}; return []byte(s), nil }, func(err error) { failed <- err })
	for range 2 {
		l.Put("one")
		<-began // the second time the first is written
	}
	if err := errors.Join(os.Remove(path), os.Mkdir(path, 0o700)); err != nil {
		t.Fatal(err)
	}
	l.Put("two")
	if err := <-failed; err == nil {
		t.Error("a folder was written to")
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	l.Put("one")
	l.Stop()
	if got := content(t, path); got != "one" {
		t.Errorf("the file has %q", got)
	}
}

// TestLatestOfItsOwn replaces a link, and leaves what it leads to.
func TestLatestOfItsOwn(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links need a right there")
	}
	dir := t.TempDir()
	path, theirs := filepath.Join(dir, "file"), filepath.Join(dir, "theirs")
	if err := errors.Join(os.WriteFile(theirs, []byte("theirs"), 0o600), os.Symlink("theirs", path)); err != nil {
		t.Fatal(err)
	}
	l := NewLatest(path, func(s string) ([]byte, error) { return []byte(s), nil }, func(err error) { t.Error(err) })
	l.Own = true
	l.Put("ours")
	l.Stop()
	if content(t, theirs) != "theirs" || content(t, path) != "ours" || isLink(path) {
		t.Errorf("it has %q and %q; a link: %v", content(t, path), content(t, theirs), isLink(path))
	}
}

// TestFailuresNameTheFile goes through the failures that come of the file beside.
func TestFailuresNameTheFile(t *testing.T) {
	dir := t.TempDir()
	create := func(name string) *File {
		f, err := Create(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(f.Abandon)
		return f
	}
	for name, fails := range map[string]func(path string) error{
		"no folder": func(path string) error {
			_, err := Create(filepath.Join(dir, "absent", filepath.Base(path)))
			return err
		},
		"written to": func(path string) error {
			f := create(filepath.Base(path))
			_ = f.temp.Close()
			_, err := f.Write([]byte("x"))
			return err
		},
		"closed": func(path string) error {
			f := create(filepath.Base(path))
			_ = f.temp.Close()
			return f.Close()
		},
		"put in its place": func(path string) error {
			f := create(filepath.Base(path))
			if err := os.MkdirAll(filepath.Join(path, "full"), 0o700); err != nil {
				t.Fatal(err)
			}
			return f.Close()
		},
	} {
		t.Run(name, func(t *testing.T) {
			err := fails(filepath.Join(dir, strings.ReplaceAll(name, " ", "-")+".json"))
			if err == nil || strings.Contains(err.Error(), "mangrove") || !strings.Contains(err.Error(), ".json") {
				t.Errorf("it says %v", err)
			}
		})
	}
}
