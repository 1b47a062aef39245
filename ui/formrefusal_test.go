package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"mangrove/broker/profiles"
)

// retype puts a text in the place of what a field has, key by key.
func (s *shelfBench) retype(field, text string) {
	e := s.field(field)
	s.window.Canvas().Focus(nil)
	s.window.Canvas().Focus(e)
	e.TypedShortcut(&fyne.ShortcutSelectAll{})
	for _, r := range text {
		e.TypedRune(r)
	}
}

func TestRefusalLeadsToTheField(t *testing.T) {
	p := at("one", "a.example")
	p.Will = &profiles.Will{Topic: "last"}
	s := newShelfBench(t, p, at("two", "b.example"))
	one := s.idOf("one")
	s.home.choose(one)
	s.retype("Topic", "a/#")
	s.retype("Keep alive", "x")
	s.home.choose(s.idOf("two"))
	s.home.connectTo(one)
	expect := func(what, field, group string) {
		t.Helper()
		want := "Not connected: correct the field " + field + " under " + group + " first."
		if got := s.home.notice.Words.Text; !s.home.notice.Object.Visible() || got != want {
			t.Errorf("%s: it says %q", what, got)
		}
		if g := s.group(); g != group || s.home.list.chosen != one {
			t.Errorf("%s: the group %s is on view", what, g)
		}
		s.has(what, s.field(field))
	}
	expect("both wrong", "Keep alive", "Network")
	s.home.choose(s.idOf("two"))
	if s.home.notice.Object.Visible() {
		t.Error("the other connection is refused as well")
	}
	s.home.choose(one)
	s.retype("Keep alive", "30")
	s.connectOnForm()
	expect("one wrong", "Topic", "Session")
	s.retype("Topic", "a")
	s.until("it is not said any more", func() bool { return !s.home.notice.Object.Visible() })
	s.home.connectTo(one)
	s.until("connected", func() bool { return len(s.tabs.list) == 1 })
}

func TestInvalidFilterStopsConnecting(t *testing.T) {
	p := at("one", "a.example")
	p.Subscriptions = []profiles.Subscription{{Filter: "a#"}}
	s := newShelfBench(t, p)
	s.home.choose(s.idOf("one"))
	s.connectOnForm()
	s.until("refused", func() bool { return s.home.notice.Object.Visible() })
	for _, want := range []string{"Not connected: ", "filter a# under Subscribe", "wildcard"} {
		if got := s.home.notice.Words.Text; !strings.Contains(got, want) || len(s.tabs.list) != 0 {
			t.Errorf("it says %q", got)
		}
	}
	s.home.form.TurnTo("Subscribe")
	s.lineEntry("a#").SetText("a")
	s.until("it is not said any more", func() bool { return !s.home.notice.Object.Visible() })
	s.home.connectTo(s.idOf("one"))
	s.until("connected", func() bool { return len(s.tabs.list) == 1 })
}
