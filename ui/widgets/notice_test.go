package widgets

import (
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
