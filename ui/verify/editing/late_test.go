package editing

import (
	"strings"
	"testing"

	"mangrove/ui/uitest"
)

// saveOnly saves, without the room being told yet.
func (b *bench) saveOnly() {
	b.t.Helper()
	b.checked()
	b.Save()
	uitest.Until(b.t, "it is written, or there is something to ask", func() {}, func() bool { return b.posted.Waiting() == 1 })
}

// TestSavedWhileAnotherIsWritten: what comes of a save that took its time is nothing to the
// checklist that is written by then.
func TestSavedWhileAnotherIsWritten(t *testing.T) {
	b, path, mine := edited(t)
	b.saveOnly()
	b.has(path, mine)
	b.shut()
	b.New()
	b.yaml.entry.SetText("version: 1\n# another\n")
	b.until("the save is told", func() bool { return strings.Contains(b.said, "Saved") })
	if b.Path() != "" || !b.Changed() || len(b.saved) > 0 {
		t.Errorf("the other one is of %q, changed %v; opened is %q", b.Path(), b.Changed(), b.saved)
	}
}

// TestAskedWhileAnotherIsWritten: what another program wrote to the file of before does not take the
// place of the checklist that is written by then, nor is it replaced by that.
func TestAskedWhileAnotherIsWritten(t *testing.T) {
	b, path, _ := edited(t)
	b.write(path, theirs)
	b.saveOnly()
	b.shut()
	b.New()
	b.yaml.entry.SetText("version: 1\n# another\n")
	b.checked()
	if b.isAsked() {
		t.Error("it is asked about a file that is not edited")
	}
	b.has(path, theirs)
}

// TestSavingTwice: what is saved last is in the file last, with no question about what was saved
// here.
func TestSavingTwice(t *testing.T) {
	b, path, mine := edited(t)
	b.saveOnly()
	b.field("Within").entry.SetText("8m")
	b.Save()
	b.until("both are saved", func() bool { return !b.Changed() || b.isAsked() })
	b.until("the second is told", func() bool { return len(b.saved) == 2 || b.isAsked() })
	b.has(path, strings.Replace(mine, "7m", "8m", 1))
	if b.isAsked() {
		t.Error("it asks about what it saved itself")
	}
}

// TestAFileThatIsNoTextAnyMore is not read in the place of what is there, which would lose bytes
// with the next save.
func TestAFileThatIsNoTextAnyMore(t *testing.T) {
	b := newBench(t)
	path := b.file(site)
	if b.FileChanged(path, []byte("version: 1\n# \xff\n")); b.text != site || !strings.Contains(b.said, "not UTF-8") {
		t.Errorf("it says %q, and has\n%q", b.said, b.text)
	}
}
