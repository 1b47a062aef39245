package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"mangrove/broker/profiles"
)

func TestNothingHalfTypedIsKept(t *testing.T) {
	p := at("one", "a.example")
	p.Address.Scheme, p.Address.Path, p.KeepAlive = "ws", "/old", 45
	p.Will = &profiles.Will{Topic: "last", Payload: []byte("words")}
	p.SessionExpiry = 60
	for _, c := range []struct {
		field, typed string
		get          func(p *profiles.Profile) any
		want         any
	}{
		{"Keep alive", "99999", func(p *profiles.Profile) any { return p.KeepAlive }, 45},
		{"Largest packet", "1 MB", func(p *profiles.Profile) any { return p.MaxPacket }, 0},
		{"Host", "bad host", func(p *profiles.Profile) any { return p.Address.Host }, "a.example"},
		{"Host", "a/b", func(p *profiles.Profile) any { return p.Address.Host }, "a.example"},
		{"Host", "user@h", func(p *profiles.Profile) any { return p.Address.Host }, "a.example"},
		{"Host", "mqtt://h:x", func(p *profiles.Profile) any { return p.Address.Host }, "a.example"},
		{"Port", "188300", func(p *profiles.Profile) any { return p.Address.Port }, 1883},
		{"Path", "mqtt", func(p *profiles.Profile) any { return p.Address.Path }, "/old"},
		{"Session expiry", "60 s", func(p *profiles.Profile) any { return p.SessionExpiry }, int64(60)},
		{"Topic", "a/#", func(p *profiles.Profile) any { return p.Will.Topic }, "last"},
		{"Payload", "0x1", func(p *profiles.Profile) any { return string(p.Will.Payload) }, "words"},
	} {
		t.Run(c.field+" "+c.typed, func(t *testing.T) {
			s := newShelfBench(t, p)
			s.home.choose(s.idOf("one"))
			s.retype(c.field, c.typed)
			got, _ := s.home.shelf.get(s.idOf("one"))
			if s.home.form.profile.ID != got.ID || c.get(&got) != c.want || c.get(&s.home.form.profile) != c.want {
				t.Errorf("%v is stored, not %v", c.get(&got), c.want)
			}
			if s.field(c.field).Text != c.typed {
				t.Errorf("the field shows %q", s.field(c.field).Text)
			}
			test.Tap(s.home.form.button)
			s.step()
			if len(s.tabs.list) != 0 || !strings.Contains(s.home.notice.Words.Text, c.field+" under ") {
				t.Errorf("it says %q", s.home.notice.Words.Text)
			}
		})
	}
}

// TestKeepAliveOffIsNotTheDefault: 0 is kept as what switches it off, nothing
// as the default.
func TestKeepAliveOffIsNotTheDefault(t *testing.T) {
	s := newShelfBench(t, at("one", "a.example"))
	s.home.choose(s.idOf("one"))
	for _, c := range []struct {
		typed string
		want  int
	}{{"0", profiles.KeepAliveOff}, {"20", 20}} {
		s.retype("Keep alive", c.typed)
		s.step()
		if got := s.home.form.profile.KeepAlive; got != c.want {
			t.Errorf("typed %q, it is %d, want %d", c.typed, got, c.want)
		}
	}
	field := keepAliveField()
	for kept, want := range map[int]string{profiles.KeepAliveOff: "0", 0: "", 20: "20"} {
		if got := field.get(&profiles.Profile{KeepAlive: kept}); got != want {
			t.Errorf("%d shows as %q, want %q", kept, got, want)
		}
	}
}

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

func TestWhatIsTypedAgainIsKept(t *testing.T) {
	s := newShelfBench(t, at("one", "a.example"))
	s.home.choose(s.idOf("one"))
	s.retype("Port", "x")
	s.retype("Port", "1884")
	s.until("stored", func() bool { return s.book.All()[0].Address.Port == 1884 })
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
		if g := s.home.form.groups[s.home.form.current].title; g != group || s.home.list.chosen != one {
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
	test.Tap(s.home.form.button)
	expect("one wrong", "Topic", "Session")
	s.retype("Topic", "a")
	s.until("it is not said any more", func() bool { return !s.home.notice.Object.Visible() })
	s.home.connectTo(one)
	s.until("connected", func() bool { return len(s.tabs.list) == 1 })
}

func TestFieldsOutOfViewAreNotAskedFor(t *testing.T) {
	p := at("one", "a.example")
	p.Proxy.Kind = "http"
	s := newShelfBench(t, p)
	s.home.choose(s.idOf("one"))
	s.retype("Proxy port", "x")
	s.home.form.change(func(p *profiles.Profile) { p.Proxy.Kind = "" })
	s.home.connectTo(s.idOf("one"))
	s.until("connected", func() bool { return len(s.tabs.list) == 1 })
}

func TestInvalidFilterStopsConnecting(t *testing.T) {
	p := at("one", "a.example")
	p.Subscriptions = []profiles.Subscription{{Filter: "a#"}}
	s := newShelfBench(t, p)
	s.home.choose(s.idOf("one"))
	test.Tap(s.home.form.button)
	s.until("refused", func() bool { return s.home.notice.Object.Visible() })
	for _, want := range []string{"Not connected: ", "filter a# under Subscribe", "wildcard"} {
		if got := s.home.notice.Words.Text; !strings.Contains(got, want) || len(s.tabs.list) != 0 {
			t.Errorf("it says %q", got)
		}
	}
	s.home.form.change(func(p *profiles.Profile) { p.Subscriptions = nil })
	s.until("it is not said any more", func() bool { return !s.home.notice.Object.Visible() })
	s.home.connectTo(s.idOf("one"))
	s.until("connected", func() bool { return len(s.tabs.list) == 1 })
}
