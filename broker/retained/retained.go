// Package retained looks at what a broker keeps for new subscribers, clears it, and brings
// it back from a file.
package retained

import (
	"context"
	"errors"
	"time"

	"mangrove/broker"
	"mangrove/model"
)

// Bounds of what is looked at: messages, and bytes of topics, payloads and properties.
const (
	MostMessages = 1_000_000
	MostBytes    = 1 << 30
)

// Opener opens a session that feeds a sink.
type Opener func(p broker.Profile, sink model.Sink) broker.Session

// Found is what a broker keeps.
type Found struct {
	// Messages are by topic, each with its properties; of those that had more than can
	// be read, Odd has the topics.
	Messages []broker.Publication
	Odd      []string
	// NoQoS is how many there are of which the QoS is not known, under versions before
	// MQTT 5: they count as published at QoS 0.
	NoQoS int
	// Full is whether there was more than [MostMessages] or [MostBytes], which was left out.
	Full bool
}

// Topics are those of the messages.
func (f *Found) Topics() []string {
	topics := make([]string, len(f.Messages))
	for i, m := range f.Messages {
		topics[i] = m.Topic
	}
	return topics
}

// Payloads are those of the messages, by topic.
func (f *Found) Payloads() map[string][]byte {
	payloads := make(map[string][]byte, len(f.Messages))
	for i := range f.Messages {
		payloads[f.Messages[i].Topic] = f.Messages[i].Payload
	}
	return payloads
}

// DefaultQuiet is how long nothing may come before all has.
const DefaultQuiet = time.Second

// Search says where retained messages are looked for.
type Search struct {
	Open    Opener
	Filters []string
	Quiet   time.Duration // how long nothing new may come before all has; 0: [DefaultQuiet]
}

// Find subscribes anew, with a connection of its own, and takes what the broker sends of
// before. There is no end to that in MQTT: it is over when nothing of a topic that had not
// come has come for a while.
// What is published meanwhile counts: it is what the broker keeps in the end.
// What the broker says of itself below $SYS is not among it unless a filter names it.
func Find(ctx context.Context, p broker.Profile, in Search) (*Found, error) {
	found, _, err := find(ctx, p, in, true)
	return found, err
}

// find finds topics and payloads, and their QoS where that is wanted.
func find(ctx context.Context, p broker.Profile, in Search, withQoS bool) (*Found, *seen, error) {
	w, v, err := begin(ctx, p, in, withQoS)
	if err != nil {
		return nil, nil, err
	}
	defer w.Close()
	return w.c.found(), v, nil
}

// begin is find with the connection still open.
func begin(ctx context.Context, p broker.Profile, in Search, withQoS bool) (*Watch, *seen, error) {
	filters, quiet := in.Filters, in.Quiet
	if quiet <= 0 {
		quiet = DefaultQuiet
	}
	c := newCollector(filters)
	p = alone(p)
	for _, f := range filters {
		p.Subscriptions = append(p.Subscriptions, broker.Subscription{Filter: f, QoS: broker.BestQoS, RetainAsPublished: true})
	}
	s := in.Open(p, c)
	if err := c.collect(ctx, s, quiet, withQoS); err != nil {
		s.Close() //nolint:errcheck // nothing is wanted of it
		return nil, nil, err
	}
	return &Watch{s, c}, c.seen(s.Status()), nil
}

// collect takes all that is kept, as it is in the end.
func (c *collector) collect(ctx context.Context, s broker.Session, quiet time.Duration, withQoS bool) error {
	if err := answered(ctx, s); err != nil {
		return err
	}
	if err := c.wait(ctx, s, quiet); err != nil {
		return err
	}
	if s.Status().Version == broker.V5 {
		return nil
	}
	if withQoS {
		if err := c.askForQoS(ctx, s, quiet); err != nil {
			return err
		}
	}
	return c.askAgain(ctx, s, quiet)
}

// Connect opens a connection to clear and to restore with, which subscribes to nothing: what
// is published need not come back on it. The caller closes it.
func Connect(ctx context.Context, p broker.Profile, open Opener) (broker.Session, error) {
	s := open(alone(p), nowhere{})
	if err := answered(ctx, s); err != nil {
		s.Close() //nolint:errcheck // it was never open
		return nil, err
	}
	return s, nil
}

// alone is a profile for a connection beside that of the user's, which it must not take over.
func alone(p broker.Profile) broker.Profile {
	p.Once, p.Will, p.Subscriptions = true, nil, nil
	p.ClientID, p.SessionExpiry, p.Resume = "", 0, false
	return p
}

// nowhere is where nothing goes.
type nowhere struct{}

// Apply implements [model.Sink].
func (nowhere) Apply(model.Batch) {}

// Lost implements [model.Sink].
func (nowhere) Lost(int) {}

func (nowhere) Interrupted(time.Time, time.Time) {}

// lookEvery is how often it is looked how the session stands.
const lookEvery = 10 * time.Millisecond

// answered waits until all is subscribed to.
func answered(ctx context.Context, s broker.Session) error {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		switch st := s.Status(); st.Phase {
		case broker.Stopped:
			return errors.Join(st.Problem)
		case broker.Connected:
			waits := false
			for _, g := range st.Subscriptions {
				if g.Denied != nil {
					return g.Denied
				}
				waits = waits || !g.Answered
			}
			if !waits {
				return nil
			}
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
