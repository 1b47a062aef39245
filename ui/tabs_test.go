package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"mangrove/broker"
	"mangrove/ui/explore"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
)

// shown lists the tabs on view, with a star behind the current one of two.
func shown(b *bench) string {
	s := ""
	for _, e := range b.tabs.visible() {
		s += e.Conn.Title()
		if len(b.tabs.visible()) > 1 && e == b.tabs.active {
			s += "*"
		}
		s += " "
	}
	return s
}

func (b *bench) openTab(name string) *explore.Page {
	b.connect()
	b.tabs.active.Conn.Name = name
	b.step()
	return b.tabs.active
}

func TestTabs(t *testing.T) {
	b := newBench(t)
	first, second, third := b.openTab("first"), b.openTab("second"), b.openTab("third")
	steps := []struct {
		name string
		do   func()
		want string
	}{
		{"the latest is on view", func() {}, "third "},
		{"a click chooses", func() { b.tabs.strip.Tapped(&fyne.PointEvent{Position: fyne.NewPos(30, 5)}) }, "first "},
		{"the next", func() { b.tabs.step(1) }, "second "},
		{"round the end", func() { b.tabs.step(2) }, "first "},
		{"two side by side, in the order of their tabs", func() { b.tabs.compare(third, first) }, "first third* "},
		{"not with itself", func() { b.tabs.compare(first, first) }, "first third* "},
		{"the tab of the other", func() { b.tabs.choose(first) }, "first* third "},
		{"a third one shows alone", func() { b.tabs.choose(second) }, "second "},
		{"back to the two", func() { b.tabs.choose(third) }, "first third* "},
		{"the start page", func() { b.tabs.choose(nil) }, ""},
		{"back to the two from there", func() { b.tabs.choose(first) }, "first* third "},
		{"one of them with another", func() { b.tabs.compare(second, third) }, "second* third "},
		{"the end of it", func() { b.tabs.endSideBySide() }, "second "},
		{"closing one that is not seen", func() { b.tabs.close(first) }, "second "},
		{"closing the one on view", func() { b.tabs.close(second) }, "third "},
		{"closing the last", func() { b.tabs.close(third) }, ""},
	}
	for _, s := range steps {
		s.do()
		b.step()
		if got := shown(b); got != s.want {
			t.Errorf("%s: %q, want %q", s.name, got, s.want)
		}
	}
	if b.content.Objects[0] != b.home.Object() || b.tabs.bar.Visible() {
		t.Error("without a tab the start page shows alone")
	}
}

// TestSideBySideFromTheMenu offers the other tabs, and the way back.
func TestSideBySideFromTheMenu(t *testing.T) {
	b := newBench(t)
	first := b.openTab("first")
	if i := b.tabs.besideItem(first); i != nil {
		t.Errorf("alone it offers %q", i.Label)
	}
	second := b.openTab("second")
	b.openTab("third")
	b.tabs.choose(second)
	with := b.tabs.besideItem(second)
	names := ""
	for _, i := range with.ChildMenu.Items {
		names += i.Label + " "
	}
	if names != "first third " {
		t.Errorf("beside %q", names)
	}
	with.ChildMenu.Items[0].Action()
	if got := shown(b); got != "first second* " {
		t.Errorf("%q on view", got)
	}
	for _, e := range []*explore.Page{second, first} {
		if i := b.tabs.besideItem(e); i.Label != "End side by side" {
			t.Errorf("%s offers %q", e.Conn.Title(), i.Label)
		}
	}
	b.tabs.besideItem(first).Action()
	if got := shown(b); got != "second " {
		t.Errorf("%q on view", got)
	}
}

// TestSideBySideKeepsItsPane: what goes out of sight with the keyboard makes no
// other pane the current one.
func TestSideBySideKeepsItsPane(t *testing.T) {
	b := newBench(t)
	left, right := b.openTab("left"), b.openTab("right")
	b.tabs.compare(left, right)
	right.Notice.Offer("Cleared.", "Undo", func() {})
	b.step()
	b.window.Canvas().Focus(right.Notice.Action)
	b.step()
	right.Notice.Hide()
	b.step()
	b.has("the notice has gone", right.Tree.Keyboard())
	if b.tabs.active != right {
		t.Error("the pane on the left is the current one")
	}
}

// TestSideBySideFollowsTheKeyboard has the one that is worked with be the one
// that shortcuts, the title and the status bar speak of.
func TestSideBySideFollowsTheKeyboard(t *testing.T) {
	b := newBench(t)
	left, right := b.openTab("left"), b.openTab("right")
	left.Conn.Store.Apply(batch(msg("a", "1")))
	right.Conn.Store.Apply(batch(msg("a", "1"), msg("b", "2")))
	b.tabs.compare(left, right)
	c := b.window.Canvas()
	expect := func(what string, e *explore.Page, topics string) {
		t.Helper()
		b.step()
		name := e.Conn.Title()
		if b.tabs.active != e || b.window.Title() != name+" - Mangrove" {
			t.Errorf("%s: %s is current, the title is %q", what, b.tabs.active.Conn.Title(), b.window.Title())
		}
		if got := b.status.left.Text(); !strings.HasPrefix(got, name) || !strings.Contains(got, topics) {
			t.Errorf("%s: the status bar says %q", what, got)
		}
	}
	expect("at first", left, "1 topic ")
	c.Focus(placedOn[field](b, right, "publish topic"))
	expect("typing on the right", right, "2 topics")
	c.Focus(left.Tree.Keyboard())
	expect("the tree on the left", left, "1 topic ")
	c.Focus(nil)
	expect("nothing has the keyboard", left, "1 topic ")
	test.Tap(placed[*widgets.Header](b, "name of pane 1"))
	expect("the name on the left", left, "1 topic ")
	test.Tap(placedOn[*widgets.Button](b, right, "pause"))
	expect("a button on the right", right, "2 topics")
	if paused, _ := right.Conn.Store.Paused(); !paused {
		t.Error("the button has not been pressed")
	}
	c.Focus(left.Tree.Keyboard())
	expect("the left once more", left, "1 topic ")
	test.Tap(find[*widgets.Ground](right.Object)[0])
	expect("nothing in particular on the right", right, "2 topics")
	b.has("its tree", right.Tree.Keyboard())
}

// TestSideBySideShortcutsGoToTheKeyboard has each act on the one that is worked
// with.
func TestSideBySideShortcutsGoToTheKeyboard(t *testing.T) {
	b := newBench(t)
	left, right := b.openTab("left"), b.openTab("right")
	b.tabs.compare(left, right)
	c := b.window.Canvas()
	c.Focus(left.Tree.Keyboard())
	c.Focus(right.Tree.Keyboard())
	b.shortcut(fyne.KeyF)
	b.has("Ctrl+F", right.Tree.SearchField())
	c.Focus(left.Tree.Keyboard())
	b.shortcut(fyne.KeyP)
	if paused, _ := left.Conn.Store.Paused(); !paused {
		t.Error("Ctrl+P has not paused the left one")
	}
	right.Conn.Demo = true // nothing to lose
	c.Focus(right.Tree.Keyboard())
	b.shortcut(fyne.KeyW)
	if got := shown(b); got != "left " {
		t.Errorf("Ctrl+W leaves %q", got)
	}
	if b.isPlaced("pane 1") {
		t.Error("alone it needs no name over it")
	}
}

// shortcut presses Ctrl and a key.
func (b *bench) shortcut(key fyne.KeyName) {
	b.window.Canvas().(fyne.Shortcutable).TypedShortcut(
		&desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault})
}

func TestDividerStaysWhileTabsAreChanged(t *testing.T) {
	b := newBench(t)
	first, second, third := b.openTab("first"), b.openTab("second"), b.openTab("third")
	b.tabs.compare(first, second)
	b.tabs.split.SetOffset(0.7)
	b.tabs.choose(third)
	b.tabs.choose(nil)
	b.tabs.choose(second)
	b.tabs.endSideBySide()
	if b.tabs.split != nil {
		t.Error("both pages are kept, though they are apart")
	}
	b.tabs.compare(second, third)
	if got := b.tabs.split.Offset; got != 0.7 {
		t.Errorf("the divider stands at %v", got)
	}
	b.tabs.saveDivider()
	if got := b.app.Preferences().Float(pairKey); got != 0.7 {
		t.Errorf("%v is kept for the next start", got)
	}
}

// TestTabsWithoutRoomAreListed with their whole names, from each of which its tab comes.
func TestTabsWithoutRoomAreListed(t *testing.T) {
	b := newBench(t)
	b.window.Resize(fyne.NewSize(900, 600))
	var pages []*explore.Page
	for i := range 12 {
		pages = append(pages, b.openTab(fmt.Sprintf("connection number %d", i)))
		if b.step(); b.tabs.all.Visible() != (i > 3) {
			t.Errorf("%d tabs: the list is offered: %v", i+1, b.tabs.all.Visible())
		}
	}
	for i, item := range b.tabs.allItems() {
		if item.Action(); item.Label != pages[i].Conn.Title() || b.tabs.active != pages[i] || !b.tabs.allItems()[i].Checked {
			t.Errorf("%q leads to %q", item.Label, b.tabs.active.Conn.Title())
		}
	}
	test.Tap(b.tabs.all)
	if b.window.Canvas().Overlays().Top() == nil {
		t.Error("no menu opens")
	}
	b.window.Canvas().Overlays().Top().(fyne.Focusable).TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	for _, e := range pages[2:] {
		b.tabs.close(e)
	}
	if b.step(); b.tabs.all.Visible() {
		t.Error("the list is offered for two tabs, which have room")
	}
}

// TestClosedTabsAreLetGo: what keeps the page of a closed tab keeps all that it has
// received.
func TestClosedTabsAreLetGo(t *testing.T) {
	b := newBench(t)
	b.window.Resize(fyne.NewSize(640, 600)) // buttons have no words there
	first, second := b.openTab("first"), b.openTab("second")
	b.tabs.compare(first, second)
	b.step()
	placedOn[*widgets.Button](b, second, "pause").MouseIn(&desktop.MouseEvent{})
	b.desk.Toast.Offer("Too long to be copied.", true, "Save…", second.Edit)
	b.draw(time.Now())
	b.tabs.close(second) // the pointer stays where it is
	b.draw(time.Now().Add(time.Minute))
	if b.tabs.split != nil || b.tabs.pair != nil {
		t.Error("both pages are kept by what divided them")
	}
	if b.tip.Say != nil {
		t.Error("its button is kept by the tip")
	}
	if b.desk.Toast.Action.OnTapped != nil {
		t.Error("it is kept by a toast that has gone")
	}
}

func TestPanesSayWhoseTheyAre(t *testing.T) {
	b := newBench(t)
	first, second := b.openTab("Plant"), b.openTab("")
	first.Conn.Mark = "#c80000"
	b.tabs.compare(second, first)
	b.step()
	for i, e := range []*explore.Page{first, second} {
		number, want := fmt.Sprint(i+1), []string{"Plant", "plant"}[i]
		name, mark := placed[*widgets.Header](b, "name of pane "+number), placed[*canvas.Rectangle](b, "colour of pane "+number)
		if got := name.Text(); !b.isPlaced("pane "+number) || !strings.HasPrefix(got, want) || mark.FillColor != look.ColourOfMark(e.Conn.Mark) {
			t.Errorf("it says %q in %v", got, mark.FillColor)
		}
	}
	test.Tap(placed[*widgets.Header](b, "end pane 2"))
	if got := shown(b); got != "plant " || b.isPlaced("pane 2") {
		t.Errorf("%q on view", got)
	}
}

func TestCopyOfATabHasAClientIDOfItsOwn(t *testing.T) {
	b := newBench(t)
	p := broker.Profile{Address: broker.Address{Scheme: "mqtt", Host: "plant", Port: 1883}, ClientID: "panel", Resume: true, SessionExpiry: time.Hour}
	b.Connect(p)
	b.tabs.copy(b.tabs.active)
	if opened := b.opened; len(opened) != 2 || opened[0].ClientID != "panel" || opened[1].ClientID != "" || opened[1].Resume || opened[1].SessionExpiry != 0 {
		t.Errorf("opened %+v", opened)
	}
	if got := b.tabs.active.Notice.Words.Text; !strings.Contains(got, "different client id") {
		t.Errorf("it says %q", got)
	}
}

// TestOneClientIDInTwoTabsIsTold warns of two connections that would end each
// other for ever.
func TestOneClientIDInTwoTabsIsTold(t *testing.T) {
	profile := func(host, id string) broker.Profile {
		return broker.Profile{Address: broker.Address{Scheme: "mqtt", Host: host, Port: 1883}, ClientID: id}
	}
	for name, c := range map[string]struct {
		second broker.Profile
		told   bool
	}{
		"the same":        {profile("plant", "panel"), true},
		"another id":      {profile("plant", "panel-2"), false},
		"another broker":  {profile("house", "panel"), false},
		"made up by both": {profile("plant", ""), false},
	} {
		b := newBench(t)
		b.Connect(profile("plant", ""))
		b.Connect(profile("plant", "panel"))
		b.Connect(c.second)
		if n := b.tabs.active.Notice; n.Object.Visible() != c.told || c.told && !strings.Contains(n.Words.Text, "same client id, panel") {
			t.Errorf("%s: it says %q", name, n.Words.Text)
		}
	}
}

func TestHiddenTabsAreStillFed(t *testing.T) {
	b := newBench(t)
	first := b.openTab("first")
	first.Conn.Store.Apply(batch(msg("a", "1")))
	second := b.openTab("second")
	if !first.Feed.Hidden.Load() || second.Feed.Hidden.Load() {
		t.Error("the first is hidden, the second is not")
	}
	first.Feed.At = first.Feed.At.Add(-2e9)
	b.step()
	if n := first.Conn.Store.Tree().Len(); n != 1 {
		t.Errorf("the hidden tree has %d rows", n)
	}
}

// TestTabsOfOneAddressAreToldApart by the user or a number, also once one of them is
// connected with another login.
func TestTabsOfOneAddressAreToldApart(t *testing.T) {
	b := newBench(t)
	var titles []string
	for _, url := range []string{"mqtt://plant", "mqtt://plant", "mqtt://joe@plant", "mqtt://joe@plant", "mqtt://ann@plant", "mqtt://other"} {
		p, err := broker.ParseURL(url)
		if err != nil {
			t.Fatal(err)
		}
		b.Connect(p)
		titles = append(titles, b.tabs.active.Conn.Title())
	}
	if want := []string{"plant", "plant (2)", "plant (joe)", "plant (3)", "plant (ann)", "other"}; !slices.Equal(titles, want) {
		t.Errorf("they are called %q, want %q", titles, want)
	}
	second := b.tabs.list[1]
	to := second.Conn.Target
	to.Profile.Username = "eve"
	second.ConnectTo(to)
	if got := second.Conn.Title(); got != "plant (eve)" {
		t.Errorf("the second is called %q", got)
	}
}
