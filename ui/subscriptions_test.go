package ui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"mangrove/broker"
	"mangrove/ui/report"
	"mangrove/ui/widgets"
)

// subscriptionsDialog is what stands in the dialog of the subscriptions.
type subscriptionsDialog struct {
	filter        *widgets.Entry
	qos           *widgets.Segmented
	noLocal, keep *widgets.Check
	retain        *widgets.Select
	button        *widgets.Button
	problem       *widget.Label
}

// subscriptions opens the dialog of the current connection.
func (b *bench) subscriptions() *subscriptionsDialog {
	b.do("Subscriptions…")
	return &subscriptionsDialog{
		filter: placed[*widgets.Entry](b, "subscribe filter"), qos: placed[*widgets.Segmented](b, "subscribe qos"),
		noLocal: placed[*widgets.Check](b, "subscribe no local"), keep: placed[*widgets.Check](b, "subscribe keep"),
		retain: placed[*widgets.Select](b, "subscribe retain"), button: placed[*widgets.Button](b, "subscribe"),
		problem: placed[*widget.Label](b, "subscribe problem"),
	}
}

func TestARefusedFilterIsGoneTheNextTime(t *testing.T) {
	b := newBench(t)
	b.connect()
	s := b.subscriptions()
	s.filter.SetText("a#")
	s.qos.Choose(2)
	s.noLocal.SetChecked(true)
	s.retain.SetSelectedIndex(2)
	s.filter.OnSubmitted("")
	if !s.problem.Visible() || s.filter.Value() != "a#" {
		t.Fatalf("%q was refused with %q", s.filter.Value(), s.problem.Text)
	}
	b.pressEscape()
	b.do("Subscriptions…")
	if s.filter.Value() != "" || s.qos.Chosen() != 0 || s.noLocal.Checked || s.retain.SelectedIndex() != 0 || s.problem.Visible() {
		t.Errorf("opened again it has %q, QoS %d, %q", s.filter.Value(), s.qos.Chosen(), s.problem.Text)
	}
	s.filter.SetText("begun/")
	b.pressEscape()
	b.do("Subscriptions…")
	if s.filter.Value() != "begun/" {
		t.Errorf("what was only typed is %q", s.filter.Value())
	}
}

func TestARefusalOfAFilterMovesNothing(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.do("Subscriptions…")
	b.step()
	before, place := b.window.Canvas().Overlays().Top().MinSize(), report.New(b.window.Canvas(), time.Time{}).BoxOf(placed[*widgets.Entry](b, "subscribe filter"))
	placed[*widgets.Entry](b, "subscribe filter").SetText("a#")
	test.Tap(placed[*widgets.Button](b, "subscribe"))
	if !placed[*widget.Label](b, "subscribe problem").Visible() {
		t.Fatal("it was not refused")
	}
	if after := b.window.Canvas().Overlays().Top().MinSize(); after != before || report.New(b.window.Canvas(), time.Time{}).BoxOf(placed[*widgets.Entry](b, "subscribe filter")) != place {
		t.Errorf("from %v at %v to %v at %v", before, place, after, report.New(b.window.Canvas(), time.Time{}).BoxOf(placed[*widgets.Entry](b, "subscribe filter")))
	}
}

func TestSubscriptionsFitIntoANarrowWindow(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.window.Resize(fyne.NewSize(640, 400))
	b.do("Subscriptions…")
	if w := b.window.Canvas().Overlays().Top().MinSize().Width; w > 640 {
		t.Errorf("the dialog takes %v of 640", w)
	}
}

func TestSubscriptionsWithoutAnAnswerAreTold(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	st := b.session.Status()
	st.Notes = []broker.Note{{Code: broker.OlderVersion, Version: broker.V311}}
	note := "The broker does not support MQTT 5; the connection uses 3.1.1."
	refusal := &broker.Refusal{Packet: "SUBACK", Version: broker.V5, Code: broker.NotAuthorized, Subject: "b/#"}
	st.Subscriptions = []broker.Grant{
		{Subscription: broker.Subscription{Filter: "a/#"}},
		{Subscription: broker.Subscription{Filter: "b/#"}, Answered: true, Denied: refusal},
		{Subscription: broker.Subscription{Filter: "c/#"}, Answered: true},
	}
	now := time.Now()
	draw := func(now time.Time) {
		e.Conn.Follow(now)
		e.Draw(now)
	}
	draw(now) // all is answered until here
	b.session.set(st)
	draw(now)
	if got := placed[*widget.Label](b, "problem").Text; strings.Contains(got, "a/#") || !strings.Contains(got, "b/#") || !strings.Contains(got, note) {
		t.Errorf("at once it says %q", got)
	}
	draw(now.Add(12 * time.Second))
	if got := placed[*widget.Label](b, "problem").Text; !strings.Contains(got, "not answered the subscription to a/# for 12 s") || strings.Contains(got, "c/#") {
		t.Errorf("later it says %q", got)
	}
	for i := range st.Subscriptions {
		st.Subscriptions[i].Answered, st.Subscriptions[i].Denied = true, nil
	}
	b.session.set(st)
	draw(now.Add(13 * time.Second))
	if got := placed[*widget.Label](b, "problem").Text; got != note {
		t.Errorf("in the end it says %q", got)
	}
}

// TestTopicsOfTheBrokerAreSubscribedTo: what is asked for below $SYS has its row, and comes
// among the others; the page of brokers keeps its own subscription.
func TestTopicsOfTheBrokerAreSubscribedTo(t *testing.T) {
	for _, filter := range []string{broker.SystemFilter, "$SYS/broker/+"} {
		t.Run(filter, func(t *testing.T) {
			b := newBench(t)
			e := b.connect()
			var shown [][]string
			e.Conn.TakeSystem(func(filters []string) { shown = append(shown, filters) })
			own := broker.Grant{Subscription: broker.Subscription{Filter: broker.SystemFilter}, Answered: true}
			st := b.session.Status()
			st.Subscriptions = []broker.Grant{own}
			b.session.set(st)
			b.step()
			if len(e.Conn.RequestedGrants()) > 0 {
				t.Fatal("that of the page of brokers is listed")
			}
			s := b.subscriptions()
			s.filter.SetText(filter)
			s.filter.OnSubmitted("")
			if filter != own.Filter {
				st.Subscriptions = []broker.Grant{own, {Subscription: broker.Subscription{Filter: filter}, Answered: true}}
				b.session.set(st)
			}
			b.until("it has a row", func() bool {
				b.step()
				return strings.Contains(b.dialogWords(), "granted QoS 0") && len(e.Conn.RequestedGrants()) > 0
			})
			if len(shown) != 1 || len(shown[0]) != 1 || shown[0][0] != filter {
				t.Errorf("among the others are %q", shown)
			}
			if err := e.Conn.Unsubscribe(filter)(t.Context()); err != nil {
				t.Fatal(err)
			}
			if len(shown) != 2 || len(shown[1]) != 0 {
				t.Errorf("and then %q", shown)
			}
		})
	}
}
