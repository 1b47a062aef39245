package verification

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"mangrove/broker"
	"mangrove/model/verify"
)

// asked is a session that notes what it is asked for.
type asked struct {
	acted
	filters chan string
}

func (a *asked) Subscribe(_ context.Context, subs ...broker.Subscription) error {
	for _, s := range subs {
		a.filters <- s.Filter
	}
	return nil
}

// TestFoundIsSubscribedTo: what a discovery message tells of is asked for while the run goes on.
func TestFoundIsSubscribedTo(t *testing.T) {
	l := New(read(t, "version: 1\ndevices:\n  - {id: pump, use: homeassistant, name: Heat pump, present: true}\n"))
	s := &asked{filters: make(chan string)}
	s.become(broker.Connected, nil)
	send(l, "homeassistant/sensor/flow/config", `{"stat_t":"hp/flow","dev":{"ids":["1"],"name":"Heat pump"}}`)
	ctx, end := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- l.Watch(ctx, s, nil, nil) }()
	if got := <-s.filters; got != "hp/flow" {
		t.Errorf("it asks for %s", got)
	}
	send(l, "hp/flow", "21")
	end()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	if v := l.Run().Results()[0]; v.State != "pass" {
		t.Errorf("%+v", v)
	}
}

// TestFoundIsRefused: what the broker does not grant of it cannot be verified, and what nobody may
// ask for keeps nothing else from being asked for.
func TestFoundIsRefused(t *testing.T) {
	l := New(read(t, "version: 1\ndevices:\n  - {id: pump, use: homeassistant, name: Heat pump, present: true}\n"))
	s := &asked{filters: make(chan string)}
	s.become(broker.Connected, nil)
	send(l, "homeassistant/sensor/flow/config", `{"stat_t":"hp/flow","dev":{"ids":["1"],"name":"Heat pump"}}`)
	send(l, "homeassistant/sensor/none/config", `{"stat_t":"$share//x","dev":{"ids":["1"],"name":"Heat pump"}}`)
	ctx, end := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- l.Watch(ctx, s, nil, nil) }()
	if got := <-s.filters; got != "hp/flow" {
		t.Errorf("it asks for %s", got)
	}
	l.look(&broker.Status{Phase: broker.Connected, Subscriptions: []broker.Grant{
		{Subscription: broker.Subscription{Filter: "hp/flow"}, Answered: true, Denied: &broker.Refusal{Code: broker.NotAuthorized}},
	}})
	end()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	if v := l.Run().Results()[0]; v.State != verify.NotVerifiable || v.Reason.Found != "hp/flow" {
		t.Errorf("%+v", v)
	}
}

// unasked is a session that cannot ask for anything.
type unasked struct {
	acted
	err error
}

func (u *unasked) Subscribe(context.Context, ...broker.Subscription) error { return u.err }

// TestFoundIsNotAskedFor: what the session could not ask for, and does not ask for again with
// the next connection, cannot be verified. It is not held against the device.
func TestFoundIsNotAskedFor(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		want verify.State
	}{
		"for good":               {errors.New("it cannot be written"), verify.NotVerifiable},
		"without a connection":   {broker.ErrNotConnected, verify.Fail},
		"the connection is lost": {fmt.Errorf("subscribing: %w", &broker.SubscribeError{Err: broker.ErrLost}), verify.Fail},
	} {
		t.Run(name, func(t *testing.T) {
			l := New(read(t, "version: 1\ndevices:\n  - {id: pump, use: homeassistant, name: Heat pump, present: true}\n"))
			s := &unasked{err: c.err}
			s.become(broker.Connected, nil)
			send(l, "homeassistant/sensor/flow/config", `{"stat_t":"hp/flow","dev":{"ids":["1"],"name":"Heat pump"}}`)
			if c.want == verify.Fail { // nothing tells when a run has asked to the end
				l.ask(t.Context(), s, []broker.Subscription{{Filter: "hp/flow", QoS: broker.BestQoS}})
			}
			watched(t, l, s, func(Progress) bool { return c.want == verify.Fail || len(l.account().Refused) > 0 })
			if v := l.Run().Results()[0]; v.State != c.want {
				t.Errorf("%+v", v)
			}
		})
	}
}
