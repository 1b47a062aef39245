package brokers

import (
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
	c := b.connect()
	b.Choose(Connected)
	b.step()
	if got := b.facts.empty.Text; !strings.Contains(got, "not published any statistics") {
		t.Errorf("%q", got)
	}
	st := c.Status
	st.ClientID, st.Limits = "mangrove-1", broker.Limits{MaxQoS: 1, NoRetain: true}
	st.Subscriptions = append(st.Subscriptions, broker.Grant{Subscription: broker.Subscription{Filter: broker.SystemFilter}, Answered: true, Denied: &broker.Refusal{Packet: "SUBACK"}})
	c.Status = st
	b.step()
	if got := b.facts.empty.Text; !strings.Contains(got, "Few cloud brokers do") {
		t.Errorf("%q", got)
	}
	if got := b.facts.limits.Text(); got != "MQTT 5  ·  client id mangrove-1  ·  QoS up to 1  ·  no retained messages" {
		t.Errorf("%q", got)
	}
	if got := c.DescribeDenied(); got != "" {
		t.Errorf("nobody asked for $SYS, but the window says %q", got)
	}
	c.System.Apply(batch(msg("$SYS/broker/version", "1.2")))
	c.Facts.Update(time.Now().Add(time.Second))
	b.step()
	if b.facts.empty.Visible() || b.facts.lines[0].value.Text() != "1.2" {
		t.Errorf("%q", b.facts.lines[0].value.Text())
	}
	st.Phase = broker.Waiting
	c.Status = st
	b.step()
	if got := b.facts.limits.Text(); !strings.Contains(got, "not connected now") {
		t.Errorf("without a connection it says %q", got)
	}
}

// TestFiguresAreReadBesideTheDrawing: a broker may publish very much below $SYS, and
// to look through that takes longer than a drawing may.
func TestFiguresAreReadBesideTheDrawing(t *testing.T) {
	b := newBench(t)
	c := b.connect()
	b.Choose(Connected)
	b.step()
	c.System.Apply(batch(msg("$SYS/broker/version", "1.2")))
	at := time.Now().Add(time.Hour)
	if b.Draw(at); c.Facts.Figure(facts.Version).Updates != 0 {
		t.Error("they are read by the goroutine that draws")
	}
	c.Facts.Update(at)
	if b.Draw(at); b.facts.lines[facts.Version].value.Text() != "1.2" {
		t.Errorf("it shows %q", b.facts.lines[facts.Version].value.Text())
	}
}

// TestBrokersOutOfSightAreLetGo: a connection is kept with all that it has received as
// long as its figures are, and its tab may be closed meanwhile.
func TestBrokersOutOfSightAreLetGo(t *testing.T) {
	for name, leave := range map[string]func(b *bench){
		"another page":       func(b *bench) { b.Seen(false) },
		"the built-in one":   func(b *bench) { b.Choose(BuiltIn) },
		"nothing is current": func(b *bench) { b.current = nil },
	} {
		b := newBench(t)
		b.connect()
		b.Choose(Connected)
		if b.step(); b.facts == nil {
			t.Fatalf("%s: no figures are shown", name)
		}
		leave(b)
		if name != "another page" { // which is not drawn then
			b.step()
		}
		if b.facts != nil {
			t.Errorf("%s: the figures are still there", name)
		}
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
