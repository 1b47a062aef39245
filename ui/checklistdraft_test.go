package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"mangrove/ui/runs"
	"mangrove/ui/uitest"
)

// writtenList is a checklist that somebody was writing.
const writtenList = "version: 1\nsite: {name: Hall\n"

// withChecklist is a window in which one is being written.
func withChecklist(t *testing.T) *shelfBench {
	t.Helper()
	s := newShelfBench(t, at("Hall", "plant"))
	s.verify.PutBack(&runs.Draft{Checklists: []runs.Checklist{{Text: writtenList}}})
	return s
}

// TestAChecklistSurvives: what was written and in no file is offered at the next start, which
// goes to it.
func TestAChecklistSurvives(t *testing.T) {
	s := withChecklist(t)
	forgotten, kept := 0, []runs.Draft(nil)
	next := s.nextStart(s.draft(), keeping(&kept, &forgotten))
	if got := next.lastRun.Words.Text; !next.lastRun.Object.Visible() || !strings.Contains(got, "a checklist was being written") {
		t.Fatalf("it offers %q", got)
	}
	next.until("it is put back", func() bool {
		if next.lastRun.Object.Visible() {
			next.restore()
			next.lastRun.Object.Hide()
		}
		return next.verify.Unsaved()
	})
	if next.section != pageVerify || forgotten != 1 {
		t.Errorf("it is on page %d, and forgot %d", next.section, forgotten)
	}
	if last := kept[len(kept)-1]; len(last.Checklists) != 1 || last.Checklists[0].Text != writtenList {
		t.Errorf("it keeps %v", last.Checklists)
	}
	next.show(pageExplore)
	next.show(pageVerify)
	if d := next.draft(); len(d.Checklists) != 1 {
		t.Error("it is gone with the page")
	}
}

// TestQuittingWithAChecklist asks while it is not saved.
func TestQuittingWithAChecklist(t *testing.T) {
	s := withChecklist(t)
	s.askToQuit()
	canvas := s.window.Canvas()
	if words := uitest.DialogWords(canvas); !strings.Contains(words, "not saved") || s.section != pageVerify {
		t.Fatalf("it asks %q", words)
	}
	test.Tap(uitest.DialogButton(canvas, "Cancel"))
	if !s.verify.Unsaved() {
		t.Error("it is gone")
	}
}

// TestLeftWordsOfAChecklist: it is named beside connections, too.
func TestLeftWordsOfAChecklist(t *testing.T) {
	d := runs.Draft{Checklists: []runs.Checklist{{Text: "x"}}, Tabs: []runs.Tab{{Search: "a"}}}
	if got := leftWords([]runs.Draft{d}); !strings.Contains(got, "a connection was open") || !strings.Contains(got, "A checklist") {
		t.Errorf("it says %q", got)
	}
}

// TestQuittingWithSeveralChecklists says that all of them go.
func TestQuittingWithSeveralChecklists(t *testing.T) {
	s := withChecklist(t)
	s.verify.PutBack(&runs.Draft{Checklists: []runs.Checklist{{Text: "# two\n"}, {Text: "# three\n"}}})
	s.askToQuit()
	if words := uitest.DialogWords(s.window.Canvas()); !strings.Contains(words, "3 checklists are not saved") {
		t.Errorf("it asks %q", words)
	}
	if uitest.DialogButton(s.window.Canvas(), "Quit without saving") == nil {
		t.Error("there is no way to quit")
	}
}
