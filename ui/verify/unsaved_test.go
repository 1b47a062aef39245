package verify

import (
	"io"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"mangrove/ui/format"
	"mangrove/ui/uitest"
)

// over is a page whose run is over, and in no file.
func over(t *testing.T) *bench {
	t.Helper()
	b := running(t)
	b.judge()
	b.until("it is over", func() bool { return b.run.ended })
	b.run.saved = false
	return b
}

// asksToSave waits until it is asked what becomes of the report.
func (b *bench) asksToSave() {
	b.t.Helper()
	b.until("it is asked", func() bool {
		return b.do.Desk.Asked != nil && strings.Contains(uitest.DialogWords(b.window.Canvas()), "The report of this run is not saved.")
	})
}

// TestAReportIsNotLetGo by another checklist or another run without a question, which Cancel
// leaves as it was.
func TestAReportIsNotLetGo(t *testing.T) {
	other := "version: 1\ndevices:\n  - {id: tank, topic: hall/tank, present: true}\n"
	for name, act := range map[string]func(b *bench){
		"another run":       func(b *bench) { test.Tap(b.start) },
		"another checklist": func(b *bench) { b.Read(b.write(other)) },
	} {
		t.Run(name, func(t *testing.T) {
			b := over(t)
			r := b.run
			act(b)
			b.asksToSave()
			b.tap("cancel")
			if b.step(); b.run != r || !b.UnsavedReport() || b.do.Desk.Asked != nil {
				t.Fatal("the report is gone after Cancel")
			}
			act(b)
			b.asksToSave()
			b.tap("discard report")
			b.until("it is let go", func() bool { return b.run != r })
		})
	}
}

// TestASavedReportMayGo: saved in one form it is asked about no more, until a waiver changes it.
func TestASavedReportMayGo(t *testing.T) {
	b := over(t)
	b.do.Desk.Save = func(_ string, write func(io.Writer) error, saved func(string)) {
		if err := write(io.Discard); err != nil {
			t.Error(err)
		}
		saved("/there/report.html")
	}
	gone := 0
	b.LetReportGo(func() { gone++ })
	b.asksToSave()
	b.tap("confirm")
	keys := b.window.Canvas().Focused() // the menu of the forms
	for _, key := range []fyne.KeyName{fyne.KeyHome, fyne.KeyReturn} {
		keys.TypedKey(&fyne.KeyEvent{Name: key})
	}
	if gone != 1 || b.UnsavedReport() {
		t.Fatalf("it went on %d times", gone)
	}
	b.LetReportGo(func() { gone++ })
	if gone != 2 || b.do.Desk.Asked != nil {
		t.Error("it is asked about a report that is saved")
	}
}

// TestFinishBeforeTheEnd asks while something is not judged, and says when it would be.
func TestFinishBeforeTheEnd(t *testing.T) {
	b := running(t)
	test.Tap(b.start)
	if words := uitest.DialogWords(b.window.Canvas()); !strings.Contains(words, "3 checks have not been judged. Finish now, or wait until ") {
		t.Fatalf("it says %q", words)
	}
	b.tap("cancel")
	if b.step(); !b.isRunning() || b.run.ending {
		t.Fatal("it is finished after Wait")
	}
	test.Tap(b.start)
	b.tap("confirm")
	b.until("it is finished", func() bool { return b.run.ended })
}

// TestEndOfARun is told with its date where that is another day.
func TestEndOfARun(t *testing.T) {
	now := time.Date(2026, 3, 1, 22, 0, 0, 0, time.UTC)
	for left, want := range map[time.Duration]string{
		time.Hour:     format.Clock(now.Add(time.Hour)),
		3 * time.Hour: format.DateClock(now.Add(3 * time.Hour)),
	} {
		if got := endWords(now, left); got != want {
			t.Errorf("%v: %q, not %q", left, got, want)
		}
	}
}
