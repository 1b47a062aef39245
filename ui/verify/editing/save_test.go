package editing

import (
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"mangrove/ui/runs"
	"mangrove/ui/uitest"
)

// answer presses a button of the question that is asked.
func (b *bench) answer(words string) {
	b.t.Helper()
	b.until("it is asked", func() bool { return uitest.DialogButton(b.window.Canvas(), words) != nil })
	test.Tap(uitest.DialogButton(b.window.Canvas(), words))
}

func (b *bench) isAsked() bool { return b.window.Canvas().Overlays().Top() != nil }

// edited is a room with a file, in which something is changed.
func edited(t *testing.T) (b *bench, path, mine string) {
	t.Helper()
	b = newBench(t)
	path = b.file(site)
	b.pick("devices/0/present")
	b.field("Within").entry.SetText("7m")
	return b, path, strings.Replace(site, "present: 5m", "present: 7m", 1)
}

const theirs = "version: 1\nrules: [{topic: a, present: true}]\n"

// TestSaving writes the text as it is seen, and says so.
func TestSaving(t *testing.T) {
	b, path, mine := edited(t)
	if !b.Changed() || !strings.Contains(b.title.Text(), "not saved") {
		t.Errorf("it says %q", b.title.Text())
	}
	b.Save()
	b.until("it is saved", func() bool { return len(b.saved) == 1 })
	b.has(path, mine)
	if b.saved[0] != path || b.Changed() || strings.Contains(b.title.Text(), "not saved") || !b.saveIt.Disabled() {
		t.Errorf("saved %q, it says %q", b.saved, b.title.Text())
	}
}

// TestSavingOverAnothersChange asks, and does what is answered.
func TestSavingOverAnothersChange(t *testing.T) {
	for _, answer := range []string{"Replace it", "Read the file instead", "Cancel"} {
		t.Run(answer, func(t *testing.T) {
			b, path, mine := edited(t)
			b.write(path, theirs)
			b.Save()
			b.until("it is asked", b.isAsked)
			b.has(path, theirs)
			b.answer(answer)
			switch answer {
			case "Replace it":
				b.until("it is saved", func() bool { return len(b.saved) == 1 })
				b.has(path, mine)
			case "Read the file instead":
				if b.text != theirs || b.Changed() {
					t.Errorf("it has\n%s", b.text)
				}
				if b.takeBack(); b.text != mine || !b.Changed() {
					t.Errorf("what was written is lost:\n%s", b.text)
				}
				b.has(path, theirs)
			default:
				if b.text != mine || !b.Changed() {
					t.Errorf("it has\n%s", b.text)
				}
				b.has(path, theirs)
			}
		})
	}
}

// TestAFileThatChanges is read again, unless something is not saved: then it is asked, once.
func TestAFileThatChanges(t *testing.T) {
	t.Run("with nothing to be saved", func(t *testing.T) {
		b := newBench(t)
		path := b.file(site)
		if b.FileChanged(path, []byte(theirs)); b.text != theirs || b.Changed() || b.isAsked() {
			t.Errorf("it has\n%s", b.text)
		}
	})
	t.Run("with the same", func(t *testing.T) {
		b, path, mine := edited(t)
		b.FileChanged(path, []byte(mine))
		if b.Changed() || b.isAsked() {
			t.Error("what is in the file is not saved")
		}
	})
	t.Run("with something to be saved", func(t *testing.T) {
		b, path, mine := edited(t)
		b.FileChanged(path, []byte(site)) // as it was
		b.FileChanged("/other", []byte(theirs))
		if b.isAsked() {
			t.Fatal("it asks for no change")
		}
		b.write(path, theirs)
		b.FileChanged(path, []byte(theirs))
		b.answer("Keep mine")
		b.FileChanged(path, []byte(theirs))
		if b.isAsked() || b.text != mine {
			t.Error("it asks twice")
		}
		b.Save()
		b.answer("Cancel")
		b.has(path, theirs)
		b.FileChanged(path, []byte(theirs+"# more\n"))
		b.answer("Read the file")
		if b.text != theirs+"# more\n" || b.Changed() {
			t.Errorf("it has\n%s", b.text)
		}
	})
}

// TestClosing asks while something is not saved.
func TestClosing(t *testing.T) {
	b, _, mine := edited(t)
	b.Close()
	b.answer("Cancel")
	if b.closed || b.text != mine {
		t.Error("it is closed")
	}
	b.Close()
	b.answer("Close without saving")
	if !b.closed || b.IsOpen() || b.Changed() {
		t.Error("it is not closed")
	}
}

// TestDrafts: what is not saved comes back as it was, and still knows what the file had.
func TestDrafts(t *testing.T) {
	var d runs.Checklist
	var mine string
	t.Run("written", func(t *testing.T) {
		b, _, words := edited(t)
		d, mine = draftOf(t, b), words
	})
	d.Path = filepath.Join(t.TempDir(), "site.yaml")
	t.Run("put back", func(t *testing.T) {
		b := newBench(t)
		b.write(d.Path, site)
		b.PutBack(d)
		if b.text != mine || b.Path() != d.Path || !b.Changed() {
			t.Errorf("it has %q with\n%s", b.Path(), b.text)
		}
		b.Save()
		b.until("it is saved without a question", func() bool { return len(b.saved) == 1 })
		if _, is := b.Draft(); is {
			t.Error("what is saved is a draft")
		}
	})
	t.Run("no YAML", func(t *testing.T) {
		b := newBench(t)
		b.New()
		b.yaml.entry.SetText("version: [1")
		d = draftOf(t, b)
		b.shut()
		b.PutBack(d)
		if b.checked(); b.text != "version: [1" || b.yaml.entry.Value() != "version: [1" {
			t.Errorf("what is no YAML is lost: %q", b.text)
		}
	})
}

func draftOf(t *testing.T, b *bench) runs.Checklist {
	t.Helper()
	d, is := b.Draft()
	if !is {
		t.Fatal("there is nothing to be kept")
	}
	return d
}
