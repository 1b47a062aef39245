package verify

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"mangrove/model/checklist"
	"mangrove/model/verify"
	"mangrove/ui/uitest"
)

// severalOf are verdicts of which three are in one cell of the first row, and one each elsewhere.
func severalOf() []verify.Result {
	fan, pump := &checklist.Subject{ID: "fan", Device: true}, &checklist.Subject{ID: "pump", Device: true}
	of := func(s *checklist.Subject, k checklist.Kind, state verify.State) verify.Result {
		return verify.Result{Subject: s, Check: &checklist.Check{Kind: k}, Verdict: verify.Verdict{State: state}}
	}
	return []verify.Result{
		of(fan, checklist.Naming, verify.Pass), of(fan, checklist.Naming, verify.Fail), of(fan, checklist.Naming, verify.Warn),
		of(fan, checklist.Present, verify.Pass), of(pump, checklist.Naming, verify.Pass), of(pump, checklist.Present, verify.Pass),
	}
}

// again has the same verdicts once more, as a run tells them.
func again(all []verify.Result) []verify.Result { return append([]verify.Result(nil), all...) }

// onCell is a verdict that is chosen, and what stands in a cell.
type onCell struct {
	subject string
	state   verify.State
	words   string
}

// isOn checks which verdict of which row is chosen.
func (b *gridBench) isOn(t *testing.T, what string, want onCell) {
	t.Helper()
	b.table.Rows.Update()
	v := b.verdict()
	if v == nil || v.Subject.ID != want.subject || v.State != want.state {
		t.Fatalf("%s: %+v is chosen", what, v)
	}
	if lines := strings.Join(b.lines(), "\n"); !strings.Contains(lines, want.words) {
		t.Errorf("%s: no %q in\n%s", what, want.words, lines)
	}
}

// menuEntry is one of a menu.
type menuEntry interface {
	fyne.CanvasObject
	Name() string
}

// menuWords are the entries of the menu that is open.
func menuWords(c fyne.Canvas) (words []string) {
	top := c.Overlays().Top()
	if top == nil {
		return nil
	}
	for _, e := range uitest.Find[menuEntry](top) {
		words = append(words, e.Name())
	}
	return words
}

// TestVerdictsBehindAnother are come to by Enter, the menu key and the mouse; a verdict that is
// chosen stays so when the run tells all anew, and is left with its cell.
func TestVerdictsBehindAnother(t *testing.T) {
	b := newGridBench(t, 900, 300)
	all := severalOf()
	b.take(t, all)
	b.press(fyne.KeyDown)
	b.isOn(t, "at first the worst", onCell{"fan", verify.Fail, "1/3 failed"})
	b.press(fyne.KeyReturn)
	keys := b.window.Canvas().Focused()
	if words := menuWords(b.window.Canvas()); len(words) != 3 || !strings.HasPrefix(words[0], "✗ failed") || !strings.HasPrefix(words[2], "✓ passed") {
		t.Fatalf("the menu has %q", words)
	}
	for _, key := range []fyne.KeyName{fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn} {
		keys.TypedKey(&fyne.KeyEvent{Name: key})
	}
	b.isOn(t, "the second", onCell{"fan", verify.Warn, "2/3 warning"})
	b.take(t, again(all))
	b.isOn(t, "told anew", onCell{"fan", verify.Warn, "2/3 warning"})
	b.press(desktop.KeyMenu)
	if words := menuWords(b.window.Canvas()); len(words) != 3 {
		t.Fatalf("the menu key opens %q", words)
	}
	b.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	b.press(fyne.KeyLeft)
	b.isOn(t, "the cell beside", onCell{"fan", verify.Pass, "+2 failed"})
	b.press(fyne.KeyReturn)
	if words := menuWords(b.window.Canvas()); words != nil {
		t.Errorf("of one verdict there are %q", words)
	}
	b.press(fyne.KeyRight)
	b.isOn(t, "back", onCell{"fan", verify.Fail, "1/3 failed"})
	b.press(fyne.KeyDown)
	b.isOn(t, "the next row", onCell{"pump", verify.Pass, "+2 failed"})
}

// TestOtherVerdictsOfACell are offered beside the messages of the one on view.
func TestOtherVerdictsOfACell(t *testing.T) {
	b := running(t)
	test.Tap(b.view)
	b.judge()
	b.until("it is over", func() bool { return b.run.ended && b.run.standing.Load() == b.shown })
	all := severalOf()
	b.grid.show(all)
	b.until("the verdicts are there", func() bool {
		b.grid.table.Rows.Update()
		first := b.grid.table.First()
		return first != nil && &first.board.results[0] == &all[0]
	})
	b.grid.table.Rows.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	if b.one.others.Hidden || b.one.others.Text != "1 of 3" {
		t.Fatalf("it says %q", b.one.others.Text)
	}
	test.Tap(b.one.others)
	keys := b.window.Canvas().Focused()
	for _, key := range []fyne.KeyName{fyne.KeyEnd, fyne.KeyReturn} {
		keys.TypedKey(&fyne.KeyEvent{Name: key})
	}
	if b.one.others.Text != "3 of 3" || !strings.Contains(b.one.title.Text(), "passed") {
		t.Errorf("it says %q of %q", b.one.others.Text, b.one.title.Text())
	}
	b.grid.table.Rows.TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft})
	if !b.one.others.Hidden {
		t.Error("there are others of a cell with one verdict")
	}
}
