package schemafile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

func put(t *testing.T, path, content string) string {
	t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(content), 0o600)); err != nil {
		t.Fatal(err)
	}
	return path
}

func link(t *testing.T, to, path string) {
	t.Helper()
	if err := os.Symlink(to, path); err != nil {
		t.Fatal(err)
	}
}

func TestFolders(t *testing.T) {
	home := t.TempDir()
	put(t, filepath.Join(home, "given", "a"), "a")
	put(t, filepath.Join(home, "given", "deep", "b"), "b")
	secret := put(t, filepath.Join(home, "secret"), "secret")
	put(t, filepath.Join(home, "second", "a"), "another")
	put(t, filepath.Join(home, "second", "c"), "c")
	link(t, secret, filepath.Join(home, "given", "out"))
	link(t, "../secret", filepath.Join(home, "given", "up"))
	link(t, "deep/b", filepath.Join(home, "given", "within"))
	link(t, "..", filepath.Join(home, "given", "above"))
	link(t, "round", filepath.Join(home, "given", "round"))
	link(t, os.DevNull, filepath.Join(home, "given", "device"))
	f, err := Open([]string{filepath.Join(home, "given"), filepath.Join(home, "second")})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for name, c := range map[string]struct {
		want string
		err  error
	}{
		"a": {"a", nil}, "deep/b": {"b", nil}, "c": {"c", nil}, "within": {"b", nil}, "deep/../a": {"a", nil},
		"none": {"", fs.ErrNotExist}, "deep": {"", ErrNoFile}, "out": {"", ErrOutside}, "up": {"", ErrOutside}, "above/secret": {"", fs.ErrNotExist}, "round": {"", ErrOutside}, "device": {"", ErrOutside},
		"../secret": {"", ErrOutside}, secret: {"", ErrOutside}, "": {"", ErrOutside}, "a\x00": {"", ErrOutside},
	} {
		if got, err := f.Read(name); string(got) != c.want || !errors.Is(err, c.err) {
			t.Errorf("%q: %q, %v; want %q, %v", name, got, err, c.want, c.err)
		}
	}
}

func TestAdd(t *testing.T) {
	home := t.TempDir()
	put(t, filepath.Join(home, "given", "deep", "b"), "b")
	other := put(t, filepath.Join(home, "other", "x"), "x")
	link(t, other, filepath.Join(home, "given", "linked"))
	f, err := Open([]string{filepath.Join(home, "given")})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, c := range []struct{ path, name, content string }{
		{"given/deep/b", "deep/b", "b"}, {"other/x", "x", "x"}, {"given/linked", "x", "x"}, // who chose a link has chosen where it leads to
	} {
		name, err := f.Add(filepath.Join(home, c.path))
		if err != nil || name != c.name {
			t.Errorf("%s: %q, %v", c.path, name, err)
		}
		if content, err := f.Read(name); string(content) != c.content {
			t.Errorf("%s: %q, %v", c.path, content, err)
		}
	}
	again := put(t, filepath.Join(home, "third", "x"), "another x")
	if name, err := f.Add(again); err == nil {
		t.Errorf("the second x is %q", name)
	}
	if _, err := f.Add(filepath.Join(home, "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that there is not: %v", err)
	}
	if _, err := Open([]string{filepath.Join(home, "none")}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder that there is not: %v", err)
	}
}

func TestLimits(t *testing.T) {
	folder := t.TempDir()
	put(t, filepath.Join(folder, "a"), "a")
	if err := os.Truncate(put(t, filepath.Join(folder, "large"), ""), LargestFile+1); err != nil {
		t.Fatal(err)
	}
	f, err := Open([]string{folder})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.Read("large"); !errors.Is(err, ErrTooLarge) {
		t.Errorf("one that is too large: %v", err)
	}
	f.files = mostFiles
	if _, err := f.Read("a"); !errors.Is(err, ErrTooMany) {
		t.Errorf("one too many: %v", err)
	}
	f.files, f.bytes = 0, LargestAll
	if _, err := f.Read("a"); !errors.Is(err, ErrTooMany) {
		t.Errorf("too much of them: %v", err)
	}
}
