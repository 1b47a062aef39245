package brokers

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"mangrove/broker"
	"mangrove/ui/uitest"
)

// TestWhereExportAllIs: what may be lost says where it is saved from.
func TestWhereExportAllIs(t *testing.T) {
	for _, n := range []uint64{1, 2} {
		if words := lostWords(n); !strings.HasSuffix(words, "choose Export all under Export and history in the connection's menu.") {
			t.Error(words)
		}
	}
}

// TestBoxAsksBeforeItOpensToOthers: nothing listens before the answer.
func TestBoxAsksBeforeItOpensToOthers(t *testing.T) {
	for _, c := range []struct {
		name, host string
		asks       bool
	}{
		{"this machine", "127.0.0.1", false}, {"this machine by IPv6", "::1", false}, {"nothing typed", "", false},
		{"all networks", "0.0.0.0", true}, {"all of IPv6", "::", true}, {"one address", "192.0.2.7", true}, {"a name", "pi.local", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBench(t)
			started := 0
			start := b.box.do.Start
			b.box.do.Start = func(listen string) (broker.Box, error) {
				started++
				return start(listen)
			}
			p := b.box
			p.reach = func(string) []string { return []string{"192.0.2.7:1883", "10.0.0.3:1883"} }
			p.host.SetText(c.host)
			test.Tap(p.start)
			if c.asks {
				words := uitest.DialogWords(b.window.Canvas())
				for _, want := range []string{"no login", "anyone who can reach this computer", "mqtt://192.0.2.7:1883", "mqtt://10.0.0.3:1883"} {
					if !strings.Contains(words, want) {
						t.Errorf("it asks %q without %q", words, want)
					}
				}
				if b.box.starting || b.RunningBox() != nil {
					t.Error("it is started before the answer")
				}
				test.Tap(uitest.DialogButton(b.window.Canvas(), "Cancel"))
				b.step()
				if b.box.starting || p.start.Disabled() {
					t.Error("it is started, or cannot be, after no")
				}
				test.Tap(p.start)
				test.Tap(uitest.DialogButton(b.window.Canvas(), "Start it"))
			}
			uitest.Until(t, "the broker runs", b.step, func() bool { return b.RunningBox() != nil })
			if started != 1 || b.window.Canvas().Overlays().Top() != nil {
				t.Errorf("started %d times", started)
			}
		})
	}
}

// TestBoxShowsAndCopiesWhatOthersReach, rather than what this machine does.
func TestBoxShowsAndCopiesWhatOthersReach(t *testing.T) {
	for _, c := range []struct {
		name  string
		reach []string
		shows string
		menu  int // entries with an address
	}{
		{"nobody else", nil, "mqtt://127.0.0.1:41883", 0},
		{"one network", []string{"192.0.2.7:1883"}, "mqtt://192.0.2.7:1883", 0},
		{"two networks", []string{"192.0.2.7:1883", "10.0.0.3:1883"}, "mqtt://192.0.2.7:1883", 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBench(t)
			p := b.box
			p.reach = func(string) []string { return c.reach }
			if b.fake.Listening = "127.0.0.1:1883"; c.reach != nil {
				b.fake.Listening = "0.0.0.0:1883"
			}
			b.TakeBox(b.fake)
			p.asked = time.Time{}
			b.step()
			if got := p.state.Text(); got != "Running: "+c.shows {
				t.Errorf("it shows %q", got)
			}
			if c.menu > 0 && !strings.Contains(p.bound.Text, strings.Join(c.reach, ", ")) {
				t.Errorf("it says %q", p.bound.Text)
			}
			if c.menu > 0 {
				items := p.copyItems()
				if len(items) != c.menu+1 { // with a line between
					t.Fatalf("%d entries", len(items))
				}
				for i, want := range []string{"mqtt://192.0.2.7:1883", "mqtt://10.0.0.3:1883", "", "mqtt://127.0.0.1:41883"} {
					if want == "" {
						continue
					}
					if items[i].Action(); fyne.CurrentApp().Clipboard().Content() != want {
						t.Errorf("%q copies %q", items[i].Label, fyne.CurrentApp().Clipboard().Content())
					}
				}
			}
			if test.Tap(p.copy); c.menu == 0 && fyne.CurrentApp().Clipboard().Content() != c.shows {
				t.Errorf("copied %q", fyne.CurrentApp().Clipboard().Content())
			}
			if menu := b.window.Canvas().Overlays().Top() != nil; menu != (c.menu > 0) {
				t.Errorf("a menu: %t", menu)
			}
		})
	}
}
