package widgets

import (
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"
)

func TestNoticesGoByThemselves(t *testing.T) {
	test.NewTempApp(t)
	n, now := NewNotice(), time.Now()
	for name, c := range map[string]struct {
		say  func()
		goes bool
	}{
		"done":    {func() { n.Say("5 topics saved.") }, true},
		"wrong":   {func() { n.Warn("Not possible.") }, false},
		"undo":    {func() { n.Offer("Cleared.", "Undo", func() {}) }, false},
		"at last": {func() { n.Warn("Not possible."); n.Say("Done.") }, true},
	} {
		c.say()
		n.Draw(now)
		n.Draw(now.Add(noticeFor - time.Millisecond))
		if !n.Object.Visible() {
			t.Errorf("%s: gone too early", name)
		}
		n.Draw(now.Add(noticeFor))
		if n.Object.Visible() == c.goes {
			t.Errorf("%s: still there: %v", name, !c.goes)
		}
	}
}

// TestWhatCanBeUndoneComesBack, after what was said over it, until the user is done with it.
func TestWhatCanBeUndoneComesBack(t *testing.T) {
	test.NewTempApp(t)
	n, now := NewNotice(), time.Now()
	var undone []string
	offer := func(what string) { n.OfferUndo(what, func() { undone = append(undone, what) }) }
	says := func(what, want string) {
		t.Helper()
		got := n.Words.Text
		if !n.Object.Visible() {
			got = ""
		}
		if got != want {
			t.Errorf("%s: it says %q, want %q", what, got, want)
		}
	}
	offer("a cleared")
	offer("b cleared")
	says("the later one", "b cleared")
	n.Say("3 topics saved.")
	n.Draw(now)
	n.Draw(now.Add(noticeFor))
	says("after a sentence", "b cleared")
	n.Hide()
	says("what only hides it", "b cleared")
	test.Tap(n.Action)
	says("undone", "a cleared")
	n.Offer("12 of 30", "Stop", func() {})
	n.Offer("30 of 30", "Stop", func() {})
	n.Hide()
	says("after something that went on", "a cleared")
	test.Tap(n.Cross)
	says("closed", "")
	if len(undone) != 1 || undone[0] != "b cleared" {
		t.Errorf("undone: %q", undone)
	}
	for i := range 3 * mostKept {
		offer(fmt.Sprint(i, " cleared"))
	}
	for range mostKept {
		test.Tap(n.Cross)
	}
	if says("the last of many", fmt.Sprint(2*mostKept-1, " cleared")); len(n.kept) != 0 {
		t.Errorf("%d are kept", len(n.kept))
	}
}

func TestToastsGoByThemselves(t *testing.T) {
	test.NewTempApp(t)
	toast, now := NewToast(), time.Now()
	for name, c := range map[string]struct {
		do    func()
		stays time.Duration
	}{
		"only words": {nil, toastFor}, "with a button": {func() {}, toastOfferFor},
	} {
		toast.Offer("Copied.", false, "Save…", c.do)
		toast.Draw(now)
		if toast.Draw(now.Add(c.stays - time.Millisecond)); !toast.Object.Visible() {
			t.Errorf("%s: gone too early", name)
		}
		if toast.Draw(now.Add(c.stays)); toast.Object.Visible() {
			t.Errorf("%s: it stays", name)
		}
	}
}
