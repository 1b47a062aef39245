package ui

import (
	"crypto/x509"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/ui/profile"
	"mangrove/ui/widgets"
)

// TestEmptyPasswordIsAPassword leaves the password empty when the login is asked
// for, and on the form.
func TestEmptyPasswordIsAPassword(t *testing.T) {
	p := at("plant", "a.example")
	p.Username = "joe"
	s := newShelfBench(t, p)
	e, id := s.openPlant(), s.idOf("plant")
	if s.bench.opened[0].PasswordSet {
		t.Fatal("without being asked for it is sent")
	}
	s.session.set(refusedLogin())
	s.step()
	test.Tap(s.button("password"))
	test.Tap(s.asked("confirm").(*widgets.Button))
	if r := s.sessions(2); !r.PasswordSet || r.Password != "" {
		t.Errorf("connected again with %+v", r)
	}
	s.tabs.choose(nil)
	s.home.Choose(id)
	test.Tap(fieldOf[*widgets.FormCheck](s, "send an empty password"))
	e.Reconnect()
	if r := s.sessions(3); r.PasswordSet {
		t.Error("it is sent still")
	}
	b := newBench(t)
	b.Connect(broker.Profile{Address: broker.Address{Scheme: "mqtt", Host: "plant", Port: 1883}, Username: "joe"})
	b.session.set(refusedLogin())
	b.step()
	test.Tap(b.button("password"))
	test.Tap((&shelfBench{bench: b}).asked("confirm").(*widgets.Button))
	if r := (&shelfBench{bench: b}).sessions(2); !r.PasswordSet {
		t.Errorf("connected again with %+v", r)
	}
}

// TestAuthorityOfATypedAddress: where a certificate is not trusted, the way leads
// to what is set of certificates.
func TestAuthorityOfATypedAddress(t *testing.T) {
	s := newShelfBench(t)
	s.address().SetText("mqtts://joe:pw@plant.example")
	s.connectToAddress()
	s.session.set(broker.Status{Phase: broker.Stopped, Problem: x509.UnknownAuthorityError{}})
	s.step()
	test.Tap(s.button("edit connection"))
	if words := s.asked("question").(*widget.Label).Text; !strings.Contains(words, "Its password: no key ring is unlocked") {
		t.Errorf("it is asked %q", words)
	}
	test.Tap(s.asked("confirm").(*widgets.Button))
	s.until("the connection is kept", func() bool { return len(s.shelf.All()) == 1 && s.isPlaced("groups") })
	if p := s.chosen(); s.group() != profile.TLSGroup.Title() || p.Address.Host != "plant.example" || p.Username != "joe" {
		t.Errorf("%s of %+v is on view", s.group(), p)
	}
	if len(s.tabs.list) != 0 {
		t.Error("the dead tab is still there")
	}
	id := s.chosen().ID
	s.connectTo(id)
	s.until("connected", func() bool { return s.tabs.of(id) != nil })
	if r := s.sessions(2); r.Password != "pw" {
		t.Errorf("the password is %q", r.Password)
	}
	s.session.set(broker.Status{Phase: broker.Stopped, Problem: x509.UnknownAuthorityError{}})
	s.step()
	s.tabs.choose(nil)
	s.turnTo(profile.GeneralGroup.Title())
	test.Tap(placedOn[*widgets.Button](s.bench, s.tabs.of(id), "edit connection"))
	if s.group() != profile.TLSGroup.Title() {
		t.Errorf("%s is on view", s.group())
	}
}
