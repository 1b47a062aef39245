package ui

import (
	"encoding/base64"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"mangrove/ui/inspect"
	"mangrove/ui/uitest"
	"mangrove/ui/widgets"
)

// has fails unless something has the keyboard.
func (b *bench) has(what string, want fyne.Focusable) {
	b.t.Helper()
	if got := b.window.Canvas().Focused(); got != want {
		b.t.Errorf("%s: %T has the keyboard, not %T", what, got, want)
	}
}

// TestFirstStartCanBeTypedInto types an address into the window as it opens.
func TestFirstStartCanBeTypedInto(t *testing.T) {
	b := newBench(t)
	b.has("at the start", b.address())
	for _, r := range "mqtt://plant" {
		b.window.Canvas().Focused().TypedRune(r)
	}
	b.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if b.tabs.active == nil || b.tabs.active.Conn.Profile.Address.Host != "plant" {
		t.Error("not connected")
	}
}

func TestKeyboardGoesToWhatComesOnView(t *testing.T) {
	b := newBench(t)
	c := b.window.Canvas()
	c.Focus(b.address())
	b.address().SetText("mqtt://plant")
	b.connectToAddress()
	first := b.tabs.active
	b.has("connected", first.Tree.Keyboard())
	b.tabs.choose(nil)
	b.has("start page", b.address())
	second := b.connect()
	b.has("connected again", second.Tree.Keyboard())
	b.tabs.step(1)
	b.has("the next tab", first.Tree.Keyboard())
	b.show(pageBox)
	b.has("the page of brokers", b.brokers.Keyboard())
	c.Focus(placed[*widgets.Entry](b, "host"))
	b.show(pageExplore)
	b.has("back", first.Tree.Keyboard())
	b.tabs.close(first)
	b.has("closed", second.Tree.Keyboard())
}

// TestARunningBoxHidesItsFields, and one of them may have had the keyboard.
func TestARunningBoxHidesItsFields(t *testing.T) {
	b := newBench(t)
	b.show(pageBox)
	host := placed[*widgets.Entry](b, "host")
	b.window.Canvas().Focus(host)
	host.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.until("the broker runs", func() bool { return b.brokers.RunningBox() != nil })
	b.step()
	if b.window.Canvas().Focused() == host || b.window.Canvas().Focused() == nil {
		t.Errorf("%T has the keyboard", b.window.Canvas().Focused())
	}
}

// TestNothingHiddenKeepsTheKeyboard: a key must not press a button that has
// gone out of sight, nor be lost in it.
func TestNothingHiddenKeepsTheKeyboard(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	m := msg("b", "{}")
	m.Properties = []byte("\x01\x01")
	b.receive(msg("a", "{}"), m, msg("image", string(onePixel(t))), msg("list", "[1]"), msg("text", "1"))
	for _, c := range []struct {
		name string
		on   fyne.Focusable
		show func()
		hide func()
	}{
		{"a notice's button", e.Notice.Action, func() { e.Notice.Offer("Deleted.", "Undo", func() {}) }, e.Notice.Hide},
		{"a toast's button", b.desk.Toast.Action, func() { b.desk.Toast.Offer("Too large.", true, "Save…", func() {}) }, b.desk.Toast.Object.Hide},
		{"the properties", placed[*widgets.Rows](b, "payload properties"), func() {
			b.selectTopic("b")
			e.Inspector.SetMode(inspect.Properties)
			b.until("shown", func() bool { return b.isPlaced("payload properties") })
		}, func() {
			b.selectTopic("a")
			b.until("gone", func() bool { return !b.isPlaced("payload properties") })
			e.Inspector.SetMode(inspect.Latest)
		}},
		{"the tree of a payload", placed[*widgets.Rows](b, "payload tree"), func() {
			b.selectTopic("list")
			b.until("shown", func() bool { return b.isPlaced("payload tree") })
		}, func() {
			b.selectTopic("text")
			b.until("gone", func() bool { return !b.isPlaced("payload tree") })
		}},
		{"the zoom", placed[*widgets.Button](b, "payload zoom"), func() { b.selectTopic("image"); b.until("shown", func() bool { return b.isPlaced("payload zoom") }) }, func() {
			b.selectTopic("a")
			b.until("gone", func() bool { return !b.isPlaced("payload zoom") })
		}},
		{"the filter of messages", placed[*widgets.Entry](b, "filter"), func() { e.Inspector.SetMode(inspect.Messages) }, func() { e.Inspector.SetMode(inspect.Latest) }},
	} {
		c.show()
		b.step()
		b.window.Canvas().Focus(c.on)
		b.step()
		b.has(c.name+", seen", c.on)
		c.hide()
		b.step()
		b.has(c.name+", gone", e.Tree.Keyboard())
	}
}

func onePixel(t *testing.T) []byte {
	t.Helper()
	b, err := base64.StdEncoding.DecodeString("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==") // WebP
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestKeyboardStaysInADialog(t *testing.T) {
	b := newBench(t)
	inside := widget.NewEntry()
	d := dialog.NewCustom("A question", "Close", inside, b.window)
	d.Show()
	b.window.Canvas().Focus(inside)
	e := b.connect()
	b.has("connected behind it", inside)
	d.Hide()
	b.tabs.choose(e)
	b.has("chosen after it", e.Tree.Keyboard())
}

func TestQuestionTakesTheKeyboard(t *testing.T) {
	s := newShelfBench(t, at("one", "a.example"))
	s.home.Choose(s.idOf("one"))
	s.retype("Host", "mqtts://b.example:8884")
	s.askImport()
	s.has("asked", s.asked("import text").(*widgets.FormEntry))
	if got := s.field("Host").Text; got != "b.example" {
		t.Errorf("the field behind it has not been left: %q", got)
	}
	test.Tap(s.asked("cancel").(*widgets.Button))
	s.has("answered", s.connections())
}

func TestKeyboardLeavesWhatTheStartPageHides(t *testing.T) {
	s := newShelfBench(t, at("one", "a.example"), at("two", "b.example"))
	c := s.window.Canvas()
	c.Focus(s.address())
	s.home.Choose(s.idOf("one"))
	s.has("from the address to a connection", s.connections())
	s.home.Choose("")
	s.has("up in the list", s.connections())
	s.home.Choose(s.idOf("two"))
	c.Focus(s.field("Host"))
	s.home.Choose("")
	s.has("from a field to the address", s.address())
	e := s.connect()
	s.home.Choose(s.idOf("one"))
	s.has("the start page is not on view", e.Tree.Keyboard())
}

func TestFieldsPassShortcutsOn(t *testing.T) {
	s := newShelfBench(t, at("one", "a.example"))
	s.connect()
	s.tabs.choose(nil)
	url, secret := s.address(), s.password()
	s.home.Choose(s.idOf("one"))
	for name, field := range map[string]fyne.Focusable{
		"form": s.field("Host"), "address": url, "password": secret, "built-in broker": nil,
	} {
		switch name {
		case "form":
			s.home.Choose(s.idOf("one"))
			s.tabs.choose(nil)
		case "built-in broker":
			s.showBox()
			field = placed[*widgets.Entry](s.bench, "port")
		default:
			s.home.Choose("")
			s.tabs.choose(nil)
		}
		s.window.Canvas().Focus(field)
		s.has(name, field)
		field.(fyne.Shortcutable).TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyPageDown, Modifier: fyne.KeyModifierShortcutDefault})
		if s.tabs.active == nil || s.section != pageExplore {
			t.Errorf("%s: the tab was not chosen", name)
		}
	}
}

// find lists what is of a kind in an object, whether seen or not.
func find[T fyne.CanvasObject](in fyne.CanvasObject) []T { return uitest.Find[T](in) }

// TestTypingOnTheListIsAnAddress: the list has no use for letters, so they are
// the beginning of an address; were they lost, Enter would connect the stored
// connection that is chosen instead.
func TestTypingOnTheListIsAnAddress(t *testing.T) {
	for _, chosen := range []string{"", "one"} {
		t.Run("chosen: "+chosen, func(t *testing.T) {
			s := newShelfBench(t, at("one", "a.example"))
			c := s.window.Canvas()
			id := ""
			if chosen != "" {
				id = s.idOf(chosen)
			}
			s.home.Choose(id)
			c.Focus(s.connections())
			for _, r := range "plant" {
				c.Focused().TypedRune(r)
			}
			if got := s.address().Text; got != "plant" {
				t.Errorf("the address is %q", got)
			}
			s.has("then", s.address())
			if !s.isPlaced("address") || s.home.Chosen() != "" {
				t.Error("the form for an address is not on view")
			}
		})
	}
}

// TestNewConnectionShowsTheFieldToTypeInto: in a low window the form scrolls, and
// the host, which has the keyboard, is on view.
func TestNewConnectionShowsTheFieldToTypeInto(t *testing.T) {
	for _, size := range []fyne.Size{{Width: 640, Height: 400}, {Width: 900, Height: 600}, {Width: 1280, Height: 800}} {
		s := newShelfBench(t)
		s.window.Resize(size)
		test.Tap(s.button("new profile"))
		s.until("it is stored", func() bool { return len(s.shelf.All()) == 1 })
		s.step()
		s.has("new", s.field("Host"))
		r := s.lookAt(time.Now())
		host, above := r.Places["field Host"], r.Places["groups"]
		if host.Y < above.Y+above.H || host.Y+host.H > size.Height {
			t.Errorf("at %v the host stands at %v", size, host)
		}
	}
}

// TestArrowsGoOverHeadings: what is in a folder is reached with the keyboard.
func TestArrowsGoOverHeadings(t *testing.T) {
	first, second := at("one", "a.example"), at("two", "b.example")
	first.Folder, second.Folder = "hall 1", "hall 2"
	s := newShelfBench(t, first, second)
	s.home.Choose("")
	s.window.Canvas().Focus(s.connections())
	for _, c := range []struct {
		key  fyne.KeyName
		want string
	}{{fyne.KeyDown, s.idOf("one")}, {fyne.KeyDown, s.idOf("two")}, {fyne.KeyDown, s.idOf("two")}, {fyne.KeyUp, s.idOf("one")}, {fyne.KeyUp, ""}, {fyne.KeyUp, ""}} {
		s.connections().TypedKey(&fyne.KeyEvent{Name: c.key})
		if got := s.home.Chosen(); got != c.want {
			t.Fatalf("%s goes to %q, want %q", c.key, got, c.want)
		}
	}
}

// TestAClickBesideLeavesTheKeyboard: the toolkit takes it away with a click on what has no
// use for it.
func TestAClickBesideLeavesTheKeyboard(t *testing.T) {
	b := newBench(t)
	url := b.address()
	e := b.connect()
	c := b.window.Canvas()
	for name, on := range map[string]fyne.Focusable{"the tree": e.Tree.Keyboard(), "a field": b.publishTopic()} {
		c.Focus(on)
		b.step()
		c.Unfocus()
		b.step()
		b.has("beside "+name, on)
	}
	inside := widgets.NewEntry("")
	b.desk.Show(b.desk.NewDialog("A dialog", inside))
	c.Focus(inside)
	b.step()
	c.Unfocus()
	b.step()
	b.has("beside a dialog", inside)
	b.desk.Dismiss()
	b.step()
	if c.Focused() == nil || c.Focused() == inside {
		t.Errorf("closed: %T has the keyboard", c.Focused())
	}
	c.Focus(url) // which is not on view
	c.Unfocus()
	b.step()
	if c.Focused() == nil {
		t.Error("nothing has the keyboard")
	}
}

// TestEnterPressesEveryButton: the toolkit's own know the space bar only.
func TestEnterPressesEveryButton(t *testing.T) {
	s := newShelfBench(t, at("one", "a.example"))
	s.connect()
	s.tabs.active.Conn.Store.Apply(batch(msg("a", "1")))
	s.tabs.askToClose(s.tabs.active)
	s.asked("cancel").(fyne.Focusable).TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if s.desk.Asked != nil || len(s.tabs.list) != 1 {
		t.Fatalf("Cancel by Enter: asked %v, %d tabs", s.desk.Asked, len(s.tabs.list))
	}
	s.tabs.askToClose(s.tabs.active)
	s.asked("confirm").(fyne.Focusable).TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnter})
	if len(s.tabs.list) != 0 {
		t.Error("Close by Enter: the tab is still there")
	}
	for _, page := range []func(){func() { s.show(pageBox) }, func() { s.home.Choose("") }, func() { s.home.Choose(s.idOf("one")) }} {
		page()
		for _, b := range find[*widget.Button](s.window.Canvas().Content()) {
			t.Errorf("Enter does nothing on %q", b.Text)
		}
	}
}
