package ui

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/broker/profiles"
	"mangrove/model"
	"mangrove/ui/explore"
	"mangrove/ui/runs"
	"mangrove/ui/shelf"
	"mangrove/ui/topics"
	"mangrove/ui/uitest"
	"mangrove/ui/widgets"
)

// keeping has a bench keep what is typed.
func keeping(kept *[]runs.Draft, forgotten *int) func(*Services) {
	return func(v *Services) {
		v.KeepDraft = func(d runs.Draft) { *kept = append(*kept, d) }
		v.ForgetFound = func() { *forgotten++ }
	}
}

// later is a look at what is to be kept when it is due.
func (b *bench) later() {
	b.kept = time.Time{}
	b.step()
}

// nextStart is the window of the next start with the same stored connections.
func (s *shelfBench) nextStart(d runs.Draft, with ...func(*Services)) *shelfBench {
	s.t.Helper()
	content, err := json.Marshal(d)
	if err != nil {
		s.t.Fatal(err)
	}
	var read runs.Draft
	if err := json.Unmarshal(content, &read); err != nil {
		s.t.Fatal(err)
	}
	next := &shelfBench{folder: s.folder, book: s.book}
	next.bench = newBench(s.t, append([]func(*Services){func(v *Services) {
		v.OpenProfiles = func() (shelf.Stored, error) { return shelf.Stored{Book: s.book, Secrets: new(profiles.Memory)}, nil }
		v.Found = runs.Found{Drafts: []runs.Draft{read}}
	}}, with...)...)
	return next
}

// TestWhatIsTypedSurvives: two tabs, the fields in them, and the start page.
func TestWhatIsTypedSurvives(t *testing.T) {
	s := newShelfBench(t, at("plant", "plant.example"))
	s.connectTo(s.idOf("plant"))
	s.until("it is connected", func() bool { return s.tabs.active != nil })
	e := s.tabs.active
	e.Tree.SetSearch("temperature")
	s.openPublish()
	s.publishTopic().SetText("plant/set")
	s.publishPayload().SetText(`{"on": true}`)
	placed[*widgets.Segmented](s.bench, "qos").Choose(2)
	placed[*widget.Check](s.bench, "retain").SetChecked(true)
	subscriptions := s.subscriptions()
	subscriptions.filter.SetText("plant/#")
	subscriptions.qos.Choose(1)
	s.pressEscape()
	other := s.connect()
	other.Publish.TakeMessage("", model.Entry{Payload: []byte{0xff, 0}})
	s.tabs.choose(nil)
	s.typeAddress("mqtt://half")
	s.userName().SetText("joe")
	s.home.Choose(s.idOf("plant"))
	s.field("Port").SetText("70000")
	s.turnTo("Network")
	s.tabs.choose(e)
	d := s.draft()

	forgotten, kept := 0, []runs.Draft(nil)
	next := s.nextStart(d, keeping(&kept, &forgotten))
	if !next.lastRun.Object.Visible() || !strings.Contains(next.lastRun.Words.Text, "2 connections were open") {
		t.Fatalf("it says %q", next.lastRun.Words.Text)
	}
	test.Tap(next.lastRun.Action) // the stored connections may not have been read by now
	next.until("they are open", func() bool { return len(next.tabs.list) == 2 })
	if len(next.opened) != 0 {
		t.Errorf("connected by itself: %+v", next.opened)
	}
	if again := next.draft(); !reflect.DeepEqual(again, d) {
		t.Errorf("typed was\n%+v\nand is\n%+v", d, again)
	}
	if forgotten != 1 || len(kept) == 0 || next.lastRun.Object.Visible() {
		t.Errorf("forgotten %d times, kept %d times", forgotten, len(kept))
	}
	if got := next.tabs.active; got == nil || got.Conn.Title() != "plant" || !got.Conn.Ended() {
		t.Fatal("the tab of before is not on view, or connected")
	}
	next.tabs.choose(nil)
	next.home.Choose(s.idOf("plant"))
	if got := next.field("Port").Text; got != "70000" {
		t.Errorf("the port is %q", got)
	}
	next.field("Port").SetText("1883")
	next.tabs.choose(next.tabs.of(s.idOf("plant")))
	test.Tap(next.button("disconnect")) // Connect
	next.until("it connects when asked to", func() bool { return len(next.opened) == 1 })
	if p := next.opened[0]; p.Address.Host != "plant.example" {
		t.Errorf("connected to %v", p.Address)
	}
}

// typeAddress types an address on the start page.
func (s *shelfBench) typeAddress(url string) {
	s.home.Choose("")
	s.address().SetText(url)
}

// TestNoSecretIsKept: neither passwords nor the queries of addresses.
func TestNoSecretIsKept(t *testing.T) {
	for name, typed := range map[string]func(s *shelfBench){
		"the password":             func(s *shelfBench) { s.typeAddress("mqtt://h"); s.password().SetText(mark) },
		"in the URL":               func(s *shelfBench) { s.typeAddress("mqtt://joe:" + mark + "@h") },
		"half of it":               func(s *shelfBench) { s.typeAddress("mqtt://joe:" + mark) },
		"half, without a scheme":   func(s *shelfBench) { s.typeAddress("joe:" + mark) },
		"a query":                  func(s *shelfBench) { s.typeAddress("wss://h/mqtt?token=" + mark) },
		"a query of a bad URL":     func(s *shelfBench) { s.typeAddress("wss://h h/mqtt?token=" + mark) },
		"a login of a bad URL":     func(s *shelfBench) { s.typeAddress("mqtt://joe:" + mark + "@h h") },
		"an open tab":              func(s *shelfBench) { s.open("mqtt://joe:" + mark + "@h") },
		"the query of an open tab": func(s *shelfBench) { s.open("wss://h/mqtt?token=" + mark) },
		"the host of a connection": func(s *shelfBench) { s.field("Host").SetText("mqtt://joe:" + mark + "@h h") },
		"a pasted key":             func(s *shelfBench) { s.field("Private key").SetText(mark + "\n" + mark) },
	} {
		t.Run(name, func(t *testing.T) {
			s := newShelfBench(t, at("plant", "plant.example"))
			s.home.Choose(s.idOf("plant"))
			typed(s)
			content, err := json.Marshal(s.draft())
			if err != nil || strings.Contains(string(content), mark) {
				t.Errorf("kept %s, %v", content, err)
			}
			if tabs := s.tabs.list; len(tabs) > 0 {
				next := s.nextStart(s.draft())
				test.Tap(next.lastRun.Action)
				next.until("it is open", func() bool { return len(next.tabs.list) == 1 })
				if words := next.tabs.list[0].Notice.Words.Text; !strings.Contains(words, "not kept") {
					t.Errorf("it says %q", words)
				}
			}
		})
	}
}

func (b *bench) open(url string) {
	p, err := broker.ParseURL(url)
	if err != nil {
		b.t.Fatal(err)
	}
	b.Connect(p)
}

// TestKeepingIsCheap: what has not changed is not written, and what is large is
// not either.
func TestKeepingIsCheap(t *testing.T) {
	var kept []runs.Draft
	forgotten := 0
	b := newBench(t, keeping(&kept, &forgotten))
	e := b.connect()
	b.later()
	for range 3 {
		b.later()
	}
	if len(kept) != 1 {
		t.Fatalf("kept %d times", len(kept))
	}
	e.Publish.TakeMessage("", model.Entry{Payload: []byte(strings.Repeat("x", 57_000_000))})
	b.later()
	b.later()
	if len(kept) != 2 || kept[1].Tabs[0].Publish.Dropped != 57_000_000 || kept[1].Tabs[0].Publish.Text != "" {
		t.Fatalf("kept %d times", len(kept))
	}
	e.Tree.SetSearch("a")
	b.step() // not due
	if len(kept) != 2 {
		t.Error("it is written with each key")
	}
	if b.later(); len(kept) != 3 {
		t.Error("it is not written")
	}
	next := (&shelfBench{bench: b}).nextStartAlone(kept[1])
	if words := next.tabs.active.Notice.Words.Text; !strings.Contains(words, "57 MB") || !strings.Contains(words, "not kept") {
		t.Errorf("it says %q", words)
	}
}

// nextStartAlone is a next start without stored connections, with all put back.
func (s *shelfBench) nextStartAlone(d runs.Draft) *bench {
	b := newBench(s.t, func(v *Services) { v.Found = runs.Found{Drafts: []runs.Draft{d}} })
	test.Tap(b.lastRun.Action)
	return b
}

// TestWhoQuitsLeavesNothing, and who is ended does.
func TestWhoQuitsLeavesNothing(t *testing.T) {
	for _, byUser := range []bool{false, true} {
		var kept []runs.Draft
		forgotten := 0
		b := newBench(t, keeping(&kept, &forgotten))
		b.connect()
		b.publishPayload().SetText("typed in the last second")
		b.kept, kept = time.Now(), nil
		b.Window.window.Resize(fyne.NewSize(900, 700))
		if byUser {
			b.Window.close()
		}
		if !b.quit {
			b.keepDraft() // as Stop does
		}
		if b.QuitByUser() != byUser || (len(kept) == 0) != byUser {
			t.Errorf("by the user %t: kept %d times", byUser, len(kept))
		}
	}
}

// TestTheLayoutSurvives without anybody closing the window.
func TestTheLayoutSurvives(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	find[*container.Split](e.Object)[0].SetOffset(0.3)
	b.window.Resize(fyne.NewSize(900, 700))
	b.later()
	prefs := b.app.Preferences()
	if w, across := prefs.Float(widthKey), prefs.Float(explore.AcrossKey); w != 900 || across < 0.29 || across > 0.31 {
		t.Errorf("width %g, divided at %g", w, across)
	}
}

// TestTheOfferCanBeDeclined.
func TestTheOfferCanBeDeclined(t *testing.T) {
	var kept []runs.Draft
	forgotten := 0
	s := newShelfBench(t)
	next := s.nextStart(runs.Draft{Active: -1, Tabs: []runs.Tab{{Address: runs.Address{URL: "mqtt://h"}}}}, keeping(&kept, &forgotten))
	if words := next.lastRun.Words.Text; !strings.Contains(words, "a connection was open") {
		t.Errorf("it says %q", words)
	}
	test.Tap(next.lastRun.Cross)
	if forgotten != 1 || next.lastRun.Object.Visible() || len(next.tabs.list) != 0 {
		t.Errorf("forgotten %d times", forgotten)
	}
}

// TestForeignDrafts: what is in the file may be anything.
func TestForeignDrafts(t *testing.T) {
	s := newShelfBench(t, at("plant", "plant.example"))
	next := s.nextStart(runs.Draft{
		Active: 99, Form: runs.Form{Stored: s.idOf("plant"), Group: -5, Fields: []runs.Field{{Stored: "none", Name: "Port"}}},
		Address: runs.Address{URL: "mqtt://h", Version: 77},
		Tabs: []runs.Tab{
			{Stored: "gone"}, {Stored: "gone", Address: runs.Address{URL: "mqtt://gone"}}, {Address: runs.Address{URL: "no address"}},
			{Address: runs.Address{URL: "mqtt://h", Version: -3}, Publish: runs.Publish{QoS: 9}, Subscribe: runs.Subscribe{Filter: "a", QoS: -1, Retain: 50}},
		},
	})
	test.Tap(next.lastRun.Action)
	next.until("what can be is open", func() bool { return len(next.tabs.list) == 2 })
}

// TestTwoTabsOfAConnection: a broker lets no two have one client id.
func TestTwoTabsOfAConnection(t *testing.T) {
	s := newShelfBench(t, at("plant", "plant.example"))
	tab := runs.Tab{Stored: s.idOf("plant")}
	next := s.nextStart(runs.Draft{Active: -1, Tabs: []runs.Tab{tab, tab}})
	test.Tap(next.lastRun.Action)
	next.until("both are open", func() bool { return len(next.tabs.list) == 2 })
	if one, other := next.tabs.list[0].Conn.Copied, next.tabs.list[1].Conn.Copied; one || !other {
		t.Errorf("copies: %t, %t", one, other)
	}
}

// TestAfterACrashNothingConnects: it may have crashed of what comes from there.
func TestAfterACrashNothingConnects(t *testing.T) {
	p := at("plant", "plant.example")
	p.AutoConnect = true
	for _, report := range []string{"", "crash-1.txt"} {
		s := newShelfBench(t, p)
		next := s.nextStart(runs.Draft{}, func(v *Services) { v.Found.Report = report })
		next.AutoConnect()
		next.until("the book is open", func() bool { return next.shelf.IsReady() })
		if report != "" {
			if len(next.opened) != 0 || next.result() == "" {
				t.Fatalf("connected %d times by itself after a crash", len(next.opened))
			}
			test.Tap(placed[*widgets.Button](next.bench, "notice"))
		}
		next.until("it is connected", func() bool { return len(next.opened) == 1 })
	}
}

// TestACrashIsTold with the place of the report.
func TestACrashIsTold(t *testing.T) {
	path := filepath.Join(t.TempDir(), "crash-1.txt")
	if err := os.WriteFile(path, []byte("panic: runtime error: index out of range"), 0o600); err != nil {
		t.Fatal(err)
	}
	b := newBench(t, func(v *Services) { v.Found.Report = path })
	if words := b.crashed.Words.Text; !b.crashed.Object.Visible() || !strings.Contains(words, "crash-1.txt") {
		t.Errorf("it says %q", words)
	}
	test.Tap(b.crashed.Action)
	if b.window.Canvas().Overlays().Top() == nil {
		t.Error("the report does not open")
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	b.offerFound()
	test.Tap(b.crashed.Action)
	if words := b.crashed.Words.Text; !strings.Contains(words, "cannot be opened") {
		t.Errorf("it says %q", words)
	}
	test.Tap(b.crashed.Cross)
	if b.crashed.Object.Visible() || b.lastRun.Object.Visible() {
		t.Error("it is still said")
	}
}

func TestPreferencesAreTakenOver(t *testing.T) {
	from, to := test.NewTempApp(t).Preferences(), test.NewTempApp(t).Preferences()
	from.SetString(lookKey, "dark")
	from.SetFloat(widthKey, 900)
	from.SetInt(topics.ColumnsKey, 5)
	from.SetBool(explore.OpenKey, true)
	from.SetStringList("recent", []string{"wss://h:443/mqtt?sig=" + mark})
	TakePreferences(from, to)
	if to.String(lookKey) != "dark" || to.Float(widthKey) != 900 || to.Int(topics.ColumnsKey) != 5 || !to.Bool(explore.OpenKey) ||
		strings.Join(to.StringList("recent"), " ") != "wss://h:443/mqtt?…" {
		t.Errorf("%v, %q", to.Float(widthKey), to.StringList("recent"))
	}
}

// TestWhatWasLeftOutIsNamed, and nothing else, with the way to type it again.
func TestWhatWasLeftOutIsNamed(t *testing.T) {
	for url, want := range map[string]struct{ words, action string }{
		"mqtt://joe:pw@h":             {"The password was not kept. Type it again.", "Password…"},
		"wss://h/mqtt?token=x":        {"The part of the address after ? was not kept. Type it again.", "Edit connection…"},
		"wss://joe:pw@h/mqtt?token=x": {"The password and the part of the address after ? were not kept. Type them again.", "Edit connection…"},
		"mqtt://joe@h":                {},
	} {
		s := newShelfBench(t)
		s.open(url)
		next := s.nextStartAlone(s.draft())
		n := next.tabs.active.Notice
		if seen := n.Object.Visible(); seen != (want.words != "") || seen && (n.Words.Text != want.words || n.Action.Text != want.action) {
			t.Errorf("%s: it says %q, and offers %q", url, n.Words.Text, n.Action.Text)
		}
		if want.action != "Password…" {
			continue
		}
		test.Tap(n.Action)
		if len(next.desk.Asked) == 0 || strings.HasPrefix(uitest.DialogWords(next.window.Canvas()), "\n") {
			t.Errorf("%s: it is not asked for: %q", url, uitest.DialogWords(next.window.Canvas()))
		}
	}
}

// TestATypedPayloadKeepsItsTopic, also one that the selection has put beside it.
func TestATypedPayloadKeepsItsTopic(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.receive(msg("home/feed", "1"))
	b.selectTopic("home/feed")
	if d := b.draft(); d.Tabs[0].Publish.Topic != "" {
		t.Errorf("nothing is typed, and %q is kept", d.Tabs[0].Publish.Topic)
	}
	b.openPublish()
	b.publishPayload().SetText("ON")
	next := (&shelfBench{bench: b}).nextStartAlone(b.draft())
	next.step()
	if topic, payload := next.publishTopic().Value(), next.publishPayload().Value(); topic != "home/feed" || payload != "ON" {
		t.Errorf("put back are %q and %q", topic, payload)
	}
}
