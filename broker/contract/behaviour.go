package contract

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"mangrove/broker"
	"mangrove/broker/explain"
)

// connects in the version asked for, under the client id asked for.
func connects(s *site) {
	id := fmt.Sprintf("contract-%d", time.Now().UnixNano()%1e9)
	p := s.open(s.profile(s.target.URL, func(p *broker.Profile) { p.ClientID = id }))
	if status := p.ready(); status.Version != s.version || status.ClientID != id || status.Problem != nil || status.Notes != nil {
		s.Errorf("got %+v, want version %s as %s", status, s.version, id)
	}
}

// logsIn with the right password only; the problem is explained without it.
func logsIn(s *site) {
	if s.target.LockedURL == "" {
		s.Skip("no login to try")
	}
	s.open(s.profile(s.target.LockedURL, nil)).ready()
	for name, change := range map[string]func(*broker.Profile){
		"wrong password": func(p *broker.Profile) { p.Password = "mistaken secret" },
		"no login":       func(p *broker.Profile) { p.Username, p.Password = "", "" },
	} {
		p := s.profile(s.target.LockedURL, change)
		p.Once = false // and still it must not try for ever
		status := s.open(p).until("stopped", func(status broker.Status) bool { return status.Phase == broker.Stopped })
		var refusal *broker.Refusal
		if !errors.As(status.Problem, &refusal) || refusal.Packet != "CONNACK" {
			s.Errorf("%s: %v, want a refusal of the connection", name, status.Problem)
		}
		if said := explain.Error(status.Problem, p.Address); strings.Contains(said, p.Password) && p.Password != "" {
			s.Errorf("%s: %q shows the password", name, said)
		}
	}
}

// keepsRetained: a retained message is there for whoever subscribes later, is
// replaced, and is cleared by an empty one (MQTT 5, 3.3.1.3).
func keepsRetained(s *site) {
	topic := s.topic("kept")
	filter := s.retainedFilter(topic)
	sender := s.join(broker.Subscription{Filter: filter, QoS: s.best()})
	defer sender.send(topic, nil, 1, true)
	for i, value := range []string{"first", "second"} {
		qos := min(byte(i+1), s.best())
		sender.send(topic, []byte(value), qos, true)
		if got := sender.expect(topic, i+1)[i]; got.Retained || string(got.Payload) != value {
			s.Errorf("live: got %v, want %s, not retained", got, value)
		}
		later := s.join(broker.Subscription{Filter: filter, QoS: s.best()})
		if got := later.expect(topic, 1)[0]; got.Retained == s.target.Limits.HidesRetained || string(got.Payload) != value || got.QoS != qos {
			s.Errorf("later: got %v, want %s, retained, at QoS %d", got, value, qos)
		}
	}
	if s.target.Limits.RetainedByName {
		s.getsNoRetained(sender, topic)
	}
	sender.send(topic, nil, 1, true)
	late := s.join(broker.Subscription{Filter: filter, QoS: s.best()}, broker.Subscription{Filter: s.topic("end"), QoS: 1})
	sender.send(s.topic("end"), nil, 1, false)
	late.expect(s.topic("end"), 1)
	for _, got := range late.on(topic) {
		if len(got.Payload) > 0 { // an empty one is the clearing itself, live: it may overtake
			s.Errorf("cleared, but still there: %v", got)
		}
	}
}

// getsNoRetained holds for a filter with a wildcard, at a broker of that limit.
func (s *site) getsNoRetained(sender *party, topic string) {
	s.Helper()
	watcher := s.join(broker.Subscription{Filter: s.topic("#"), QoS: 1})
	sender.send(s.topic("live"), nil, 1, false)
	watcher.expect(s.topic("live"), 1)
	if got := watcher.on(topic); len(got) != 0 {
		s.Errorf("got %v, though the broker is said to send none for wildcards", got)
	}
}

// unsubscribes: nothing comes after that.
func unsubscribes(s *site) {
	a, b := s.topic("a"), s.topic("b")
	p := s.join(broker.Subscription{Filter: a, QoS: 1})
	ctx, cancel := context.WithTimeout(s.Context(), patience)
	defer cancel()
	if err := p.Subscribe(ctx, broker.Subscription{Filter: b, QoS: 1}); err != nil {
		s.Fatal(err)
	}
	p.send(a, nil, 1, false)
	p.expect(a, 1)
	if err := p.Unsubscribe(ctx, a); err != nil {
		s.Fatal(err)
	}
	p.send(a, nil, 1, false)
	p.send(b, nil, 1, false)
	p.expect(b, 1)
	if got := p.on(a); len(got) != 1 {
		s.Errorf("%d messages, want the one before unsubscribing", len(got))
	}
}

// obeysOptions of subscriptions, which MQTT 5 has (3.8.3.1).
func obeysOptions(s *site) {
	if s.version != broker.V5 {
		s.Skip("MQTT 5 only")
	}
	own, kept, end := s.topic("own"), s.topic("kept"), s.topic("end")
	p := s.join(
		broker.Subscription{Filter: own, QoS: 1, NoLocal: true},
		broker.Subscription{Filter: kept, QoS: 1, RetainAsPublished: true},
		broker.Subscription{Filter: end, QoS: 1},
	)
	p.send(own, nil, 1, false)
	p.send(kept, []byte("x"), 1, true)
	defer p.send(kept, nil, 1, true)
	p.send(end, nil, 1, false)
	p.expect(end, 1)
	if got := p.on(own); len(got) != 0 {
		s.Errorf("No Local: %d messages of its own", len(got))
	}
	if got := p.expect(kept, 1); !got[0].Retained {
		s.Error("Retain As Published: the flag is gone")
	}
	never := s.join(broker.Subscription{Filter: kept, QoS: 1, RetainHandling: 2}, broker.Subscription{Filter: end, QoS: 1})
	p.send(end, nil, 1, false)
	never.expect(end, 1)
	if got := never.on(kept); len(got) != 0 {
		s.Errorf("Retain Handling 2: %d retained messages", len(got))
	}
}

// publishesTheWill of a client that is cut off, and not of one that leaves.
func publishesTheWill(s *site) {
	watcher := s.join(broker.Subscription{Filter: s.topic("#"), QoS: 1})
	will := func(name string) func(*broker.Profile) {
		return func(p *broker.Profile) {
			p.Will = &broker.Will{Publication: broker.Publication{Topic: s.topic(name), Payload: []byte("gone"), QoS: 1}}
		}
	}
	leaver := s.open(s.profile(s.target.URL, will("leaver")))
	leaver.ready()
	_ = leaver.Close()

	relay := newRelay(s, s.target.URL)
	lost := s.open(s.profile(s.target.URL, func(p *broker.Profile) {
		will("lost")(p)
		relay.redirect(p)
	}))
	lost.ready()
	relay.cut()
	if got := watcher.expect(s.topic("lost"), 1)[0]; string(got.Payload) != "gone" || got.QoS != 1 {
		s.Errorf("the will is %v", got)
	}
	if got := watcher.on(s.topic("leaver")); len(got) != 0 {
		s.Error("the will of a client that said goodbye was published")
	}
	lost.until("stopped", func(status broker.Status) bool { return errors.Is(status.Problem, broker.ErrLost) })
}
