package home

import (
	"slices"
	"strings"
	"testing"

	"mangrove/broker/profiles"
	"mangrove/ui/profile"
	"mangrove/ui/uitest"
	"mangrove/ui/widgets"
)

func TestRefusalLeadsToTheField(t *testing.T) {
	p := at("one", "a.example")
	p.Will = &profiles.Will{Topic: "last"}
	s := newBench(t, p, at("two", "b.example"))
	one := s.idOf("one")
	s.Choose(one)
	s.retype("Topic", "a/#")
	s.retype("Keep alive", "x")
	s.Choose(s.idOf("two"))
	s.connectTo(one)
	expect := func(what, field, group string) {
		t.Helper()
		want := "Not connected. Correct the field " + field + " under " + group + " first."
		if got := s.notice.Words.Text; !s.notice.Object.Visible() || got != want {
			t.Errorf("%s: it says %q", what, got)
		}
		if g := s.group(); g != group || s.Chosen() != one {
			t.Errorf("%s: the group %s is on view", what, g)
		}
		s.has(what, s.field(field))
	}
	expect("both wrong", "Keep alive", "Network")
	s.Choose(s.idOf("two"))
	if s.notice.Object.Visible() {
		t.Error("the other connection is refused as well")
	}
	s.Choose(one)
	s.retype("Keep alive", "30")
	s.connectOnForm()
	expect("one wrong", "Topic", "Session")
	s.retype("Topic", "a")
	s.until("it is not said any more", func() bool { return !s.notice.Object.Visible() })
	s.connectTo(one)
	s.until("connected", func() bool { return len(s.tabs) == 1 })
}

func TestInvalidFilterStopsConnecting(t *testing.T) {
	p := at("one", "a.example")
	p.Subscriptions = []profiles.Subscription{{Filter: "a#"}}
	s := newBench(t, p)
	s.Choose(s.idOf("one"))
	s.connectOnForm()
	s.until("refused", func() bool { return s.notice.Object.Visible() })
	for _, want := range []string{"Not connected. ", "filter a# under Subscribe", "wildcard"} {
		if got := s.notice.Words.Text; !strings.Contains(got, want) || len(s.tabs) != 0 {
			t.Errorf("it says %q", got)
		}
	}
	s.form.TurnTo(profile.SubscribeGroup)
	fields := uitest.Find[*widgets.FormEntry](s.form.Object)
	fields[slices.IndexFunc(fields, func(e *widgets.FormEntry) bool { return e.Value() == "a#" })].SetText("a")
	s.until("it is not said any more", func() bool { return !s.notice.Object.Visible() })
	s.connectTo(s.idOf("one"))
	s.until("connected", func() bool { return len(s.tabs) == 1 })
}
