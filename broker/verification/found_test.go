package verification

import (
	"context"
	"testing"

	"mangrove/broker"
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
