package ui

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/broker/profiles"
	"mangrove/ui/widgets"
)

// mark is in every secret of these tests, and must be in nothing that is shown.
const mark = "s3cr3t"

// shown is what can be read in the window, its title and its report.
func (b *bench) shown() string {
	b.t.Helper()
	b.reported = b.reported.Add(-reportEvery) // the next report is due
	b.step()
	report, err := json.Marshal(b.reports[len(b.reports)-1])
	if err != nil {
		b.t.Fatal(err)
	}
	all := []string{b.window.Title(), string(report)}
	for _, o := range test.LaidOutObjects(b.window.Content()) {
		switch o := o.(type) {
		case *canvas.Text:
			all = append(all, o.Text)
		case *widget.Label:
			all = append(all, o.Text)
		case *widgets.Button:
			all = append(all, o.Text)
		}
	}
	for _, e := range b.tabs.list {
		all = append(all, e.Conn.Title())
	}
	all = append(all, b.drafted())
	return strings.Join(append(all, b.app.Preferences().StringList("recent")...), "\n")
}

// drafted is what is written to the disk of what is typed.
func (b *bench) drafted() string {
	b.t.Helper()
	draft, err := json.Marshal(b.draft())
	if err != nil {
		b.t.Fatal(err)
	}
	return string(draft)
}

func (b *bench) unmarked(what string) {
	b.t.Helper()
	text := b.shown()
	if at := strings.Index(text, mark); at >= 0 {
		b.t.Errorf("%s shows a secret: ...%s...", what, text[max(0, at-200):min(len(text), at+40)])
	}
}

// TestNothingInTheWindowShowsASecret connects to addresses with secrets, typed
// right and wrong, and has the connections fail and work.
func TestNothingInTheWindowShowsASecret(t *testing.T) {
	s := newShelfBench(t)
	for _, url := range []string{
		"mqtt://user:12/" + mark + "@127.0.0.1:1883", "mqtt://user:12?" + mark + "@h", "ws://user:12#" + mark + "@h/mqtt", "user:" + mark,
		"mqtt://user:" + mark + "%zz@h", "mqtt://h/" + mark, "mqtt://h?sig=" + mark, "mqtt://user:a " + mark + "@h", "wss://h/%zz?sig=" + mark,
	} {
		s.address().SetText(url)
		s.connectToAddress()
		if s.problem() == "" || len(s.tabs.list) > 0 {
			t.Errorf("%s is taken", url)
		}
		if text := s.problem(); strings.Contains(text, mark) {
			t.Errorf("%q says %q", url, text)
		}
		if text := s.drafted(); strings.Contains(text, mark) {
			t.Errorf("with %q typed the draft is %s", url, text)
		}
		s.address().SetText("")
		s.unmarked("the start page")
	}
	refused := fmt.Errorf("%w: HTTP 403 Forbidden", broker.ErrNotWebSocket)
	for i, url := range []string{"mqtt://user:" + mark + "@h", "wss://user:" + mark + "@h/mqtt?sig=" + mark, "ws://h?sig=" + mark} {
		s.address().SetText(url)
		s.connectToAddress()
		if len(s.tabs.list) != i+1 {
			t.Fatalf("%s is not taken: %s", url, s.problem())
		}
		s.session.set(broker.Status{Phase: broker.Waiting, Problem: refused})
		s.unmarked("a connection that fails")
		s.session.set(broker.Status{Phase: broker.Connected, Version: broker.V5})
		s.unmarked("a connection")
		if at := s.tabs.active.Conn.Profile; at.Address.WebSocket() && at.Address.Query != "sig="+mark {
			t.Errorf("%s connects to %q", url, at.Address.RequestURI())
		}
		d := s.examine(s.tabs.active.Conn.Profile)
		s.unmarked("the doctor")
		if text := strings.Join(d.report, "\n") + d.verdict.Text; strings.Contains(text, mark) {
			t.Errorf("the doctor says %s", text)
		}
		d.stop()
		s.tabs.choose(nil)
		if text := s.address().Value(); strings.Contains(text, "user:") {
			t.Errorf("the address is still %s", text)
		}
		s.address().SetText("")
		s.password().SetText("")
		s.unmarked("the start page after a connection")
	}
}

// TestSecretsInAFormAreTakenOut: a URL pasted as a host, and a query behind a path.
func TestSecretsInAFormAreTakenOut(t *testing.T) {
	s := newShelfBench(t, at("one", "a.example"))
	s.home.Choose(s.idOf("one"))
	file := func() string {
		content, err := os.ReadFile(filepath.Join(s.folder, "profiles.json"))
		if err != nil {
			t.Fatal(err)
		}
		return string(content)
	}
	kept := func(name string) func() bool {
		return func() bool { return slices.Contains(s.book.All()[0].Kept, name) }
	}
	s.retype("Host", "wss://user:"+mark+"@b.example/mqtt?sig="+mark)
	s.field("Host").FocusLost()
	s.until("the query is kept", kept(profiles.SecretQuery))
	s.until("the password is kept", kept(profiles.SecretPassword))
	s.unmarked("the form")
	s.until("the address is stored", func() bool { return s.book.All()[0].Address.String() == "wss://b.example:443/mqtt" })
	s.shelf.SetSecret(s.idOf("one"), profiles.SecretQuery, "")
	s.until("the query is forgotten", func() bool { return !kept(profiles.SecretQuery)() })
	s.retype("Path", "/other?sig="+mark)
	s.field("Path").FocusLost()
	s.until("the query is kept again", kept(profiles.SecretQuery))
	s.until("the path is stored", func() bool { return s.book.All()[0].Address.Path == "/other" })
	if got := s.field("Path").Text; got != "/other" {
		t.Errorf("the field shows %q", got)
	}
	for _, field := range []string{"Server name", "Proxy host"} {
		s.retype(field, "http://user:"+mark+"@h")
		s.field(field).FocusLost()
		if s.step(); strings.Contains(s.drafted(), mark) {
			t.Errorf("with it as the %s the draft is %s", field, s.drafted())
		}
	}
	s.retype("Host", "mqtt://user:12/"+mark+"@h")
	s.field("Host").FocusLost()
	if s.step(); strings.Contains(s.drafted(), mark) {
		t.Errorf("the draft is %s", s.drafted())
	}
	s.retype("Name", "two")
	s.until("the name is stored", func() bool { return s.book.All()[0].Name == "two" })
	if strings.Contains(file(), mark) {
		t.Errorf("the file is %s", file())
	}
	s.connectOnForm()
	s.step()
	if len(s.tabs.list) != 0 || strings.Contains(s.result(), mark) {
		t.Errorf("it says %q", s.result())
	}
}
