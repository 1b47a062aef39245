package explore

import (
	"crypto/tls"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"go.uber.org/goleak"

	"mangrove/broker"
	"mangrove/model"
	"mangrove/ui/connection"
	"mangrove/ui/look"
	"mangrove/ui/uitest"
	"mangrove/ui/widgets/text"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// barBench is the line over the tree on a bench.
type barBench struct {
	*connBar
}

func newBarBench(t *testing.T) *barBench {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(look.Theme{Look: look.Dark})
	p, err := broker.ParseURL("mqtt://plant:1883")
	if err != nil {
		t.Fatal(err)
	}
	c := &connection.Connection{Target: connection.Target{Profile: p}, Store: model.NewStore(model.Options{})}
	c.Status = broker.Status{Phase: broker.Connected, Version: broker.V5, Subscriptions: []broker.Grant{{Subscription: broker.Subscription{Filter: "#"}}}}
	b := &barBench{newConnBar(c, connActions{})}
	test.NewTempWindow(t, b.object)
	b.draw(time.Now())
	return b
}

// TestConnectionBarAtAnyWidth keeps everything apart and the state seen.
func TestConnectionBarAtAnyWidth(t *testing.T) {
	b := newBarBench(t)
	safe := b.conn.Profile
	for name, st := range map[string]broker.Status{
		"connected":    b.conn.Status,
		"not verified": b.conn.Status,
		"waiting":      {Phase: broker.Waiting, Problem: broker.ErrHungUp},
		"given up":     {Phase: broker.Stopped, Problem: broker.ErrHungUp},
	} {
		b.conn.Status = st
		b.conn.Profile = safe
		if name == "not verified" {
			b.conn.Profile.Address.Scheme, b.conn.Profile.TLS = "mqtts", &tls.Config{InsecureSkipVerify: true} //nolint:gosec // that is what is looked at
		}
		b.draw(time.Now())
		if name == "not verified" && !strings.Contains(b.state.Text(), name) {
			t.Errorf("it says %q", b.state.Text())
		}
		for width := float32(340); width < 1300; width += 17 {
			uitest.SetWidth(b.object, width)
			all := map[string]fyne.CanvasObject{
				"state": b.state, "retry": b.retry, "pause": b.pause, "off": b.off, "more": b.more,
			}
			if s := uitest.Overlap(width, all); s != "" {
				t.Fatalf("%s, %g: %s", name, width, s)
			}
			if got, want := b.state.Size().Width, text.Width(b.words[0], text.Bold, stateText); got < want {
				t.Fatalf("%s: the state has %g of %g", name, got, want)
			}
		}
	}
}

// TestConnectionBarGivesWayInOrder has words leave before the state does.
func TestConnectionBarGivesWayInOrder(t *testing.T) {
	b := newBarBench(t)
	last := allWords
	for width := float32(900); width >= 200; width -= 4 {
		uitest.SetWidth(b.object, width)
		if b.terse < last {
			t.Errorf("at %g more is said than with more room", width)
		}
		last = b.terse
	}
	if last != leastWords {
		t.Errorf("a narrow bar says as much as %d", last)
	}
}
