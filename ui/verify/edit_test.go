package verify

import (
	"os"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"mangrove/ui/runs"
	"mangrove/ui/uitest"
)

// watchFile watches a file, as far as the test says that it was written.
func (b *bench) watchFile(path string, changed func()) (end func(), err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.changed == nil {
		b.changed = map[string]func(){}
	}
	b.changed[path] = changed
	return func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		delete(b.changed, path)
	}, nil
}

// isWatched reports whether a file is watched, and the page knows.
func (b *bench) isWatched(path string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.changed[path] != nil && b.file.path == path && b.file.end != nil
}

// rewrite has another program write a file, which is told.
func (b *bench) rewrite(path, words string) {
	b.t.Helper()
	if err := os.WriteFile(path, []byte(words), 0o600); err != nil {
		b.t.Fatal(err)
	}
	b.until("it is watched", func() bool { return b.isWatched(path) })
	b.mu.Lock()
	changed := b.changed[path]
	b.mu.Unlock()
	changed()
}

// TestWritingAChecklist: the room is there in the place of the verdicts, until it is closed.
func TestWritingAChecklist(t *testing.T) {
	b := newBench(t)
	b.connect()
	if b.edit.Visible() {
		t.Error("none is open, and can be edited")
	}
	test.Tap(b.create)
	if b.main.Visible() || !b.room.Object.Visible() || b.Unsaved() || b.Keyboard() != b.room.Keyboard() {
		t.Error("it is not there")
	}
	b.Dropped(fyne.Position{}, b.write(plant))
	if b.reads > 0 || !strings.Contains(b.said, "Close the checklist") {
		t.Errorf("what is dropped is opened; it says %q", b.said)
	}
	b.room.Close()
	if !b.main.Visible() || b.room.Object.Visible() {
		t.Error("it is still there")
	}
	b.openFile(b.write(plant))
	test.Tap(b.edit)
	if b.main.Visible() || b.room.Path() != b.list.path {
		t.Errorf("it edits %q", b.room.Path())
	}
}

// TestAnOpenFileThatChanges is read again while nothing runs.
func TestAnOpenFileThatChanges(t *testing.T) {
	b := newBench(t)
	b.connect()
	path := b.write(plant)
	b.openFile(path)
	b.rewrite(path, strings.Replace(plant, "Hall", "Yard", 1))
	b.until("it is read again", func() bool { return b.list.list.Site.Name == "Yard" })
	b.step()
	if !strings.Contains(b.title.Text(), "Yard") || !strings.Contains(b.said, "read again") {
		t.Errorf("it says %q, %q", b.title.Text(), b.said)
	}
	if err := os.Remove(path); err != nil { // as programs do before they write
		t.Fatal(err)
	}
	b.rewrite(path, plant)
	b.until("it is read again", func() bool { return b.list.list.Site.Name == "Hall" })
	b.rewrite(path, "version: 1\n")
	b.until("what is wrong is told", func() bool { return b.list.err != nil })
	other := b.write(plant)
	b.Read(other)
	b.until("another one is open", func() bool { return b.list.path == other && b.isWatched(other) })
	b.until("the first is watched no more", func() bool {
		b.mu.Lock()
		defer b.mu.Unlock()
		return b.changed[path] == nil
	})
}

// TestAFileThatChangesInARun is told; the run goes on as it began, and the next has it.
func TestAFileThatChangesInARun(t *testing.T) {
	b := running(t)
	of := b.run.of
	b.rewrite(of.path, strings.Replace(plant, "Hall", "Yard", 1))
	b.until("it is told", func() bool { return strings.Contains(b.state.Text(), "the next run will use it") })
	if b.run.of != of || b.list != of || !b.isRunning() {
		t.Error("the run has another checklist")
	}
	b.rewrite(of.path, plant)
	b.until("it is as before", func() bool { return !strings.Contains(b.state.Text(), "next run") })
	b.rewrite(of.path, strings.Replace(plant, "Hall", "Yard", 1))
	b.receive(`hall/fan {"rpm":5000}`)
	b.judge()
	b.until("it is over", func() bool { return b.run.ended })
	b.step()
	if !b.has("fan") || !strings.Contains(b.state.Text(), "Start reads it again") {
		t.Errorf("the verdicts are gone, or it says %q", b.state.Text())
	}
	test.Tap(b.start)
	b.until("the next run has it", func() bool { return b.list != of && b.isRunning() })
	if b.list.list.Site.Name != "Yard" || strings.Contains(b.state.Text(), "changed since") {
		t.Errorf("it says %q of %s", b.state.Text(), b.list.list.Site.Name)
	}
}

// TestAFileThatChangesWhileItIsEdited: what is not saved is not replaced without a question.
func TestAFileThatChangesWhileItIsEdited(t *testing.T) {
	b := newBench(t)
	b.connect()
	path := b.write(plant)
	b.openFile(path)
	mine := strings.Replace(plant, "Hall", "Mine", 1)
	b.room.PutBack(runs.Checklist{Path: path, Text: mine})
	b.showRoom()
	b.rewrite(path, strings.Replace(plant, "Hall", "Yard", 1))
	b.until("it is asked", func() bool { return uitest.DialogButton(b.window.Canvas(), "Keep mine") != nil })
	test.Tap(uitest.DialogButton(b.window.Canvas(), "Keep mine"))
	var d runs.Draft
	if b.Draft(&d); len(d.Checklists) != 1 || d.Checklists[0].Text != mine {
		t.Errorf("what is kept is %v", d.Checklists)
	}
}

// TestDraftsComeBackOneAfterTheOther: none takes the place of another.
func TestDraftsComeBackOneAfterTheOther(t *testing.T) {
	b := newBench(t)
	b.PutBack(&runs.Draft{Checklists: []runs.Checklist{{Text: "# one\n"}, {Text: "# two\n"}}})
	var d runs.Draft
	if b.Draft(&d); len(d.Checklists) != 2 || d.Checklists[0].Text != "# one\n" || !b.room.IsOpen() {
		t.Fatalf("there is %v", d.Checklists)
	}
	b.room.Close()
	test.Tap(uitest.DialogButton(b.window.Canvas(), "Close without saving"))
	d = runs.Draft{}
	if b.Draft(&d); len(d.Checklists) != 1 || d.Checklists[0].Text != "# two\n" || !b.room.IsOpen() || b.main.Visible() {
		t.Errorf("then there is %v", d.Checklists)
	}
}
