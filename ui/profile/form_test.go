package profile

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/broker/profiles"
	"mangrove/broker/profiles/finding"
	"mangrove/ui/uitest"
	"mangrove/ui/widgets"
)

func TestFormSaysWhatIsUnfinished(t *testing.T) {
	p := at("half", "a.example")
	p.Subscriptions = []profiles.Subscription{{}}
	p.Username = "joe"
	s := newBench(t, p)
	s.choose(s.book.All()[0].ID)
	s.until("what is missing is said", func() bool {
		found := s.found
		return found.Problem != nil && strings.Contains(found.Problem.Error(), "filter") && len(found.Warnings) == 1
	})
	if n := len(s.findings.Objects); n != 2 {
		t.Errorf("%d sentences on the form", n)
	}
}

func TestFormStaysInPlaceWhileItIsTyped(t *testing.T) {
	p := at("one", "")
	p.Username = "joe"
	s := newBench(t, p)
	s.choose(s.idOf("one"))
	f := s.Form
	lines := func(n int) func() bool {
		return func() bool { return len(f.findings.Objects) == n }
	}
	place := func() float32 {
		f.Object.Refresh() // as drawing does
		return fyne.CurrentApp().Driver().AbsolutePositionForObject(f.body).Y
	}
	s.until("not ready, and more to say", lines(2))
	before := place()
	s.retype("Host", "a.example")
	s.until("a warning", lines(1))
	f.change(func(p *profiles.Profile) { p.Username = "" })
	s.until("nothing to say", lines(0))
	if after := place(); after != before {
		t.Errorf("the form has moved from %.0f to %.0f", before, after)
	}
}

// TestANameThatIsTheAddressFollowsIt: one that was only that goes with it, and any other
// stays, whatever is typed.
func TestANameThatIsTheAddressFollowsIt(t *testing.T) {
	for name, c := range map[string]struct {
		name, host string
		edit       func(s *bench)
		want       string
	}{
		"another host":          {"b1.example", "b1.example", func(s *bench) { s.retype("Host", "b2.example") }, ""},
		"another port":          {"b1.example", "b1.example", func(s *bench) { s.retype("Port", "1884") }, ""},
		"its own name":          {"Villa", "b1.example", func(s *bench) { s.retype("Host", "b2.example") }, "Villa"},
		"like it for a moment":  {"villa", "b1.example", func(s *bench) { s.retype("Host", "villa.example") }, "villa"},
		"nothing of it changes": {"b1.example", "b1.example", func(s *bench) { s.retype("User name", "joe") }, "b1.example"},
		"named before": {"b1.example", "b1.example", func(s *bench) {
			s.retype("Name", "Villa")
			s.retype("Host", "b2.example")
		}, "Villa"},
	} {
		s := newBench(t, at(c.name, c.host))
		s.choose(s.idOf(c.name))
		c.edit(s)
		if got := s.Form.profile.Name; got != c.want || s.field("Name").Value() != c.want {
			t.Errorf("%s: it is called %q, and the field says %q, not %q", name, got, s.field("Name").Value(), c.want)
		}
	}
}

// TestOutdatedTLSIsMarked as no verification is.
func TestOutdatedTLSIsMarked(t *testing.T) {
	p := at("one", "a.example")
	p.Address.Scheme = "mqtts"
	s := newBench(t, p)
	s.choose(s.idOf("one"))
	for _, g := range s.groups {
		for _, o := range g.named {
			if c, ok := o.Object.(*widgets.FormCheck); ok && strings.HasPrefix(o.Name, "allow outdated") {
				test.Tap(c)
			}
		}
	}
	s.until("stored", func() bool { return s.book.All()[0].TLS.Outdated })
	s.until("marked", func() bool {
		return slices.ContainsFunc(s.findings.Objects, func(o fyne.CanvasObject) bool {
			l, ok := o.(*widget.Label)
			return ok && l.Importance == widget.DangerImportance && strings.Contains(l.Text, "Outdated TLS")
		})
	})
}

// TestPartsTakeRoom: every field that is there is seen.
func TestPartsTakeRoom(t *testing.T) {
	p := at("all", "a.example")
	p.Address.Scheme, p.Proxy.Kind, p.AuthMethod, p.Headers = "wss", "http", "X", []string{"A"}
	p.Will = &profiles.Will{User: []broker.UserProperty{{Name: "a", Value: "b"}}}
	p.Connect.User = p.Will.User
	p.Subscriptions = []profiles.Subscription{{Filter: "a"}}
	s := newBench(t, p)
	s.choose(s.idOf("all"))
	for i, g := range s.groups {
		s.Turn(i)
		for _, part := range g.parts {
			if o := part.object(); o.Visible() && o.MinSize() == (fyne.Size{}) {
				t.Errorf("%s: a part takes no room", g.title())
			}
		}
	}
}

func TestWarningsFollowTheProtocol(t *testing.T) {
	p := at("one", "a.example")
	p.Username, p.Address.Scheme = "joe", "mqtts"
	s := newBench(t, p)
	s.choose(s.idOf("one"))
	s.until("nothing to say", func() bool { return len(s.findings.Objects) == 0 })
	protocol := s.groups[0].parts[1].(*choicePart).choice
	painted := uitest.Repaints(t)
	for range 3 {
		protocol.SetSelectedIndex(0)
		s.until("a warning", func() bool { return len(s.findings.Objects) == 1 })
		if !painted(s.findings) {
			t.Error("the warning is not painted")
		}
		protocol.SetSelectedIndex(1)
		s.until("nothing to say again", func() bool { return len(s.findings.Objects) == 0 })
		if !painted(s.findings) {
			t.Error("the warning stays on the screen")
		}
	}
}

// TestFieldsHaveLabels: what is kept of a form names them by a code of its own.
func TestFieldsHaveLabels(t *testing.T) {
	s := newBench(t, at("one", "a.example"))
	for _, g := range s.Form.groups {
		if g.title() == "" {
			t.Errorf("%s has no title", g.of)
		}
		for _, part := range g.parts {
			if typed, is := part.(*textPart); is && fieldLabels[typed.field.code] == "" {
				t.Errorf("%s has no label", typed.field.code)
			}
		}
	}
}

// TestWhatIsUnfinishedNamesItsGroup as the form calls it.
func TestWhatIsUnfinishedNamesItsGroup(t *testing.T) {
	s := newBench(t, at("one", "a.example"))
	for code, of := range map[finding.Code]Group{finding.EmptyFilter: SubscribeGroup, finding.WrongFilter: SubscribeGroup, finding.NoWillTopic: SessionGroup} {
		words := explain.Error(&finding.Fault{Code: code, Name: "a#"}, broker.Address{})
		at := slices.IndexFunc(s.Form.groups, func(g *group) bool { return g.of == of })
		if at < 0 || !strings.Contains(words, "under "+s.Form.groups[at].title()+" ") {
			t.Errorf("%q sends to %q", words, of)
		}
	}
}
