// Package contract is what a session must do with any MQTT broker, as one suite
// of tests that runs against every broker at hand, in every version.
package contract

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/client"
)

// Target is a broker that is running.
type Target struct {
	URL      string           // where anybody may connect
	Versions []broker.Version // what it takes; nil: 5, 3.1.1 and 3.1
	// LockedURL is where it demands the user name and the password in the URL;
	// empty when that cannot be tried.
	LockedURL string
	// Restart ends the broker as a crash would and starts it again at the same
	// address; nil when that cannot be done.
	Restart func(t testing.TB)
	// Configure completes a profile, with certificates for instance; may be nil.
	Configure func(*broker.Profile)
	// Large is the size of the large message; 0: 50 MB.
	Large int
	// Limits are what the broker has less of than MQTT asks for. The suite then
	// tests what is left, and that the limit is there.
	Limits Limits
	// Cannot names the tests the broker cannot pass, with the reason.
	Cannot map[string]string
}

// tests are the suite, in the order it runs.
var tests = []struct {
	name string
	run  func(*site)
}{
	{"connect", connects},
	{"login", logsIn},
	{"qos", carriesEveryQoS},
	{"order", keepsOrder},
	{"bytes", carriesAnyBytes},
	{"topics", carriesAnyTopic},
	{"wildcards", matchesFilters},
	{"retained", keepsRetained},
	{"unsubscribe", unsubscribes},
	{"options", obeysOptions},
	{"will", publishesTheWill},
	{"large", carriesLargeMessages},
	{"stall", noticesAStall},
	{"reconnect", outlastsTheBroker},
	{"under way", finishesWhatIsUnderWay},
}

// Run runs the suite against a target.
func Run(t *testing.T, target Target) {
	t.Helper()
	if target.Versions == nil {
		target.Versions = []broker.Version{broker.V5, broker.V311, broker.V31}
	}
	for _, limit := range target.Limits.sentences() {
		t.Log("the broker cannot: " + limit)
	}
	for _, version := range target.Versions {
		t.Run(version.String(), func(t *testing.T) {
			for _, test := range tests {
				t.Run(test.name, func(t *testing.T) {
					if why, cannot := target.Cannot[test.name]; cannot {
						t.Skip("the broker cannot: " + why)
					}
					test.run(&site{T: t, target: target, version: version})
				})
			}
		})
	}
}

// patience is how long the suite waits for a broker on a busy machine. The tests
// against brokers that may never answer have less.
var patience = 60 * time.Second

// site is one test of a target.
type site struct {
	*testing.T
	target  Target
	version broker.Version
}

// topic is a topic of this test's own: brokers keep retained messages. It has
// no dots, which RabbitMQ takes for slashes.
func (s *site) topic(rest string) string {
	return strings.ReplaceAll(fmt.Sprintf("contract/%s/%s", s.Name(), rest), ".", "-")
}

// profile is how the test connects, but for what change says.
func (s *site) profile(url string, change func(*broker.Profile)) broker.Profile {
	s.Helper()
	p, err := broker.ParseURL(url)
	if err != nil {
		s.Fatal(err)
	}
	p.Version, p.Once = s.version, true
	if s.target.Configure != nil {
		s.target.Configure(&p)
	}
	if change != nil {
		change(&p)
	}
	return p
}

// party is a session of the test with what it received.
type party struct {
	*client.Session
	collector
	site *site
}

// open starts a session without waiting for it.
func (s *site) open(p broker.Profile) *party {
	party := &party{site: s}
	party.Session = client.Open(p, &party.collector, client.Options{})
	s.Cleanup(func() { _ = party.Close() })
	return party
}

// join starts a session and waits until it is connected and its subscriptions
// are granted.
func (s *site) join(subs ...broker.Subscription) *party {
	s.Helper()
	p := s.open(s.profile(s.target.URL, func(p *broker.Profile) { p.Subscriptions = subs }))
	p.ready()
	return p
}

// ready waits until the session is connected and every subscription granted.
func (p *party) ready() broker.Status {
	p.site.Helper()
	status := p.until("connected and subscribed", func(status broker.Status) bool {
		return status.Phase == broker.Connected &&
			!slices.ContainsFunc(status.Subscriptions, func(g broker.Grant) bool { return !g.Answered })
	})
	for _, g := range status.Subscriptions {
		if g.Denied != nil {
			p.site.Fatalf("subscription to %s: %v", g.Filter, g.Denied)
		}
	}
	return status
}

// until polls the status.
func (p *party) until(what string, ok func(broker.Status) bool) broker.Status {
	p.site.Helper()
	poll := time.NewTicker(5 * time.Millisecond)
	defer poll.Stop()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); <-poll.C {
		status := p.Status()
		if ok(status) {
			return status
		}
		if status.Phase == broker.Stopped { // it stays so
			break
		}
	}
	p.site.Fatalf("the session is not %s: %+v", what, p.Status())
	return broker.Status{}
}

// send publishes and fails the test when the broker does not confirm.
func (p *party) send(topic string, payload []byte, qos byte, retain bool) {
	p.site.Helper()
	ctx, cancel := context.WithTimeout(p.site.Context(), patience)
	defer cancel()
	if _, err := p.Publish(ctx, broker.Publication{Topic: topic, Payload: payload, QoS: qos, Retain: retain}); err != nil {
		p.site.Fatalf("publishing: %v", err)
	}
}
