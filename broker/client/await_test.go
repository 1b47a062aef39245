package client

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/client/internal/wiretest"
	"mangrove/broker/packet"
)

// brief is a patience for tests in which it runs out.
const brief = 200 * time.Millisecond

// impatient is a profile with which answers are waited for so long. Connecting has the
// same time, and is tried again where the machine has more to do.
func impatient(f *fake, version broker.Version, patience time.Duration) broker.Profile {
	p := f.profile("mqtt", version)
	p.ConnectTimeout, p.Once = patience, false
	return p
}

// TestNoAnswerToSubscribe: the wait ends with an error that names the filters,
// on a connection that stands.
func TestNoAnswerToSubscribe(t *testing.T) {
	each(t, func(t *testing.T, version broker.Version) {
		asked := make(chan map[string]byte, 10)
		f := startFake(t, nil, func(p *peer) {
			p.welcome()
			for {
				head, body := p.read()
				switch head >> 4 {
				case 0:
					return
				case packet.Subscribe:
					asked <- wiretest.Filters(p.level, body, 1)
				}
			}
		})
		profile := impatient(f, version, brief)
		profile.Subscriptions = []broker.Subscription{{Filter: "a/#"}, {Filter: "b"}}
		s := connectFake(t, profile, &wiretest.Keeper{})
		for range 2 {
			if got := <-asked; len(got) != 2 {
				t.Errorf("asked for %v", got)
			}
		}
		eventually(t, func() bool {
			subs := s.Status().Subscriptions
			return errors.Is(subs[0].Denied, broker.ErrUnanswered) && errors.Is(subs[1].Denied, broker.ErrUnanswered)
		}, func() any { return s.Status() })
		if status := s.Status(); status.Phase != broker.Connected || status.Subscriptions[0].Answered {
			t.Errorf("status %+v", status)
		}
		err := s.Subscribe(t.Context(), broker.Subscription{Filter: "c"})
		var u *broker.Unanswered
		if !errors.As(err, &u) || u.Packet != "SUBSCRIBE" || len(u.Subjects) != 1 || u.Subjects[0] != "c" {
			t.Errorf("subscribing: %v", err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), brief/2)
		defer cancel()
		if err := s.Subscribe(ctx, broker.Subscription{Filter: "d"}); !errors.As(err, &u) || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("subscribing with a deadline: %v", err)
		}
	})
}

// TestNoAnswerToMany: a broker that answers nothing is not waited for once for
// every few of a thousand filters, and each is told of.
func TestNoAnswerToMany(t *testing.T) {
	each(t, func(t *testing.T, version broker.Version) {
		f := startFake(t, nil, func(p *peer) {
			p.welcome()
			for head, _ := p.read(); head != 0; head, _ = p.read() {
			}
		})
		const filters = 1_000
		profile := impatient(f, version, brief)
		for i := range filters {
			profile.Subscriptions = append(profile.Subscriptions, broker.Subscription{Filter: fmt.Sprint("a/", i)})
		}
		began := time.Now()
		s := connectFake(t, profile, &wiretest.Keeper{})
		eventually(t, func() bool {
			return !slices.ContainsFunc(s.Status().Subscriptions, func(g broker.Grant) bool { return !errors.Is(g.Denied, broker.ErrUnanswered) })
		}, func() any { return len(s.Status().Subscriptions) })
		if took, each := time.Since(began), filters/filtersAtOnce*brief; took > each/2 {
			t.Errorf("it took %v; %v when each is waited for", took, each)
		}
	})
}

// TestADroppedSubackIsAskedForAgain: on the same connection, amid a flood, and
// under MQTT 5 without having the retained messages sent twice.
func TestADroppedSubackIsAskedForAgain(t *testing.T) {
	each(t, func(t *testing.T, version broker.Version) {
		const flood = 5_000
		type question struct {
			connection int
			options    byte
		}
		asked := make(chan question, 10)
		f := startFake(t, nil, func(p *peer) {
			p.welcome()
			head, body := p.read()
			if head == 0 { // the machine has more to do
				return
			}
			asked <- question{p.number, wiretest.Filters(p.level, body, 1)["a/#"]}
			for i := range flood {
				p.write(wiretest.Message(p.level, 0, 0).Packet(fmt.Sprint("a/", i), "x"))
			}
			p.serve(func(head byte, body []byte) {
				if head>>4 == packet.Subscribe {
					asked <- question{p.number, wiretest.Filters(p.level, body, 1)["a/#"]}
				}
			})
		})
		profile := impatient(f, version, 10*brief)
		profile.Subscriptions = []broker.Subscription{{Filter: "a/#"}}
		sink := &wiretest.Keeper{}
		s := connectFake(t, profile, sink)
		again := byte(0)
		if version == broker.V5 {
			again = 1 << 4
		}
		if first, second := <-asked, <-asked; first.options != 0 || second.options != again || first.connection != second.connection {
			t.Errorf("asked with the options %#x, then %#x", first, second)
		}
		status := answered(t, s)
		if g := status.Subscriptions[0]; g.Denied != nil {
			t.Errorf("%+v", g)
		}
		eventually(t, func() bool { return sink.Len() == flood }, func() any { return sink.Len() })
	})
}

// TestALateSubackCounts: an answer that comes when nobody waits any more is
// entered all the same.
func TestALateSubackCounts(t *testing.T) {
	each(t, func(t *testing.T, version broker.Version) {
		answer := make(chan struct{})
		f := startFake(t, nil, func(p *peer) {
			p.welcome()
			head, body := p.read()
			if head == 0 { // the machine has more to do
				return
			}
			<-answer
			p.write(wiretest.Suback(p.level, body, 1))
			p.serve(nil)
		})
		profile := impatient(f, version, brief)
		profile.Subscriptions = []broker.Subscription{{Filter: "a", QoS: 1}}
		s := connectFake(t, profile, &wiretest.Keeper{})
		eventually(t, func() bool { return s.Status().Subscriptions[0].Denied != nil }, func() any { return s.Status() })
		close(answer)
		if g := answered(t, s).Subscriptions[0]; g.Denied != nil || g.Granted != 1 {
			t.Errorf("%+v", g)
		}
	})
}

// TestNoAnswerToOthers: UNSUBSCRIBE and PUBLISH.
func TestNoAnswerToOthers(t *testing.T) {
	each(t, func(t *testing.T, version broker.Version) {
		f := startFake(t, nil, func(p *peer) {
			p.welcome()
			for head, _ := p.read(); head != 0; head, _ = p.read() {
			}
		})
		profile := impatient(f, version, brief)
		s := connectFake(t, profile, &wiretest.Keeper{})
		reaches(t, s, broker.Connected)
		var u *broker.Unanswered
		if err := s.Unsubscribe(t.Context(), "a"); !errors.As(err, &u) || u.Packet != "UNSUBSCRIBE" || u.Subjects[0] != "a" {
			t.Errorf("unsubscribing: %v", err)
		}
		for qos := byte(1); qos <= 2; qos++ {
			ctx, cancel := context.WithTimeout(t.Context(), brief)
			_, err := s.Publish(ctx, broker.Publication{Topic: "t", QoS: qos})
			cancel()
			if !errors.As(err, &u) || u.Packet != "PUBLISH" || u.Subjects[0] != "t" {
				t.Errorf("publishing at QoS %d: %v", qos, err)
			}
		}
	})
}

// TestAPublishEndsByItself: a caller without a deadline waits for a minute, and for
// what the payload takes on a slow line.
func TestAPublishEndsByItself(t *testing.T) {
	ctx, cancel := confirmedWithin(t.Context(), broker.Publication{Payload: make([]byte, 10*slowLine)})
	defer cancel()
	if end, ok := ctx.Deadline(); !ok || time.Until(end) > confirmation+10*time.Second || time.Until(end) < confirmation {
		t.Errorf("the wait ends in %v", time.Until(end))
	}
}
