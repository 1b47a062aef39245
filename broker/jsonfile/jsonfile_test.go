package jsonfile

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"mangrove/broker/kept"
)

// What a child of a test does, in a folder: see TestMain.
const (
	counts = "MANGROVE_TEST_COUNTS"
	writes = "MANGROVE_TEST_WRITES"
)

const increments = 100

func TestMain(m *testing.M) {
	switch {
	case os.Getenv(counts) != "":
		for range increments {
			increment(os.Getenv(counts))
		}
		os.Exit(0)
	case os.Getenv(writes) != "":
		writeForEver(os.Getenv(writes))
	}
	os.Exit(m.Run())
}

// content is what the files of these tests hold.
type content struct {
	Version int      `json:"version"`
	Count   int      `json:"count"`
	Lines   []string `json:"lines,omitempty"`
}

func in(dir string) *File {
	return &File{Path: filepath.Join(dir, "file.json"), Of: kept.SavedMessages, Version: 1, Most: 1 << 20}
}

// change changes a file as its users do.
func change(f *File, do func(*content)) error {
	release, err := f.Claim()
	if err != nil {
		return err
	}
	defer release()
	c := content{Version: 1}
	if err := f.ReadClaimed(&c); err != nil {
		return err
	}
	do(&c)
	return f.Write(c)
}

func increment(dir string) {
	if err := change(in(dir), func(c *content) { c.Count++ }); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

// writeForEver writes a file of which all lines are the same, and tells of each time.
func writeForEver(dir string) {
	for i := 0; ; i++ {
		err := change(in(dir), func(c *content) {
			c.Count = i
			c.Lines = strings.Split(strings.Repeat(fmt.Sprintf("%d ", i), 20_000), " ")
		})
		fmt.Println(i, err)
	}
}

// child runs this test's program again, as one that does something in a folder.
func child(t *testing.T, does, dir string) *exec.Cmd {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program)
	cmd.Env = append(os.Environ(), does+"="+dir)
	return cmd
}

func put(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func get(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	f := in(t.TempDir())
	var none content
	if err := f.Read(&none); err != nil || !reflect.DeepEqual(none, content{}) {
		t.Errorf("without a file %+v, %v", none, err)
	}
	want := content{1, 7, []string{"a", "\x00"}}
	if err := f.Write(want); err != nil {
		t.Fatal(err)
	}
	var got content
	if err := f.Read(&got); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v, want %+v", got, err, want)
	}
	if info, err := os.Stat(f.Path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

// TestOddFiles: those of newer programs stay, damaged ones are put aside, and nothing of
// either is read.
func TestOddFiles(t *testing.T) {
	for _, c := range []struct {
		name, text string
		code       kept.Code
	}{
		{"a newer version", `{"version":2,"count":1}`, kept.Newer},
		{"a much newer version", `{"version":1e30}`, kept.Newer},
		{"a field that is not known", `{"version":1,"count":1,"more":2}`, kept.Newer},
		{"no version", `{"count":1}`, kept.Moved},
		{"a version that is no number", `{"version":"1","count":1}`, kept.Newer},
		{"empty", "", kept.Moved},
		{"zeros, as a power cut leaves them", strings.Repeat("\x00", 100), kept.Moved},
		{"cut off", `{"version":1,"count":1,"lines":["a",`, kept.Moved},
		{"more behind it", `{"version":1}{"version":1}`, kept.Moved},
		{"another type", `{"version":1,"count":1,"lines":"a"}`, kept.Moved},
		{"a list", `[1]`, kept.Moved},
		{"nested deeply", `{"version":1,"count":` + strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000) + `}`, kept.Moved},
		{"too large", `{"version":1,"lines":["` + strings.Repeat("x", 1<<20) + `"]}`, kept.Moved},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := in(t.TempDir())
			put(t, f.Path, c.text)
			var got content
			err := f.Read(&got)
			if !kept.Is(err, c.code) || !reflect.DeepEqual(got, content{}) {
				t.Fatalf("%v, read %.100v", err, got)
			}
			where := f.Path
			if c.code == kept.Moved {
				where = err.(*kept.Error).Path //nolint:errorlint,forcetypeassert // it is one
			}
			if get(t, where) != c.text {
				t.Errorf("%s is not what it was", where)
			}
			if there, _ := filepath.Glob(f.Path); (len(there) == 0) != (c.code == kept.Moved) {
				t.Errorf("the file is there: %q", there)
			}
			if err := change(f, func(c *content) { c.Count = 5 }); kept.Is(err, kept.Newer) != (c.code == kept.Newer) {
				t.Errorf("changed: %v", err)
			}
		})
	}
}

// TestTooMuchIsNotWritten: it could not be read again.
func TestTooMuchIsNotWritten(t *testing.T) {
	f := in(t.TempDir())
	if err := f.Write(content{Version: 1}); err != nil {
		t.Fatal(err)
	}
	before := get(t, f.Path)
	if err := f.Write(content{1, 1, []string{strings.Repeat("x", 1<<20)}}); !kept.Is(err, kept.TooLarge) || get(t, f.Path) != before {
		t.Errorf("%v", err)
	}
	for size := 1<<20 - 100; size < 1<<20; size++ {
		if err := f.Write(content{1, 1, []string{strings.Repeat("x", size)}}); err != nil {
			break
		}
		if err := f.Read(&content{}); err != nil {
			t.Fatalf("%d bytes were written and cannot be read: %v", size, err)
		}
	}
}

// TestTwoProgramsChangeAFile: nothing of either is lost.
func TestTwoProgramsChangeAFile(t *testing.T) {
	dir := t.TempDir()
	var running []*exec.Cmd
	for range 3 {
		cmd := child(t, counts, dir)
		cmd.Stdout = os.Stdout
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		running = append(running, cmd)
	}
	for _, cmd := range running {
		if err := cmd.Wait(); err != nil {
			t.Error(err)
		}
	}
	var got content
	if err := in(dir).Read(&got); err != nil || got.Count != 3*increments {
		t.Errorf("%d, %v, want %d", got.Count, err, 3*increments)
	}
}

// TestKilledWhileWriting: what is in the file is whole, and can be changed.
func TestKilledWhileWriting(t *testing.T) {
	dir := t.TempDir()
	f := in(dir)
	for n := range 20 {
		cmd := child(t, writes, dir)
		told, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		last := -1
		for range n%4 + 1 {
			var result string
			if _, err := fmt.Fscanln(told, &last, &result); err != nil || result != "<nil>" {
				t.Fatalf("%s, %v", result, err)
			}
		}
		_ = cmd.Process.Kill() // amid the next, mostly
		_ = cmd.Wait()
		var got content
		if err := f.Read(&got); err != nil || got.Count < last || len(got.Lines) < 20_000 {
			t.Fatalf("%d of %d, %d lines, %v", got.Count, last, len(got.Lines), err)
		}
		for _, line := range got.Lines {
			if line != "" && line != fmt.Sprint(got.Count) {
				t.Fatalf("%q in the file of %d", line, got.Count)
			}
		}
	}
	if err := change(f, func(c *content) { c.Count = -1 }); err != nil {
		t.Error(err)
	}
}
