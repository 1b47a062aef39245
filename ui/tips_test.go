package ui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker/profiles"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/text"
)

// rest has the pointer rest on something, and gives what the tip says then.
func (b *bench) rest(o desktop.Hoverable) []string {
	o.MouseIn(&desktop.MouseEvent{})
	b.loop.DrawNow()
	b.draw(time.Now().Add(time.Second))
	said := slices.Clone(b.desk.Tip.Shown())
	o.MouseOut()
	if left := b.desk.Tip.Shown(); len(left) > 0 {
		b.t.Errorf("the pointer has left, and a tip says %q", left)
	}
	return said
}

// TestEveryIconHasATip looks for buttons without words on all pages, and wants a tip with
// a name from each.
func TestEveryIconHasATip(t *testing.T) {
	p := at("plant", "plant")
	p.Headers, p.Subscriptions = []string{"X"}, []profiles.Subscription{{Filter: "a"}}
	p.Address.Scheme, p.Kept, p.TLS.CA = "wss", []string{profiles.SecretPassword}, "/ca.pem"
	for _, width := range []float32{640, 900, 1280} {
		s := newShelfBench(t, p)
		s.window.Resize(fyne.NewSize(width, 600))
		looked := s.lookAtIcons(width)
		s.home.Choose(s.idOf("plant"))
		for _, group := range s.groups() {
			s.turnTo(group)
			looked += s.lookAtIcons(width)
		}
		first := s.connect()
		s.receive(msg("a/b", `{"a": 1}`))
		s.selectTopic("a/b")
		first.Notice.Say("said")
		s.until("the payload is shown", func() bool { return s.payloadSeen() != "" })
		looked += s.lookAtIcons(width)
		s.tabs.compare(s.connect(), first)
		looked += s.lookAtIcons(width)
		s.show(pageBox)
		if looked += s.lookAtIcons(width); looked < 20 {
			t.Errorf("at %g there are %d buttons without words", width, looked)
		}
	}
}

// lookAtIcons looks at the buttons without words on view, and counts them.
func (b *bench) lookAtIcons(width float32) (looked int) {
	b.t.Helper()
	b.step()
	for _, plain := range find[*widget.Button](b.window.Content()) {
		if plain.Text == "" && plain.Icon != nil {
			b.t.Errorf("at %g a button with the icon %s can have no tip", width, plain.Icon.Name())
		}
	}
	for _, button := range find[*widgets.Button](b.window.Content()) {
		if button.Icon == nil || button.Text != "" || !button.Visible() {
			continue
		}
		said := b.rest(button)
		if !button.Visible() || button.Text != "" {
			continue // a payload that has come meanwhile has changed it
		}
		looked++
		if len(said) != 1 || len(said[0]) < 4 {
			b.t.Errorf("at %g the tip of a button with the icon %s says %q", width, button.Icon.Name(), said)
		}
	}
	return looked
}

// TestTipsHaveTheKey has a tip name the key of what a button does.
func TestTipsHaveTheKey(t *testing.T) {
	b := newBench(t)
	b.window.Resize(fyne.NewSize(640, 600))
	b.connect()
	b.step()
	if said := b.rest(b.button("pause")); !slices.Equal(said, []string{"Pause (Ctrl+P)"}) && !slices.Equal(said, []string{"Pause (Cmd+P)"}) {
		t.Errorf("%q", said)
	}
	b.window.Resize(fyne.NewSize(1280, 600))
	b.step()
	if said := b.rest(b.button("pause")); len(said) > 0 {
		t.Errorf("a button with words has a tip: %q", said)
	}
	x, _, cross := b.tabs.strip.TabBox(0)
	for at, want := range map[float32]string{cross + 3: "Close tab (", x + 20: ""} {
		b.tabs.strip.MouseIn(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(at, 5)}})
		b.loop.DrawNow()
		b.draw(time.Now().Add(time.Second))
		if said := strings.Join(b.desk.Tip.Shown(), "|"); !strings.HasPrefix(said, want) || want == "" && said != "" {
			t.Errorf("at %g of a tab: %q", at, said)
		}
		b.tabs.strip.MouseOut()
	}
}

// TestCutFactsHaveATip has a line that does not fit say all of it in a tip, and none
// that fits.
func TestCutFactsHaveATip(t *testing.T) {
	b := newBench(t)
	b.window.Resize(fyne.NewSize(900, 600))
	strip := widgets.NewStrip(20, 12)
	b.window.SetContent(widgets.NewPanel("panel", strip, 0, 0))
	for words, cut := range map[string]bool{"short": false, strings.Repeat("long ", 100) + "end": true} {
		strip.Set(text.Span{Text: words})
		strip.MouseIn(nil)
		b.tip.Draw(time.Now().Add(time.Second))
		if got := len(b.tip.Shown) > 0; got != cut {
			t.Errorf("%.20s: a tip %v", words, b.tip.Shown)
		}
		strip.MouseOut()
	}
}

// TestACutMessageHasATip has the pointer rest on messages of the list, of which only
// those that are cut have more to say.
func TestACutMessageHasATip(t *testing.T) {
	long := strings.Repeat("long value ", 40)
	for name, c := range map[string]struct{ payload, want string }{
		"all of it fits": {"12", ""},
		"it is cut":      {long, "…  QoS 1"}, // the end of what is kept for lists
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			e := b.connect()
			b.receive(msg("a", c.payload))
			b.selectTopic("a")
			e.Inspector.ListMessages()
			b.until("it is listed", func() bool { return len(b.streamTexts()) == 1 })
			rows := placed[*widgets.Rows](b, "messages")
			rows.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(40, 10), AbsolutePosition: fyne.NewPos(640, 310)}})
			b.draw(time.Now().Add(time.Second))
			said := strings.Join(b.desk.Tip.Shown(), " ")
			if !strings.Contains(said, c.want) || (said != "") != (c.want != "") {
				t.Errorf("it says %q, want %q", said, c.want)
			}
			if rows.MouseOut(); len(b.desk.Tip.Shown()) > 0 {
				t.Error("the pointer has left, and the tip stays")
			}
		})
	}
}

// TestATipGoesWithItsRow: a topic is selected by keys, and takes the place of the list that
// the pointer rests on.
func TestATipGoesWithItsRow(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.receive(msg("a/b", "1"))
	b.until("the busiest are listed", func() bool { return b.isPlaced("busiest") })
	rows := placed[*widgets.Rows](b, "busiest")
	long := text.Span{Text: strings.Repeat("level/", 200)}
	rows.PointAt(fyne.NewPos(500, 300), func() []text.Span { return []text.Span{long} })
	b.draw(time.Now().Add(time.Second))
	if len(b.desk.Tip.Shown()) == 0 {
		t.Fatal("there is no tip")
	}
	b.selectTopic("a/b")
	b.until("the payload is shown", func() bool { return b.payloadSeen() != "" })
	b.draw(time.Now().Add(time.Second))
	if said := b.desk.Tip.Shown(); len(said) > 0 {
		t.Errorf("the list has gone, and a tip says %q", said)
	}
}
