package profile

import (
	"strings"
	"testing"

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
			s := newBench(t, p)
			s.choose(s.idOf("one"))
			s.retype(c.field, c.typed)
			got, _ := s.shelf.Get(s.idOf("one"))
			if s.profile.ID != got.ID || c.get(&got) != c.want || c.get(&s.profile) != c.want {
				t.Errorf("%v is stored, not %v", c.get(&got), c.want)
			}
			if s.field(c.field).Text != c.typed {
				t.Errorf("the field shows %q", s.field(c.field).Text)
			}
			test.Tap(s.button)
			if wrong := s.FirstInvalid(s.profile); wrong == nil || wrong.Field != c.field {
				t.Errorf("wrong is %+v", wrong)
			}
		})
	}
}

// TestKeepAliveOffIsNotTheDefault: 0 is kept as what switches it off, nothing
// as the default.
func TestKeepAliveOffIsNotTheDefault(t *testing.T) {
	s := newBench(t, at("one", "a.example"))
	s.choose(s.idOf("one"))
	for _, c := range []struct {
		typed string
		want  int
	}{{"0", profiles.KeepAliveOff}, {"20", 20}} {
		s.retype("Keep alive", c.typed)
		s.step()
		if got := s.profile.KeepAlive; got != c.want {
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

func TestWhatIsTypedAgainIsKept(t *testing.T) {
	s := newBench(t, at("one", "a.example"))
	s.choose(s.idOf("one"))
	s.retype("Port", "x")
	s.retype("Port", "1884")
	s.until("stored", func() bool { return s.book.All()[0].Address.Port == 1884 })
}

func TestFieldsOutOfViewAreNotAskedFor(t *testing.T) {
	p := at("one", "a.example")
	p.Proxy.Kind = "http"
	s := newBench(t, p)
	s.choose(s.idOf("one"))
	s.retype("Proxy port", "x")
	if wrong := s.FirstInvalid(s.profile); wrong == nil || wrong.Group != "Network" {
		t.Errorf("wrong is %+v", wrong)
	}
	s.change(func(p *profiles.Profile) { p.Proxy.Kind = "" })
	if wrong := s.FirstInvalid(s.profile); wrong != nil {
		t.Errorf("%s is still asked for", wrong.Field)
	}
}

// TestNamesThatAreTooLong are refused where they are typed, as an import cuts them.
func TestNamesThatAreTooLong(t *testing.T) {
	s := newBench(t, at("one", "a.example"))
	id := s.idOf("one")
	s.choose(id)
	for _, field := range []string{"Name", "Folder"} {
		s.field(field).SetText(strings.Repeat("ä", 128))
	}
	s.retype("Host", "b.example")
	s.until("the rest is stored", func() bool { return s.book.All()[0].Address.Host == "b.example" })
	if p, _ := s.shelf.Get(id); p.Name != "one" || p.Folder != "" || s.book.All()[0].Name != "one" {
		t.Errorf("stored as %q in %q", p.Name, p.Folder)
	}
	if why := s.invalid[id+" Name"].why; !strings.Contains(why, "255 bytes") {
		t.Errorf("it says %q", why)
	}
}

func TestHostsThatCanBeTyped(t *testing.T) {
	for typed, want := range map[string]string{
		"broker.example": "broker.example", " 192.0.2.7 ": "192.0.2.7", "[fd00::7]": "fd00::7", "fe80::1%eth0": "fe80::1%eth0",
		"a b": "", "a/b": "", "fd00::7::1": "", "joe@host": "",
	} {
		var p profiles.Profile
		if err := setHost(&p, typed); p.Address.Host != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q, %v", typed, p.Address.Host, err)
		}
	}
}
