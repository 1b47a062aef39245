package ui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/facts"
	"mangrove/model"
)

func TestFactsOfBrokers(t *testing.T) {
	layouts := []struct {
		broker string
		topics map[string]string
		want   string
	}{
		{"Mosquitto", map[string]string{
			"$SYS/broker/version": "mosquitto version 2.0.11", "$SYS/broker/uptime": "3725 seconds",
			"$SYS/broker/clients/connected": "3", "$SYS/broker/messages/received": "999", "$SYS/broker/publish/messages/received": "1234",
			"$SYS/broker/retained messages/count": "58", "$SYS/broker/heap/current": "52428800",
		}, "mosquitto version 2.0.11|62 min|3|58|1,234|52 MB"},
		{"mochi", map[string]string{
			"$SYS/broker/version": "2.7.9", "$SYS/broker/uptime": "61", "$SYS/broker/clients/connected": "1",
			"$SYS/broker/messages/received": "77", "$SYS/broker/retained": "4",
		}, "2.7.9|61 s|1|4|77"},
		{"EMQX", map[string]string{
			"$SYS/brokers/emqx@127.0.0.1/version": "5.8.0", "$SYS/brokers/emqx@127.0.0.1/uptime": "1 days, 2 hours",
			"$SYS/brokers/emqx@127.0.0.1/stats/connections.count": "12", "$SYS/brokers/emqx@127.0.0.1/metrics/messages.received": "42",
		}, "5.8.0|1 days, 2 hours|12|42"},
	}
	for _, l := range layouts {
		o := broker.Opened{Store: model.NewStore(model.Options{}), System: model.NewStore(model.Options{})}
		for topic, value := range l.topics {
			o.System.Apply(batch(msg(topic, value)))
		}
		b := facts.New(o)
		b.Update(time.Now())
		var got []string
		for i := range facts.Figures {
			if f := b.Figure(i); f.Updates > 0 {
				got = append(got, factWords(f, i.Kind()))
			}
		}
		if got := strings.Join(got, "|"); got != l.want {
			t.Errorf("%s: %q, want %q", l.broker, got, l.want)
		}
	}
}

func TestCountersAndDrops(t *testing.T) {
	o := broker.Opened{Store: model.NewStore(model.Options{}), System: model.NewStore(model.Options{})}
	b := facts.New(o)
	start := time.Now()
	for i, dropped := range []string{"500", "520", "540"} {
		at := start.Add(time.Duration(i) * 10 * time.Second)
		o.System.Apply(model.Batch{At: at, Messages: []model.Message{
			msg("$SYS/broker/publish/messages/dropped", dropped),
		}})
		b.Update(at)
	}
	if f := b.Figure(facts.Dropped); b.Dropped() != 41 || f.PerSecond != 2 {
		t.Errorf("%d dropped, %+v", b.Dropped(), f)
	}
}

func TestBrokerPane(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.brokers.choice.Choose(showConnected)
	b.show(pageBox)
	if got := e.broker.empty.Text; !strings.Contains(got, "published nothing about itself") {
		t.Errorf("%q", got)
	}
	st := b.session.Status()
	st.ClientID, st.Limits = "mangrove-1", broker.Limits{MaxQoS: 1, NoRetain: true}
	st.Subscriptions = append(st.Subscriptions, broker.Grant{Subscription: broker.Subscription{Filter: broker.SystemFilter}, Answered: true, Denied: &broker.Refusal{Packet: "SUBACK"}})
	b.session.set(st)
	b.step()
	b.step()
	if got := e.broker.empty.Text; !strings.Contains(got, "Cloud brokers rarely do") {
		t.Errorf("%q", got)
	}
	if got := e.broker.limits.Text(); got != "MQTT 5  ·  client id mangrove-1  ·  QoS up to 1  ·  no retained messages" {
		t.Errorf("%q", got)
	}
	if got := e.conn.Denied(); got != "" {
		t.Errorf("nobody asked for $SYS, but the window says %q", got)
	}
	e.conn.System.Apply(batch(msg("$SYS/broker/version", "1.2")))
	e.conn.Facts.Update(time.Now().Add(time.Second))
	b.step()
	if e.broker.empty.Visible() || e.broker.lines[0].value.Text() != "1.2" {
		t.Errorf("%q", e.broker.lines[0].value.Text())
	}
	st.Phase = broker.Waiting
	b.session.set(st)
	b.step()
	b.step()
	if got := e.broker.limits.Text(); !strings.Contains(got, "when there was a connection") {
		t.Errorf("without a connection it says %q", got)
	}
}

// TestChartsBeginWithTheConnection has a broker tell of itself before anybody
// looks, in a tab that is not on view.
func TestChartsBeginWithTheConnection(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.connect()
	start := time.Now()
	for i, n := range []string{"100", "110", "130"} {
		at := start.Add(time.Duration(i+1) * 10 * time.Second)
		e.conn.System.Apply(model.Batch{At: at, Messages: []model.Message{msg("$SYS/broker/messages/received", n)}})
		b.prepare(at)
	}
	b.tabs.choose(e)
	b.brokers.choice.Choose(showConnected)
	b.show(pageBox)
	if f := e.conn.Facts.Figure(facts.Received); !slices.Equal(f.Past, []float64{0, 1, 2}) {
		t.Errorf("the chart shows %v", f.Past)
	}
}

// TestFiguresAreReadBesideTheDrawing: a broker may publish very much below $SYS, and
// to look through that takes longer than a drawing may.
func TestFiguresAreReadBesideTheDrawing(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.brokers.choice.Choose(showConnected)
	b.show(pageBox)
	e.conn.System.Apply(batch(msg("$SYS/broker/version", "1.2")))
	at := time.Now().Add(time.Hour)
	if b.draw(at); e.conn.Facts.Figure(facts.Version).Updates != 0 {
		t.Error("they are read by the goroutine that draws")
	}
	b.prepare(at)
	if b.draw(at); e.broker.lines[facts.Version].value.Text() != "1.2" {
		t.Errorf("it shows %q", e.broker.lines[facts.Version].value.Text())
	}
}

// TestRateGoesOnWhileNobodyLooks switches between two connections.
func TestRateGoesOnWhileNobodyLooks(t *testing.T) {
	b := newBench(t)
	e := b.connect()
	b.connect()
	start := time.Now()
	b.tabs.draw(start)
	e.conn.Store.Apply(batch(msg("a", "1"), msg("a", "2"), msg("a", "3"), msg("a", "4")))
	b.tabs.draw(start.Add(2 * time.Second))
	b.tabs.draw(start.Add(4 * time.Second))
	if past := e.conn.Rate.Past; past[len(past)-1] != 0 || past[len(past)-2] < 1 {
		t.Errorf("the chart shows %v", past[len(past)-4:])
	}
}

// TestEveryFigureHasAName: one without would stand as an empty line.
func TestEveryFigureHasAName(t *testing.T) {
	for i, name := range figureNames {
		if name == "" {
			t.Errorf("figure %d is called nothing", i)
		}
	}
}
