package client

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"mangrove/broker"
	"mangrove/broker/client/internal/wiretest"
	"mangrove/broker/packet"
	"mangrove/model"
)

// answerInOrder answers SUBSCRIBE packets until the connection ends: filters
// that begin with secret are denied, others granted as asked.
func answerInOrder(p *peer, asked *atomic.Int32) {
	p.welcome()
	for head, body := p.read(); head != 0; head, body = p.read() {
		if head>>4 != packet.Subscribe {
			continue
		}
		asked.Add(1)
		rest := body[2:]
		if p.level == broker.V5 {
			rest = rest[1:]
		}
		var codes []byte
		for len(rest) > 0 {
			n := int(binary.BigEndian.Uint16(rest))
			code := rest[2+n] & 3
			if strings.HasPrefix(string(rest[2:2+n]), "secret") {
				code = 0x80
			}
			codes, rest = append(codes, code), rest[3+n:]
		}
		p.write(wiretest.Suback(p.level, body, codes...))
	}
}

func TestSubscriptionsAreAskedForAndAnswered(t *testing.T) {
	each(t, func(t *testing.T, version broker.Version) {
		var asked atomic.Int32
		f := startFake(t, nil, func(p *peer) { answerInOrder(p, &asked) })
		profile := f.profile("mqtt", version)
		for i := range 10 { // more than one SUBSCRIBE takes
			profile.Subscriptions = append(profile.Subscriptions, broker.Subscription{Filter: fmt.Sprintf("f%d/#", i), QoS: byte(i % 3)})
		}
		profile.Subscriptions = append(profile.Subscriptions, broker.Subscription{Filter: "secret/#", QoS: 2})
		status := answered(t, connectFake(t, profile, &wiretest.Keeper{}))
		if asked.Load() != 2 {
			t.Errorf("%d SUBSCRIBE packets for 11 filters, want 2", asked.Load())
		}
		refused(t, status.Subscriptions[10].Denied, "SUBACK", 0x80)
		for i, g := range status.Subscriptions[:10] {
			if g.Denied != nil || g.Granted != byte(i%3) || g.Filter != fmt.Sprintf("f%d/#", i) {
				t.Errorf("subscription %d is %+v", i, g)
			}
		}
	})
}

func TestSubscribe(t *testing.T) {
	each(t, func(t *testing.T, version broker.Version) {
		var asked atomic.Int32
		f := startFake(t, nil, func(p *peer) { answerInOrder(p, &asked) })
		profile := f.profile("mqtt", version)
		profile.Subscriptions = []broker.Subscription{{Filter: "a"}, {Filter: "b"}}
		s := connectFake(t, profile, &wiretest.Keeper{})
		answered(t, s)
		if err := s.Subscribe(t.Context(), broker.Subscription{Filter: "a", QoS: 2}, broker.Subscription{Filter: "new"}); err != nil {
			t.Errorf("subscribing: %v", err)
		}
		if r := refused(t, s.Subscribe(t.Context(), broker.Subscription{Filter: "secret/x"}), "SUBACK", 0x80); r.Subject != "secret/x" {
			t.Errorf("refused %q", r.Subject)
		}
		subs := s.Status().Subscriptions
		if len(subs) != 4 || subs[0].Granted != 2 || subs[2].Filter != "new" || subs[3].Denied == nil {
			t.Errorf("subscriptions now: %+v", subs)
		}
		subs[0].Filter = "mine"
		if s.Status().Subscriptions[0].Filter == "mine" {
			t.Error("the status is not a copy")
		}
	})
}

func TestUnsubscribe(t *testing.T) {
	each(t, func(t *testing.T, version broker.Version) {
		f := startFake(t, nil, func(p *peer) { p.welcome(); p.serve(nil) })
		profile := f.profile("mqtt", version)
		profile.Subscriptions = []broker.Subscription{{Filter: "a"}, {Filter: "b"}, {Filter: "c"}}
		s := connectFake(t, profile, &wiretest.Keeper{})
		answered(t, s)
		if err := s.Unsubscribe(t.Context(), "a", "c"); err != nil {
			t.Fatal(err)
		}
		if subs := s.Status().Subscriptions; len(subs) != 1 || subs[0].Filter != "b" {
			t.Errorf("left: %+v", subs)
		}
		if err := s.Unsubscribe(t.Context(), "a#"); !errors.Is(err, model.ErrHash) {
			t.Errorf("got %v, want a bad filter", err)
		}
	})
}

func TestSubscriptionsWithoutAConnection(t *testing.T) {
	f := startFake(t, nil, func(*peer) {})
	profile := f.profile("mqtt", broker.V311)
	s := connectFake(t, profile, &wiretest.Keeper{})
	reaches(t, s, broker.Stopped)
	if err := s.Subscribe(t.Context(), broker.Subscription{Filter: "a"}); !errors.Is(err, broker.ErrNotConnected) {
		t.Errorf("got %v, want not connected", err)
	}
	if subs := s.Status().Subscriptions; len(subs) != 1 || subs[0].Answered {
		t.Errorf("remembered: %+v, want a, unanswered", subs)
	}
	for _, bad := range []broker.Subscription{{Filter: ""}, {Filter: "a+"}, {Filter: "a", QoS: 3}} {
		if err := s.Subscribe(t.Context(), broker.Subscription{Filter: "fine"}, bad); err == nil {
			t.Errorf("%+v was accepted", bad)
		}
	}
	if subs := s.Status().Subscriptions; len(subs) != 1 {
		t.Errorf("remembered what was refused: %+v", subs)
	}
	if err := s.Unsubscribe(t.Context(), "a"); err != nil || len(s.Status().Subscriptions) != 0 {
		t.Errorf("%v, left %+v", err, s.Status().Subscriptions)
	}
}

func TestOptionsOfMQTT5AreSent(t *testing.T) {
	asked := make(chan map[string]byte, 10)
	f := startFake(t, nil, func(p *peer) {
		p.welcome(0x28, 1, 0x2A, 0) // wildcards yes, shared subscriptions no
		p.serve(func(head byte, body []byte) {
			if head>>4 == packet.Subscribe {
				asked <- wiretest.Filters(p.level, body, 1)
			}
		})
	})
	profile := f.profile("mqtt", broker.V5)
	profile.Subscriptions = []broker.Subscription{
		{Filter: "a/#", QoS: 1, NoLocal: true, RetainAsPublished: true, RetainHandling: 2},
		{Filter: "$share/g/a"},
	}
	s := connectFake(t, profile, &wiretest.Keeper{})
	if got := <-asked; len(got) != 1 || got["a/#"] != 1|1<<2|1<<3|2<<4 {
		t.Errorf("asked for %v", got)
	}
	status := answered(t, s)
	refused(t, status.Subscriptions[1].Denied, "SUBACK", 0x9E)
	if status.Notes != nil {
		t.Errorf("notes %v", status.Notes)
	}

	f = startFake(t, nil, func(p *peer) { p.welcome(0x28, 0); p.serve(nil) })
	profile.Address.Port = f.profile("", 0).Address.Port
	profile.Subscriptions = []broker.Subscription{{Filter: "a/#"}, {Filter: "a"}}
	status = answered(t, connectFake(t, profile, &wiretest.Keeper{}))
	refused(t, status.Subscriptions[0].Denied, "SUBACK", 0xA2)
	if status.Subscriptions[1].Denied != nil {
		t.Errorf("denied %v without wildcards", status.Subscriptions[1].Denied)
	}

	f = startFake(t, nil, func(p *peer) { p.welcome(); p.serve(nil) })
	profile = f.profile("mqtt", broker.V311)
	profile.Subscriptions = []broker.Subscription{{Filter: "a", NoLocal: true}}
	if status := answered(t, connectFake(t, profile, &wiretest.Keeper{})); !slices.Contains(status.Notes, broker.Note{Code: broker.OptionsLeftOut, Version: broker.V311}) {
		t.Errorf("notes %v do not say that No Local is left out", status.Notes)
	}
}

// TestASubackWithTooManyCodes would end the process if it reached
// paho.mqtt.golang.
func TestASubackWithTooManyCodes(t *testing.T) {
	each(t, func(t *testing.T, version broker.Version) {
		f := startFake(t, nil, func(p *peer) {
			p.welcome()
			p.grant(0, 0, 0)
			p.serve(nil)
		})
		profile := f.profile("mqtt", version)
		profile.Subscriptions = []broker.Subscription{{Filter: "a"}}
		status := reaches(t, connectFake(t, profile, &wiretest.Keeper{}), broker.Stopped)
		if !errors.Is(status.Problem, broker.ErrMalformed) || !strings.Contains(status.Problem.Error(), "answers miscounted SUBACK 3, want 1") {
			t.Errorf("problem %v", status.Problem)
		}
	})
}

func TestHangingUpOverASubscription(t *testing.T) {
	each(t, func(t *testing.T, version broker.Version) {
		f := startFake(t, nil, func(p *peer) { p.welcome(); p.read() })
		profile := f.profile("mqtt", version)
		profile.Subscriptions = []broker.Subscription{{Filter: "#"}}
		status := reaches(t, connectFake(t, profile, &wiretest.Keeper{}), broker.Stopped)
		if !errors.Is(status.Problem, broker.ErrSubscribing) || !errors.Is(status.Problem, broker.ErrLost) {
			t.Errorf("problem %v", status.Problem)
		}
	})
}
