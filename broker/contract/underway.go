package contract

import (
	"errors"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"mangrove/broker"
	"mangrove/broker/client"
	"mangrove/model"
)

// finishesWhatIsUnderWay: the network fails again and again while messages are published.
// The broker keeps the session, so that each of them arrives, and none twice at QoS 2.
func finishesWhatIsUnderWay(s *site) {
	if s.version == broker.V31 {
		return // it does not say whether a session was kept
	}
	for qos := byte(1); qos <= s.best(); qos++ {
		const senders, all, cuts = 5, 300, 5
		topic := s.topic("t" + strconv.Itoa(int(qos)))
		receiver := s.join(broker.Subscription{Filter: topic, QoS: qos})
		relay := newRelay(s, s.target.URL)
		p := s.keeping(relay)
		p.ready()
		var next, published atomic.Int32
		var running sync.WaitGroup
		for range senders {
			running.Go(func() { // until all are published
				for n := next.Add(1); n <= all; n = next.Add(1) {
					p.publishOnce(topic, strconv.Itoa(int(n)), qos)
					if published.Add(1)%(all/(cuts+1)) == 0 {
						relay.interrupt()
					}
				}
			})
		}
		hurried := p.hurry()
		running.Wait()
		hurried()
		p.publishOnce(topic, lastOne, qos) // behind all others, some of which come twice at QoS 1
		receiver.expectLast(topic)
		receiver.counted(topic, all, qos)
	}
}

// lastOne is the payload of a message behind all others.
const lastOne = "last"

// expectLast waits for the last message on a topic.
func (p *party) expectLast(topic string) {
	p.site.Helper()
	last := func(m model.Message) bool { return string(m.Payload) == lastOne }
	for count := 1; ; count++ {
		if got := p.expect(topic, count); slices.ContainsFunc(got, last) {
			return
		} else if len(got) > count {
			count = len(got)
		}
	}
}

// hurry has the session not wait between its connections, until that is ended.
func (p *party) hurry() (end func()) {
	done, tick := make(chan struct{}), time.NewTicker(20*time.Millisecond)
	go func() { // until the end
		for {
			select {
			case <-tick.C:
				p.Retry()
			case <-done:
				return
			}
		}
	}()
	return func() {
		tick.Stop()
		close(done)
	}
}

// keeping is a session through the relay that the broker keeps.
func (s *site) keeping(relay *relay) *party {
	s.Helper()
	p := &party{site: s}
	profile := s.profile(s.target.URL, func(p *broker.Profile) {
		relay.redirect(p)
		p.Once = false
		if s.version != broker.V5 { // which keeps no session for a while only
			p.Resume, p.ClientID = true, "underway"+strconv.Itoa(int(s.version))
		}
	})
	p.Session = client.Open(profile, &p.collector, client.Options{Keep: true})
	s.Cleanup(func() { _ = p.Close() })
	return p
}

// publishOnce publishes a message, and waits for its end if the connection ends.
func (p *party) publishOnce(topic, payload string, qos byte) {
	m := broker.Publication{Topic: topic, Payload: []byte(payload), QoS: qos}
	for {
		_, err := p.Publish(p.site.Context(), m)
		if pending := (*broker.Pending)(nil); errors.As(err, &pending) {
			p.Retry()
			_, err = pending.Wait(p.site.Context())
		}
		switch {
		case err == nil:
			return
		case !errors.Is(err, broker.ErrNotConnected):
			p.site.Errorf("message %s: %v", payload, err)
			return
		}
		p.Retry()
		p.until("connected", func(status broker.Status) bool { return status.Phase == broker.Connected })
	}
}

// counted asserts that each number has come, at QoS 2 once.
func (p *party) counted(topic string, all int, qos byte) {
	p.site.Helper()
	times := make(map[string]int)
	for _, m := range p.on(topic) {
		times[string(m.Payload)]++
	}
	var missing, twice []int
	for n := 1; n <= all; n++ {
		switch got := times[strconv.Itoa(n)]; {
		case got == 0:
			missing = append(missing, n)
		case got > 1:
			twice = append(twice, n)
		}
	}
	if len(missing) > 0 || qos == 2 && len(twice) > 0 {
		p.site.Errorf("at QoS %d missing %v, more than once %v", qos, missing, twice)
	}
	p.site.Logf("at QoS %d %d more than once", qos, len(slices.Compact(twice)))
}
