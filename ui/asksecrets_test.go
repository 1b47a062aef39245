package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker/profiles"
	"mangrove/ui/connection"
	"mangrove/ui/format"
	"mangrove/ui/widgets"
)

func TestMissingSecretsAreAskedFor(t *testing.T) {
	p := at("locked", "a.example")
	p.Username, p.Kept = "joe", []string{profiles.SecretPassword}
	s := newShelfBench(t, p)
	id := s.book.All()[0].ID
	s.home.choose(id)
	s.home.connectTo(id)
	s.until("the password is asked for", func() bool { return len(s.home.desk.Asked) > 0 })
	if said := s.said(); !strings.Contains(said, "mqtt://a.example:1883") {
		t.Errorf("where it is sent is not shown in\n%s", said)
	}
	confirm := s.asked("confirm").(*widgets.Button)
	test.Tap(confirm)
	s.refused("password is missing")
	s.asked("secret password").(*widgets.FormEntry).SetText("pw")
	test.Tap(confirm)
	s.until("connected", func() bool { return s.tabs.active != nil })
	if got := s.tabs.active.Conn.Profile.Password; got != "pw" {
		t.Errorf("connected with %q", got)
	}
}

// said is what the question on view says.
func (s *shelfBench) said() (words string) {
	for _, o := range test.LaidOutObjects(s.window.Canvas().Overlays().Top()) {
		if l, ok := o.(*widget.Label); ok {
			words += l.Text + "\n"
		}
	}
	return words
}

// TestLongMovesCanBeRead: what the file says may be as long as somebody has made it.
func TestLongMovesCanBeRead(t *testing.T) {
	s := newShelfBench(t, at("plant", "other.example"))
	s.home.askMoved(s.book.All()[0], &profiles.MovedError{Was: []string{"a"}, Now: []string{strings.Repeat("long ", 10_000) + "\u202e"}}, usage{})
	if said := s.said(); len(said) > 3*format.LargestSentence || strings.Contains(said, "\u202e") {
		t.Errorf("%d bytes are shown", len(said))
	}
}

// TestMovedConnectionsAreAskedAbout: where the secrets would go is shown, and only the
// button sends them there.
func TestMovedConnectionsAreAskedAbout(t *testing.T) {
	s := newShelfBench(t, at("plant", "other.example"))
	p := s.book.All()[0]
	used := 0
	s.home.askMoved(p, &profiles.MovedError{Was: []string{"mqtts://plant.example:8883"}, Now: []string{"mqtt://other.example:1883"}},
		usage{do: func(connection.Target) { used++ }, refuse: func(why string) { t.Error(why) }})
	shown := s.said()
	for _, want := range []string{"mqtts://plant.example:8883", "mqtt://other.example:1883"} {
		if !strings.Contains(shown, want) {
			t.Errorf("%s is not shown in\n%s", want, shown)
		}
	}
	s.desk.Answer()
	if used != 0 || len(s.home.desk.Asked) == 0 {
		t.Error("a key is enough")
	}
	test.Tap(s.asked("confirm").(*widgets.Button))
	s.until("it is used", func() bool { return used == 1 })
	if len(s.home.desk.Asked) != 0 {
		t.Error("it is still asked")
	}
}
