package ui

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/broker/profiles"
)

// saving opens a place for a file as the toolkit's dialog does.
func saving(t *testing.T, path string) fyne.URIWriteCloser {
	t.Helper()
	f, err := storage.Writer(storage.NewFileURI(path))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// folder is a folder with a file, and says what is in both.
func folder(t *testing.T) (path string, is func() (content string, others []string)) {
	t.Helper()
	dir := t.TempDir()
	path = filepath.Join(dir, "old.json")
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path, func() (string, []string) {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		var others []string
		for _, e := range entries {
			if e.Name() != "old.json" {
				others = append(others, e.Name())
			}
		}
		return string(b), others
	}
}

// TestSavingIsWholeOrNothing: the toolkit opens the file before anybody knows
// whether there is something to write.
func TestSavingIsWholeOrNothing(t *testing.T) {
	gone := profiles.Profile{Name: "plant", Address: broker.Address{Scheme: "mqtts", Host: "plant", Port: 8883}}
	gone.TLS.CA = filepath.Join(t.TempDir(), "ca.pem")
	for name, c := range map[string]struct {
		write func(io.Writer) error
		want  string
	}{
		"it works": {func(w io.Writer) error { _, err := io.WriteString(w, "new"); return err }, "new"},
		"a CA file that went": {func(w io.Writer) error {
			content, err := profiles.Export([]profiles.Profile{gone})
			if err == nil {
				_, err = w.Write(content)
			}
			return err
		}, "old"},
		"it fails half way":    {func(w io.Writer) error { io.WriteString(w, "half"); return errors.New("no") }, "old"}, //nolint:errcheck // on purpose
		"nothing comes out it": {func(io.Writer) error { return nil }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			path, is := folder(t)
			saved := ""
			b.desk.WriteFile(saving(t, path), c.write, func(at string) { saved = at })
			b.until("it was told", func() bool { return saved != "" || b.window.Canvas().Overlays().Top() != nil })
			if content, others := is(); content != c.want || others != nil {
				t.Errorf("the file has %q, beside it %q", content, others)
			}
			if (saved != "") != (c.want != "old") {
				t.Errorf("saved in %q", saved)
			}
		})
	}
}

// portal is a file that is not one of a folder: what a sandbox hands out.
type portal struct {
	content []byte
	closed  bool
}

func (p *portal) Write(b []byte) (int, error) {
	p.content = append(p.content, b...)
	return len(b), nil
}
func (p *portal) Close() error { p.closed = true; return nil }
func (p *portal) URI() fyne.URI {
	u, _ := storage.ParseURI("content://documents/1/file.json") // it is one
	return u
}

// TestSavingSaysHowFarItIs while a large file is written, and no longer.
func TestSavingSaysHowFarItIs(t *testing.T) {
	b := newBench(t)
	path, _ := folder(t)
	goOn := make(chan struct{})
	saved := false
	b.desk.WriteFile(saving(t, path), func(w io.Writer) error {
		_, err := w.Write(make([]byte, 123_000))
		<-goOn
		return err
	}, func(string) { saved = true })
	b.until("it says how far it is", func() bool {
		words := b.desk.Toast.Words.Text
		return b.desk.Toast.Object.Visible() && strings.Contains(words, filepath.Base(path)) && strings.Contains(words, "123 kB")
	})
	close(goOn)
	b.until("it is saved", func() bool { return saved })
	if b.desk.Toast.Object.Visible() {
		t.Errorf("it says %q still", b.desk.Toast.Words.Text)
	}
}

// TestSavingThroughAPortal: nothing reaches it until all of it is there.
func TestSavingThroughAPortal(t *testing.T) {
	for _, fails := range []bool{false, true} {
		b := newBench(t)
		p := &portal{}
		told := false
		b.desk.WriteFile(p, func(w io.Writer) error {
			if _, err := io.WriteString(w, "new"); err != nil || !fails {
				return err
			}
			return errors.New("no")
		}, func(string) { told = true })
		b.until("it was told", func() bool { return told || b.window.Canvas().Overlays().Top() != nil })
		if got := string(p.content); told == fails || !p.closed || got != map[bool]string{false: "new"}[fails] {
			t.Errorf("fails %t: %q, closed %t", fails, got, p.closed)
		}
	}
}

// TestTheDialogLeavesTheFileUntilItIsWritten goes through the toolkit's dialog.
func TestTheDialogLeavesTheFileUntilItIsWritten(t *testing.T) {
	b := newBench(t)
	path, is := folder(t)
	where, err := storage.ListerForURI(storage.NewFileURI(filepath.Dir(path)))
	if err != nil {
		t.Fatal(err)
	}
	b.app.Preferences().SetString("fyne:fileDialogLastFolder", where.String())
	b.desk.Save("old.json", func(io.Writer) error { return errors.New("no") }, func(string) { t.Error("saved") })
	press := func(label string) {
		for _, o := range test.LaidOutObjects(b.window.Canvas().Overlays().Top()) {
			if button, ok := o.(*widget.Button); ok && button.Text == label {
				test.Tap(button)
				return
			}
		}
		t.Fatalf("there is no %s", label)
	}
	press("Save")
	press("Yes") // it is to be overwritten
	b.until("the failure is told", func() bool {
		return slices.ContainsFunc(test.LaidOutObjects(b.window.Canvas().Overlays().Top()), func(o fyne.CanvasObject) bool {
			l, ok := o.(*widget.Label)
			return ok && l.Text == "Not saved"
		})
	})
	if content, others := is(); content != "old" || others != nil {
		t.Errorf("the file has %q, beside it %q", content, others)
	}
	if f := b.window.Canvas().Focused(); f != nil {
		f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	}
	for _, o := range b.window.Canvas().Overlays().List() {
		for _, l := range find[*widget.Label](o) {
			if l.Text == "Not saved" {
				t.Error("Enter does not close what has been read")
			}
		}
	}
}

// TestPathTypedAsAName says what to do about a folder that is not there: the toolkit's
// dialog takes a whole path for the name of a file in the folder it shows.
func TestPathTypedAsAName(t *testing.T) {
	b := newBench(t)
	path, _ := folder(t)
	where, err := storage.ListerForURI(storage.NewFileURI(filepath.Dir(path)))
	if err != nil {
		t.Fatal(err)
	}
	b.app.Preferences().SetString("fyne:fileDialogLastFolder", where.String())
	b.desk.Save("/no/such/new.json", func(io.Writer) error { return nil }, func(string) { t.Error("saved") })
	told := func(words string) bool {
		return slices.ContainsFunc(test.LaidOutObjects(b.window.Canvas().Overlays().Top()), func(o fyne.CanvasObject) bool {
			l, ok := o.(*widget.Label)
			return ok && strings.Contains(l.Text, words)
		})
	}
	for _, o := range test.LaidOutObjects(b.window.Canvas().Overlays().Top()) {
		if button, ok := o.(*widget.Button); ok && button.Text == "Save" {
			test.Tap(button)
		}
	}
	want := "There is no folder " + filepath.Join(filepath.Dir(path), "no", "such")
	b.until("the folder is named", func() bool { return told(want) })
	if !told("type only the file name") {
		t.Error("there is no next step")
	}
}

// TestEscapeLeavesTheSavingOfAFile while its name is being typed, which another file of
// the folder may give as well.
func TestEscapeLeavesTheSavingOfAFile(t *testing.T) {
	b := newBench(t)
	path, is := folder(t)
	where, err := storage.ListerForURI(storage.NewFileURI(filepath.Dir(path)))
	if err != nil {
		t.Fatal(err)
	}
	b.app.Preferences().SetString("fyne:fileDialogLastFolder", where.String())
	saved := ""
	save := func() fyne.Focusable {
		b.desk.Save("new.json", func(w io.Writer) error {
			_, err := w.Write([]byte("new"))
			return err
		}, func(path string) { saved = path })
		return b.window.Canvas().Focused()
	}
	save().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if top := b.window.Canvas().Overlays().Top(); top != nil {
		t.Fatalf("%T is still open", top)
	}
	field := save()
	field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	field.TypedRune('l')
	field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.until("it is saved", func() bool { return saved != "" })
	if _, others := is(); !slices.Equal(others, []string{"new.jsonl"}) || filepath.Base(saved) != "new.jsonl" {
		t.Errorf("saved to %s; there is %q", saved, others)
	}
}
