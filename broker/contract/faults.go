package contract

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"time"

	"mangrove/broker"
	"mangrove/broker/client"
	"mangrove/model"
)

// noticesAStall: a network that goes quiet without ending the connection is
// noticed within one and a half keep-alives, and the session comes back when
// the network does.
func noticesAStall(s *site) {
	const keepAlive = 2 * time.Second
	topic, relay := s.topic("t"), newRelay(s, s.target.URL)
	p := s.open(s.profile(s.target.URL, func(p *broker.Profile) {
		relay.redirect(p)
		p.Once, p.KeepAlive = false, keepAlive
		p.Subscriptions = []broker.Subscription{{Filter: topic, QoS: 1}}
	}))
	before := p.ready().Since
	p.send(topic, []byte("before"), 1, false)
	p.expect(topic, 1)
	began := time.Now()
	relay.stall()
	status := p.until("waiting", func(status broker.Status) bool { return status.Phase == broker.Waiting })
	relay.flow()
	if took := status.Since.Sub(began); !errors.Is(status.Problem, broker.ErrSilent) || took > keepAlive*3/2+patience/2 {
		s.Errorf("noticed after %v, keep-alive %v: %v", took, keepAlive, status.Problem)
	}
	p.until("back", func(status broker.Status) bool { return status.Phase == broker.Connected && status.Since.After(before) })
	p.ready()
	p.send(topic, []byte("after"), 1, false)
	if got := p.expect(topic, 2); string(got[1].Payload) != "after" {
		s.Errorf("after the stall: %v", got[1])
	}
	p.told(began)
}

// told asserts that the sink was told of the time without a connection, once.
func (p *party) told(since time.Time) {
	p.site.Helper()
	gaps := p.interruptions()
	if len(gaps) != 1 || gaps[0].from.Before(since) || !gaps[0].to.After(gaps[0].from) {
		p.site.Errorf("told of %v, want one time without a connection after %v", gaps, since)
	}
}

// outlastsTheBroker: the broker is killed amid a stream and started again. The
// session subscribes anew, what had arrived stays in the store, and the store
// is told of the time between.
func outlastsTheBroker(s *site) {
	if s.target.Restart == nil {
		s.Skip("the broker cannot be restarted from here")
	}
	const topics, enough = 10, 50
	filter := s.topic("stream/+")
	sink := &keeper{Store: model.NewStore(model.Options{})}
	lasting := func(p *broker.Profile) { p.Once = false }
	p := &party{site: s}
	p.Session = client.Open(s.profile(s.target.URL, func(p *broker.Profile) {
		lasting(p)
		p.Subscriptions = []broker.Subscription{{Filter: filter, QoS: 1}}
	}), sink, client.Options{})
	s.Cleanup(func() { _ = p.Close() })
	p.ready()
	stop := s.stream(s.open(s.profile(s.target.URL, lasting)), topics)
	defer stop()
	sink.await(s, enough)
	began := time.Now()
	s.target.Restart(s)
	restarted := sink.Intake().Applied
	p.until("back", func(status broker.Status) bool { return status.Phase == broker.Connected && status.Since.After(began) })
	p.ready()
	sink.await(s, restarted+enough)
	stop()
	if gaps := sink.interruptions(); len(gaps) != 1 || gaps[0].from.Before(began) || !gaps[0].to.After(gaps[0].from) {
		s.Errorf("the store was told of %v, want one time without a connection after %v", gaps, began)
	}
	_ = p.Close() // the sink has all
	for i := range topics {
		sink.check(s, s.topic(fmt.Sprint("stream/", i)), i)
	}
}

// stream publishes numbers, one after the other, to so many topics in turn until
// it is stopped, whether or not there is a broker.
func (s *site) stream(sender *party, topics int) (stop func()) {
	sender.ready()
	ctx, cancel := context.WithCancel(s.Context())
	var running sync.WaitGroup
	running.Go(func() { // until stop
		tick := time.NewTicker(2 * time.Millisecond)
		defer tick.Stop()
		for i := 0; ctx.Err() == nil; <-tick.C {
			topic := s.topic(fmt.Sprint("stream/", i%topics))
			if _, err := sender.Publish(ctx, broker.Publication{Topic: topic, Payload: strconv.AppendInt(nil, int64(i), 10), QoS: 1}); err == nil {
				i++
			}
		}
	})
	return func() {
		cancel()
		running.Wait()
	}
}

// keeper is the store of the product, and notes what it is told of besides.
type keeper struct {
	*model.Store
	collector // its Interrupted only
}

// Apply is the store's.
func (k *keeper) Apply(b model.Batch) { k.Store.Apply(b) }

// Lost is the store's.
func (k *keeper) Lost(n int) { k.Store.Lost(n) }

// Interrupted is noted, and passed on.
func (k *keeper) Interrupted(from, to time.Time) {
	k.collector.Interrupted(from, to)
	k.Store.Interrupted(from, to)
}

// await waits until the store has count messages.
func (k *keeper) await(s *site, count uint64) {
	s.Helper()
	poll := time.NewTicker(2 * time.Millisecond)
	defer poll.Stop()
	for deadline := time.Now().Add(patience); k.Intake().Applied < count; <-poll.C {
		if time.Now().After(deadline) {
			s.Fatalf("%+v, want %d messages", k.Intake(), count)
		}
	}
}

// check asserts that a topic's history goes back to its first number, and that
// the numbers grow.
func (k *keeper) check(s *site, topic string, first int) {
	s.Helper()
	id, _ := k.Find(topic)
	stream := k.NewStream(id, false, nil)
	for more := true; more; {
		_, more = stream.Catch()
	}
	list := stream.List()
	last := first
	for i, m := range list.Rows(0, make([]model.StreamRow, list.Len())) {
		number, err := strconv.Atoi(string(m.Preview))
		if err != nil || number < last { // one may come twice: the broker was killed before it confirmed
			s.Errorf("%s: %q after %d", topic, m.Preview, last)
		}
		if i == 0 && number != first {
			s.Errorf("%s: the history begins with %d, want %d", topic, number, first)
		}
		last = number
	}
	if list.Len() == 0 {
		s.Errorf("%s: there is no history", topic)
	}
}
