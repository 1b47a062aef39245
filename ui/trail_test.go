package ui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"mangrove/model/payload"
	"mangrove/ui/brokers"
	"mangrove/ui/format"
	"mangrove/ui/inspect"
)

func TestTrail(t *testing.T) {
	now := time.Unix(1_700_000_000, 0)
	anywhere := func(place) bool { return true }
	var tr trail
	at := func(topic string) place { return place{tab: nil, topic: topic} }
	visit := func(topic string, after time.Duration) {
		now = now.Add(after)
		tr.note(at(topic), now)
	}
	step := func(by int) string {
		p, ok := tr.step(by, anywhere)
		if !ok {
			return "nowhere"
		}
		tr.note(p, now) // as the next drawing does
		return p.topic
	}
	check := func(what, got, want string) {
		t.Helper()
		if got != want {
			t.Errorf("%s: %s, want %s", what, got, want)
		}
	}
	visit("a", 0)
	check("back from the first", step(-1), "nowhere")
	visit("b", time.Second)
	visit("passed", time.Second)
	visit("passed too", passing/2)
	visit("c", passing/2)
	visit("c", time.Second)
	check("back past those passed", step(-1), "b")
	check("back", step(-1), "a")
	check("forward", step(1), "b")
	visit("d", time.Second)
	check("forward from a new place", step(1), "nowhere")
	check("back to what it came from", step(-1), "b")
	check("forward again", step(1), "d")
	gone := func(p place) bool { return p.topic != "b" }
	if p, ok := tr.step(-1, gone); !ok || p.topic != "a" {
		t.Errorf("a place that is gone is not passed over: %v", p)
	}
	for i := range 2 * mostPlaces {
		visit(fmt.Sprint(i), time.Second)
	}
	if len(tr.places) != mostPlaces || tr.at != mostPlaces-1 {
		t.Errorf("%d places, at %d", len(tr.places), tr.at)
	}
}

// words name a place.
func (p place) words() string {
	switch {
	case p.page == pageBox:
		return fmt.Sprint("broker ", p.broker)
	case p.page == pageDevices:
		return "devices"
	case p.page == pageVerify:
		return "verify"
	case p.page == pageWarnings:
		return "warnings"
	case p.tab != nil:
		return fmt.Sprint(p.tab.Conn.Title(), " ", p.topic, " ", p.mode)
	case p.stored != "":
		return "form"
	}
	return "start"
}

// TestBackAndForward goes through topics, pages, tabs and connections by the keys.
func TestBackAndForward(t *testing.T) {
	s := newShelfBench(t, at("Hall", "plant"))
	now := time.Now()
	visit := func(do func()) {
		do()
		s.step()
		s.trail.since = now.Add(-time.Minute) // it was looked at for a while
	}
	where := func() string { return s.here().words() }
	type shortcuts interface{ TypedShortcut(fyne.Shortcut) }
	press := func(name string) string {
		for _, c := range s.commands() {
			if c.Name == name {
				s.window.Canvas().(shortcuts).TypedShortcut(c.Keys[0])
			}
		}
		s.step()
		return where()
	}
	visit(func() {})
	visit(func() { s.home.Choose(s.idOf("Hall")) })
	visit(func() { s.connect() })
	e := s.tabs.active
	s.receive(msg("a", "1"), msg("b/c", "2"))
	visit(func() { s.selectTopic("a") })
	visit(func() { s.selectTopic("b/c") })
	visit(func() { e.Inspector.SetMode(inspect.Messages) })
	visit(func() { s.showBox() })
	for _, want := range []string{"plant b/c 1", "plant b/c 0", "plant a 0", "plant  0", "form", "start", "start"} {
		if got := press("Back"); got != want {
			t.Fatalf("back: %s, want %s", got, want)
		}
	}
	for _, want := range []string{"form", "plant  0", "plant a 0", "plant b/c 0", "plant b/c 1", fmt.Sprint("broker ", brokers.BuiltIn), fmt.Sprint("broker ", brokers.BuiltIn)} {
		if got := press("Forward"); got != want {
			t.Fatalf("forward: %s, want %s", got, want)
		}
	}
	s.tabs.close(e)
	s.step()
	if where() != "form" {
		t.Fatalf("behind the tab is %s", where())
	}
	for _, want := range []string{"start", "start"} {
		if got := press("Back"); got != want {
			t.Errorf("back, without the tab: %s, want %s", got, want)
		}
	}
	for _, p := range s.trail.places[:cap(s.trail.places)] {
		if p.tab != nil {
			t.Error("a tab that is closed is kept")
		}
	}
}

// TestSideButtons: back and forward are handed out once, with the first drawing, and do
// nothing below a dialog, as their keys.
func TestSideButtons(t *testing.T) {
	var back, forward func()
	watched := 0
	s := newShelfBench(t)
	s.services.SideButtons = func(b, f func()) {
		back, forward, watched = b, f, watched+1
	}
	s.step()
	s.trail.since = time.Now().Add(-time.Minute)
	s.showBox()
	s.step()
	for range 2 {
		s.window.Canvas().Content().Refresh()
		s.window.Canvas().Capture()
	}
	if watched != 1 {
		t.Fatalf("handed out %d times", watched)
	}
	s.desk.Show(s.desk.NewDialog("A dialog", widget.NewLabel("over it")))
	if back(); s.here().words() != fmt.Sprint("broker ", brokers.BuiltIn) {
		t.Error("it goes back below a dialog")
	}
	s.desk.Dismiss()
	if back(); s.here().words() != "start" {
		t.Errorf("back: %s", s.here().words())
	}
	if forward(); s.here().words() != fmt.Sprint("broker ", brokers.BuiltIn) {
		t.Errorf("forward: %s", s.here().words())
	}
}

// TestCommandsAreTold: no two are called the same or have the same key.
func TestCommandsAreTold(t *testing.T) {
	b := newBench(t)
	names, keys := map[string]bool{}, map[string]string{}
	for _, c := range b.commands() {
		if c.Name == "" || c.Group == "" || c.Do == nil || names[c.Name] {
			t.Errorf("the command %q of %q", c.Name, c.Group)
		}
		names[c.Name] = true
		for _, key := range c.Keys {
			if other := keys[key.ShortcutName()]; other != "" {
				t.Errorf("%s is for %s and for %s", key.ShortcutName(), other, c.Name)
			}
			keys[key.ShortcutName()] = c.Name
		}
	}
}

// TestBackBringsTheMessageBack: and the view of it, as long as the history has the message.
func TestBackBringsTheMessageBack(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.receive(msg("home/hall", "1"), msg("home/hall", "2"), msg("home/lamp", "3"))
	settle := func() {
		b.step()
		b.trail.since = time.Now().Add(-time.Minute) // it was looked at for a while
	}
	var want []place
	visit := func() {
		settle()
		want = append(want, b.here())
	}
	e := b.lookInto("home", 0)
	visit()
	first := e.Inspector.Message()
	b.lookInto("home", 1)
	visit()
	if second := e.Inspector.Message(); first == 0 || second == 0 || first == second {
		t.Fatalf("looked into are %d and %d", first, second)
	}
	e.Inspector.SetMode(inspect.Properties)
	visit()
	b.selectTopic("home/lamp")
	visit()
	e.Inspector.SetMode(inspect.Chart)
	visit()
	for _, by := range []int{-1, 1} {
		for i := range len(want) - 1 {
			at := i + 1
			if by < 0 {
				at = len(want) - 2 - i
			}
			b.walk(by)
			b.step()
			if got := b.here(); got != want[at] {
				t.Fatalf("by %d it comes to %s %d, want %s %d", by, got.words(), got.message, want[at].words(), want[at].message)
			}
		}
	}
	b.trail.letGo(func(p place) bool { return p.message != first })
	for range len(want) - 1 {
		b.walk(-1)
		b.step()
	}
	if got := b.here(); got.message != 0 || got.topic != "home" || got.mode != inspect.Messages {
		t.Errorf("of a message that is gone it comes to %s %d", got.words(), got.message)
	}
	b.walk(1)
	if got := b.here(); got != want[1] {
		t.Errorf("forward from it is %s %d", got.words(), got.message)
	}
}

// TestBackBringsTheViewBack: of a payload, as it was chosen by hand at each place, for the
// latest message and for one of the list.
func TestBackBringsTheViewBack(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.receive(msg("home/hall", `{"a":1}`), msg("home/lamp", `{"b":2}`))
	views := placed[*widget.Select](b, "payload format")
	var want []place
	visit := func(v payload.View) {
		b.until("the payload is shown", func() bool {
			b.step()
			return views.Visible()
		})
		if v >= 0 {
			views.SetSelectedIndex(int(v))
		}
		b.step()
		b.trail.since = time.Now().Add(-time.Minute) // it was looked at for a while
		want = append(want, b.here())
	}
	const untouched payload.View = -1
	b.selectTopic("home/hall")
	visit(payload.HexView)
	b.selectTopic("home/lamp")
	visit(untouched)
	visit(payload.TextView)
	b.selectTopic("home/hall")
	visit(payload.PrettyView)
	b.lookInto("home", 0)
	visit(untouched)
	visit(payload.HexView)
	for i, view := range []string{"hex", "", "text", "pretty", want[4].view, "hex"} {
		if want[i].view != view {
			t.Errorf("place %d, %s, is in %q, want %q", i, want[i].words(), want[i].view, view)
		}
	}
	if want[5].message == 0 {
		t.Error("no message is looked into")
	}
	for _, by := range []int{-1, 1} {
		for i := range len(want) - 1 {
			at := i + 1
			if by < 0 {
				at = len(want) - 2 - i
			}
			for passed := 0; passed < 5 && (passed == 0 || b.here() != want[at]); passed++ { // on the way to a message is its list
				b.walk(by)
				b.step()
			}
			if got := b.here(); got != want[at] {
				t.Fatalf("by %d it comes to %s in %q, want %s in %q", by, got.words(), got.view, want[at].words(), want[at].view)
			}
			name := format.ViewNames[payload.ViewOf(want[at].view)]
			b.until("it is shown as "+name, func() bool {
				b.step()
				return strings.HasPrefix(views.Selected, name)
			})
		}
	}
}

// TestBackFromEvidence: to a topic from the devices, or to a message from a verdict, is one
// step.
func TestBackFromEvidence(t *testing.T) {
	b := newBench(t)
	c := b.connect().Conn
	b.receive(msg("tele/plug/STATE", "{}"))
	for page, goTo := range map[section]func(){
		pageDevices:  func() { b.devicesOptions().GoTo(c, "tele/plug/STATE", false) },
		pageWarnings: func() { b.warningsOptions().GoTo(c, "tele/plug/STATE") },
		pageVerify:   func() { b.verifyOptions().GoTo(c, "tele/plug/STATE", time.Now(), []byte("{}")) },
	} {
		b.tabs.active.Tree.Deselect()
		b.show(page)
		b.step()
		goTo()
		b.step()
		if b.section != pageExplore || c.Topic != "tele/plug/STATE" {
			t.Fatalf("from page %d to page %d, %q", page, b.section, c.Topic)
		}
		b.walk(-1)
		if b.section != page {
			t.Errorf("back from a topic is page %d, not %d", b.section, page)
		}
	}
}
