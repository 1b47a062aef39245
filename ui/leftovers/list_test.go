package leftovers

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"go.uber.org/goleak"

	"mangrove/broker"
	"mangrove/model"
	"mangrove/ui/connection"
	"mangrove/ui/desk"
	"mangrove/ui/look"
	"mangrove/ui/uitest"
	"mangrove/ui/widgets"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// session is one that stands.
type session struct {
	broker.Session
	status broker.Status
}

func (s *session) Status() broker.Status { return s.status }

func (s *session) Unsubscribe(context.Context, ...string) error { return nil }

func (s *session) Close() error { return nil }

// announce makes devices known to Home Assistant.
func announce(sink model.Sink, names ...string) {
	for _, name := range names {
		config := fmt.Sprintf(`{"name":"Temperature","stat_t":%q,"dev":{"ids":%q,"name":%q}}`, name+"/state", name, name)
		sink.Apply(model.Batch{Messages: []model.Message{{Topic: []byte("homeassistant/sensor/" + name + "/config"), Payload: []byte(config), Retained: true}}})
	}
}

// TestList: nothing is chosen by itself, what was heard is not suspected, and what is heard
// while it is on view is chosen no more.
func TestList(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(look.Theme{})
	window := test.NewTempWindow(t, nil)
	window.Resize(fyne.NewSize(900, 600))
	var posted uitest.Posted
	d := desk.New(window, posted.Add, error.Error)
	start := time.Now().Add(-time.Hour)
	status := broker.Status{Phase: broker.Connected, Since: start, Version: broker.V5, Subscriptions: []broker.Grant{{Subscription: broker.Subscription{Filter: "#"}, Answered: true}}}
	c := &connection.Connection{Session: &session{status: status}, Store: model.NewStore(model.Options{}), System: model.NewStore(model.Options{})}
	c.Follow(time.Now())
	receive := func(topic, payload string, kept bool) {
		c.Store.Apply(model.Batch{At: time.Now(), Messages: []model.Message{{Topic: []byte(topic), Payload: []byte(payload), Retained: kept}}})
	}
	receive("hall/state", "21", false)
	receive("attic/state", "19", true)
	r := New(c, d)
	var said string
	var cleared []string
	r.Quiet, r.OnSay = time.Millisecond, func(words string) { said = words }
	r.OnClear = func(filters []string, messages []broker.Publication) {
		cleared = append(cleared, filters...)
		for _, m := range messages {
			cleared = append(cleared, m.Topic)
		}
	}
	r.Show()
	if !strings.Contains(said, "Connect first") {
		t.Errorf("without a network: %q", said)
	}
	r.Open = func(_ broker.Profile, sink model.Sink) broker.Session {
		announce(sink, "hall", "attic", "cellar", "garage")
		return &session{status: status}
	}
	button := func(words string) *widgets.Button {
		uitest.Until(t, words, posted.Run, func() bool { return uitest.DialogButton(window.Canvas(), words) != nil })
		return uitest.DialogButton(window.Canvas(), words)
	}
	r.Show()
	if !button("Clear 0…").Disabled() || !strings.Contains(uitest.DialogWords(window.Canvas()), "4 discovery messages. Suspected to be left behind: 2.") {
		t.Errorf("%s", uitest.DialogWords(window.Canvas()))
	}
	test.Tap(button("Select suspected"))
	receive("garage/state", "5", false) // it is there after all
	clearThem := button("Clear 2…")
	test.Tap(clearThem)
	if clearThem.Text != "Clear 2…" || !clearThem.Disabled() {
		t.Error("the goroutine that draws has judged")
	}
	if cleared != nil || button("Clear 1…") == nil {
		t.Errorf("cleared %q", cleared)
	}
	test.Tap(button("Clear 1…"))
	uitest.Until(t, "it is asked", posted.Run, func() bool { return cleared != nil })
	if want := []string{"homeassistant/+/+/config", "homeassistant/+/+/+/config", "homeassistant/sensor/cellar/config"}; !slices.Equal(cleared, want) {
		t.Errorf("%q", cleared)
	}
	if window.Canvas().Overlays().Top() != nil {
		t.Error("the list stays over the question")
	}
}
