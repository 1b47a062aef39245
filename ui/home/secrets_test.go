package home

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"mangrove/broker/profiles"
	"mangrove/broker/profiles/finding"
	"mangrove/ui/connection"
	"mangrove/ui/format"
	"mangrove/ui/widgets"
)

func TestMissingSecretsAreAskedFor(t *testing.T) {
	p := at("locked", "a.example")
	p.Username, p.Kept = "joe", []string{profiles.SecretPassword}
	s := newBench(t, p)
	id := s.book.All()[0].ID
	s.Choose(id)
	s.connectTo(id)
	s.until("the password is asked for", func() bool { return len(s.desk.Asked) > 0 })
	if said := s.dialogWords(); !strings.Contains(said, "mqtt://a.example:1883") {
		t.Errorf("where it is sent is not shown in\n%s", said)
	}
	confirm := s.asked("confirm").(*widgets.Button)
	test.Tap(confirm)
	s.isToldWrong("password is required")
	s.asked("secret password").(*widgets.FormEntry).SetText("pw")
	test.Tap(confirm)
	s.until("connected", func() bool { return len(s.tabs) > 0 })
	if got := s.tabs[0].Profile.Password; got != "pw" {
		t.Errorf("connected with %q", got)
	}
}

// TestLongMovesCanBeRead: what the file says may be as long as somebody has made it.
func TestLongMovesCanBeRead(t *testing.T) {
	s := newBench(t, at("plant", "other.example"))
	s.askMoved(s.book.All()[0], &profiles.MovedError{Was: finding.Parts("", "a"), Now: finding.Parts("", strings.Repeat("long ", 10_000)+"\u202e")}, Usage{})
	if said := s.dialogWords(); len(said) > 3*format.LargestSentence || strings.Contains(said, "\u202e") {
		t.Errorf("%d bytes are shown", len(said))
	}
}

// TestMovedConnectionsAreAskedAbout: where the secrets would go is shown, and only the
// button sends them there.
func TestMovedConnectionsAreAskedAbout(t *testing.T) {
	s := newBench(t, at("plant", "other.example"))
	p := s.book.All()[0]
	used := 0
	s.askMoved(p, &profiles.MovedError{Was: finding.Parts("", "mqtts://plant.example:8883"), Now: finding.Parts("", "mqtt://other.example:1883")},
		Usage{Do: func(connection.Target) { used++ }, Refuse: func(why string) { t.Error(why) }})
	shown := s.dialogWords()
	for _, want := range []string{"mqtts://plant.example:8883", "mqtt://other.example:1883"} {
		if !strings.Contains(shown, want) {
			t.Errorf("%s is not shown in\n%s", want, shown)
		}
	}
	s.desk.Answer()
	if used != 0 || len(s.desk.Asked) == 0 {
		t.Error("a key is enough")
	}
	s.answer("confirm")
	s.until("it is used", func() bool { return used == 1 })
	if len(s.desk.Asked) != 0 {
		t.Error("it is still asked")
	}
}

// TestManySecretsAreAskedForSomeAtATime: how many there are is up to whoever has
// written the file.
func TestManySecretsAreAskedForSomeAtATime(t *testing.T) {
	p := at("many", "h.example")
	p.Address.Scheme, p.Address.Path = "ws", "/"
	for i := range 4 * mostAsked {
		name := fmt.Sprint("n", i)
		p.Headers, p.Kept = append(p.Headers, name), append(p.Kept, profiles.HeaderSecret(name))
	}
	s := newBench(t, p)
	s.connectTo(s.idOf("many"))
	s.until("it asks", func() bool { return s.desk.Asked != nil })
	if n := len(s.desk.Asked); n > mostAsked+3 || n < mostAsked {
		t.Errorf("%d fields", n)
	}
}
