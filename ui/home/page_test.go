package home

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker/profiles"
	"mangrove/ui/look"
	"mangrove/ui/uitest"
	"mangrove/ui/widgets"
)

func TestNewConnectionIsStoredAsItIsTyped(t *testing.T) {
	s := newBench(t)
	if !s.list.empty.Visible() {
		t.Error("nobody says what the list is for")
	}
	test.Tap(s.list.add)
	s.until("the form is open", func() bool { return s.look().Object("groups") != nil })
	s.has("the host", s.field("Host"))
	test.Type(s.field("Name"), "Plant 2")
	test.Type(s.field("Host"), "mqtts://joe:pw@plant.example:8884")
	s.field("Host").FocusLost()
	s.until("all of it is in the book", func() bool {
		p := s.book.All()[0]
		return p.Name == "Plant 2" && p.Address.String() == "mqtts://plant.example:8884" && p.Username == "joe" &&
			slices.Contains(p.Kept, profiles.SecretPassword)
	})
	if got := s.field("Host").Text; got != "plant.example" {
		t.Errorf("the field of the host shows %q", got)
	}
	content, err := os.ReadFile(filepath.Join(s.folder, "profiles.json"))
	if err != nil || strings.Contains(string(content), "pw") {
		t.Errorf("the file: %v\n%s", err, content)
	}
	s.connectOnForm()
	s.until("connected", func() bool { return len(s.tabs) > 0 })
	if c := s.tabs[0]; c.Name != "Plant 2" || c.Profile.Password != "pw" || c.Profile.TLS == nil {
		t.Errorf("connected to %+v", c.Profile)
	}
}

func TestWhatCannotBeReadStaysInItsField(t *testing.T) {
	s := newBench(t, at("one", "a.example"), at("two", "b.example"))
	all := s.book.All()
	s.Choose(all[0].ID)
	s.field("Port").SetText("123x")
	if !strings.Contains(s.look().Found, "1 to 65535") {
		t.Errorf("it says %q", s.look().Found)
	}
	s.Choose(all[1].ID)
	if s.field("Port").Text != "1883" || strings.Contains(s.look().Found, "65535") {
		t.Errorf("the other connection has port %q", s.field("Port").Text)
	}
	s.Choose(all[0].ID)
	if s.field("Port").Text != "123x" || !strings.Contains(s.look().Found, "65535") {
		t.Errorf("what was typed has become %q", s.field("Port").Text)
	}
	s.connectOnForm()
	if len(s.tabs) > 0 || !strings.Contains(s.notice.Words.Text, "Port") {
		t.Errorf("it says %q", s.notice.Words.Text)
	}
}

// The toolkit's fields draw some characters as nothing.
func TestNameIsSeenInFull(t *testing.T) {
	s := newBench(t, at("one", "a.example"))
	s.Choose(s.book.All()[0].ID)
	for typed, want := range map[string]string{"Hall \U0001f321": "In full: Hall [U+1F321]", "Hall": ""} {
		s.field("Name").SetText(typed)
		if got := s.look().Found; strings.Contains(got, "In full") != (want != "") || !strings.Contains(got, want) {
			t.Errorf("%q: it says %q", typed, got)
		}
	}
}

// TestSecretsAreAskedForOneAfterTheOther has three connections at the start whose
// passwords are not kept here.
func TestSecretsAreAskedForOneAfterTheOther(t *testing.T) {
	var stored []profiles.Profile
	for _, name := range []string{"one", "two", "three"} {
		p := at(name, name+".example")
		p.AutoConnect, p.Username, p.Kept = true, "joe", []string{profiles.SecretPassword}
		stored = append(stored, p)
	}
	s := newBench(t, stored...)
	s.AutoConnect()
	s.opened()
	overlays := s.window.Canvas().Overlays()
	question := func(of string) {
		t.Helper()
		s.until("the password of "+of+" is asked for", func() bool {
			return len(s.desk.Asked) > 0 && s.Chosen() == s.idOf(of)
		})
		if n := len(overlays.List()); n != 1 {
			t.Errorf("%d questions on top of each other", n)
		}
	}
	question("one")
	s.asked("secret password").(*widgets.FormEntry).SetText("1")
	s.answer("confirm")
	question("two")
	s.answer("cancel")
	question("three")
	s.asked("secret password").(*widgets.FormEntry).SetText("3")
	s.answer("confirm")
	s.until("two are connected", func() bool { return len(s.tabs) == 2 })
	for i, want := range []string{"1", "3"} {
		if got := s.tabs[i].Profile.Password; got != want {
			t.Errorf("connection %d has the password %q", i, got)
		}
	}
	if n := len(overlays.List()); n != 0 {
		t.Errorf("%d questions left", n)
	}
}

func TestListIsPutInOrder(t *testing.T) {
	in := at("c", "c.example")
	in.Folder = "house"
	s := newBench(t, at("a", "a.example"), in, at("b", "b.example"))
	expect := func(what string, want ...string) {
		t.Helper()
		s.until(what, func() bool { return slices.Equal(s.names(), want) })
	}
	expect("by folder", "a", "b", "house", "c")
	a := s.book.All()[0].ID
	s.move(a, 1)
	expect("moved down", "b", "a", "house", "c")
	s.duplicate(a)
	expect("duplicated", "b", "a", "a copy", "house", "c")
	s.remove(a)
	expect("deleted", "b", "a copy", "house", "c")
	test.Tap(s.notice.Action)
	expect("brought back", "b", "a", "a copy", "house", "c")
}

// TestEveryDeletionCanBeUndone: a key that is held deletes more than one.
func TestEveryDeletionCanBeUndone(t *testing.T) {
	s := newBench(t, at("a", "a.example"), at("b", "b.example"), at("c", "c.example"))
	expect := func(what, words string, want ...string) {
		t.Helper()
		s.until(what, func() bool { return slices.Equal(s.names(), want) })
		if got := s.notice.Words.Text; s.notice.Object.Visible() != (words != "") || words != "" && got != words {
			t.Errorf("%s: the notice says %q", what, got)
		}
	}
	remove := func(name string) {
		s.remove(s.book.All()[slices.Index(s.names(), name)].ID)
	}
	remove("b")
	expect("one deleted", "The connection b was deleted with its secrets.", "a", "c")
	remove("c")
	expect("two deleted", "The connection c was deleted with its secrets, and 1 connection before it.", "a")
	test.Tap(s.notice.Action)
	expect("the last is back", "The connection b was deleted with its secrets.", "a", "c")
	test.Tap(s.notice.Action)
	expect("the first is back", "", "a", "b", "c")
	remove("a")
	expect("one deleted again", "The connection a was deleted with its secrets.", "b", "c")
	test.Tap(s.notice.Cross)
	remove("b")
	expect("what was closed is not offered again", "The connection b was deleted with its secrets.", "c")
}

func TestImportSaysWhatItIs(t *testing.T) {
	s := newBench(t)
	test.Tap(s.list.bring)
	paste := s.asked("import text").(*widgets.FormEntry)
	confirm := s.asked("confirm").(*widgets.Button)
	paste.SetText("nothing that is known {")
	test.Tap(confirm)
	s.isToldWrong("neither a URL")
	paste.SetText("mosquitto_sub -h broker.example -t 'a/#'")
	test.Tap(confirm)
	s.until("imported", func() bool { return len(s.shelf.All()) == 1 && len(s.desk.Asked) == 0 })
	if p := s.onForm(); p.Address.Host != "broker.example" || p.Subscriptions[0].Filter != "a/#" {
		t.Errorf("the form shows %+v", p)
	}
}

// TestOnlyMarkedConnectionsHaveAMark: where nothing is to be said, nothing is shown.
func TestOnlyMarkedConnectionsHaveAMark(t *testing.T) {
	marked := at("red", "a.example")
	marked.Color = look.Marks[0]
	s := newBench(t, marked, at("plain", "b.example"))
	s.until("both are listed", func() bool { return len(s.look().Listed) == 3 })
	if got := s.look().Listed[1:]; !strings.HasPrefix(got[0], "●  red") || !strings.HasPrefix(got[1], "plain") {
		t.Errorf("listed are %q", got)
	}
}

// TestTheEmptyListNamesItsButtons as they are seen beside it.
func TestTheEmptyListNamesItsButtons(t *testing.T) {
	s := newBench(t)
	for _, l := range uitest.Find[*widget.Label](s.list.empty) {
		if !strings.Contains(l.Text, "Press + "+s.list.add.Text+",") || s.list.add.Text == "" {
			t.Errorf("beside a button %q it says %q", s.list.add.Text, l.Text)
		}
	}
}
