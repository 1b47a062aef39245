package ui

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"mangrove/broker"
	"mangrove/broker/profiles"
	"mangrove/ui/runs"
	"mangrove/ui/widgets"
)

// TestMarkedAsSecretInTheForm: a user property and the payload of the last will
// are typed, marked, renamed, used and unmarked; neither the file, nor what is
// shared, nor the draft, nor the window has them after they were marked.
func TestMarkedAsSecretInTheForm(t *testing.T) {
	p := at("one", "a.example")
	p.Address.Scheme, p.Version = "mqtts", broker.V5
	p.Connect.User = []broker.UserProperty{{Name: "token", Value: mark}}
	p.Will = &profiles.Will{Topic: "w", Payload: []byte(mark), User: []broker.UserProperty{{Name: "key", Value: mark}}}
	s := newShelfBench(t, p)
	var drafts []runs.Draft
	s.services.KeepDraft = func(d runs.Draft) { drafts = append(drafts, d) }
	s.home.Choose(s.idOf("one"))
	if !strings.Contains(s.inFile(), mark) {
		t.Fatal("before it is marked it is no secret")
	}
	kept := func(name string) func() bool {
		return func() bool { return slices.Contains(s.book.All()[0].Kept, name) }
	}
	s.markAll()
	for _, name := range []string{profiles.PropertySecret("token"), profiles.WillPropertySecret("key"), profiles.SecretWillPayload} {
		s.until(name+" is kept", kept(name))
	}
	s.turnTo("MQTT 5")
	s.until("the field shows that it is kept", func() bool {
		return slices.ContainsFunc(find[*widgets.FormEntry](s.window.Content()), func(e *widgets.FormEntry) bool { return e.PlaceHolder == "••••••••" })
	})
	s.until("nothing of it is in the file", func() bool { return !strings.Contains(s.inFile(), mark) && !strings.Contains(s.inFile(), "czNjcjN0") })
	s.keepDraft()
	for _, group := range s.groups() {
		s.turnTo(group)
		s.unmarked("the form")
	}
	shared, err := profiles.Export(s.shelf.All())
	written, _ := json.Marshal(drafts)
	if text := string(shared) + string(written); err != nil || strings.Contains(text, mark) || strings.Contains(text, "czNjcjN0") || len(drafts) == 0 {
		t.Errorf("shared and drafted: %v %s", err, text)
	}
	name := s.lineEntry("token")
	name.SetText("renamed")
	name.OnLeave()
	s.until("renamed", kept(profiles.PropertySecret("renamed")))
	s.until("not under the old name", func() bool { return !kept(profiles.PropertySecret("token"))() })
	s.useMarked()
	s.tabs.choose(nil)
	s.home.Choose(s.idOf("one"))
	if s.tapCheck("secret"); !s.onCheck("secret") {
		t.Error("the box that was ticked has lost the keyboard")
	}
	s.until("forgotten", func() bool { return !kept(profiles.PropertySecret("renamed"))() })
	s.until("unmarked", func() bool { return len(s.book.All()[0].Connect.Secret) == 0 })
	if got := s.book.All()[0].Connect.User[0].Value; got != "" || strings.Contains(s.inFile(), mark) {
		t.Errorf("after it is unmarked it is %q", got)
	}
}

// useMarked connects with what is marked.
func (s *shelfBench) useMarked() {
	s.t.Helper()
	s.connectOnForm()
	s.until("connected", func() bool { return len(s.tabs.list) == 1 })
	r := s.tabs.active.Conn.Profile
	if r.Connect.User[0] != (broker.UserProperty{Name: "renamed", Value: mark}) || string(r.Will.Payload) != mark || r.Will.Properties.User[0].Value != mark {
		s.t.Errorf("it connects with %v and %+v", r.Connect.User, r.Will)
	}
	s.unmarked("a connection")
	for _, phase := range []broker.Phase{broker.Connected, broker.Waiting, broker.Stopped} {
		s.session.set(broker.Status{Phase: phase, Version: broker.V5, Problem: broker.ErrLost})
		s.unmarked("a connection")
	}
}

// onCheck reports whether a box with a text has the keyboard.
func (s *shelfBench) onCheck(text string) bool {
	c, ok := s.window.Canvas().Focused().(*widgets.FormCheck)
	return ok && c.Text == text
}

// inFile is the file of connections.
func (s *shelfBench) inFile() string {
	s.t.Helper()
	content, err := os.ReadFile(filepath.Join(s.folder, "profiles.json"))
	if err != nil {
		s.t.Fatal(err)
	}
	return string(content)
}

// markAll ticks all that marks something as secret.
func (s *shelfBench) markAll() {
	for _, group := range s.groups() {
		s.turnTo(group)
		for range 2 { // lines are made anew
			for _, c := range find[*widgets.FormCheck](s.window.Content()) {
				if (c.Text == "secret" || c.Text == "the payload is a secret") && !c.Checked {
					test.Tap(c)
					break
				}
			}
		}
	}
}

// lineEntry is the field of the form that has a text.
func (s *shelfBench) lineEntry(text string) *widgets.FormEntry {
	s.t.Helper()
	for _, group := range s.groups() {
		s.turnTo(group)
		for _, e := range find[*widgets.FormEntry](s.window.Content()) {
			if e.Value() == text {
				return e
			}
		}
	}
	s.t.Fatalf("no field has %q", text)
	return nil
}

// tapCheck taps the last box with a text that has a tick.
func (s *shelfBench) tapCheck(text string) {
	s.t.Helper()
	groups := s.groups()
	for i := len(groups) - 1; i >= 0; i-- {
		s.turnTo(groups[i])
		boxes := find[*widgets.FormCheck](s.window.Content())
		for j := len(boxes) - 1; j >= 0; j-- {
			if boxes[j].Text == text && boxes[j].Checked {
				test.Tap(boxes[j])
				return
			}
		}
	}
	s.t.Fatalf("no box %q has a tick", text)
}

// TestTwoPropertiesOfOneName have one secret: marking the second and removing it
// does not cost the first its own.
func TestTwoPropertiesOfOneName(t *testing.T) {
	p := at("one", "a.example")
	p.Address.Scheme, p.Version = "mqtts", broker.V5
	p.Connect.User = []broker.UserProperty{{Name: "token", Value: mark}, {Name: "other"}}
	s := newShelfBench(t, p)
	s.home.Choose(s.idOf("one"))
	s.turnTo("MQTT 5")
	kept := func() bool {
		return slices.Contains(s.book.All()[0].Kept, profiles.PropertySecret("token"))
	}
	test.Tap(find[*widgets.FormCheck](s.window.Content())[1])
	s.until("the first is kept", kept)
	s.lineEntry("other").SetText("token")
	s.until("both have one name", func() bool { return s.book.All()[0].Connect.User[1].Name == "token" })
	for _, c := range find[*widgets.FormCheck](s.window.Content()) {
		if c.Text == "secret" && !c.Checked {
			test.Tap(c)
			break
		}
	}
	s.connectOnForm()
	s.until("connected", func() bool { return len(s.tabs.list) == 1 })
	if got := s.tabs.active.Conn.Profile.Connect.User[0].Value; got != mark {
		t.Errorf("marking the second has left the first %q", got)
	}
}
