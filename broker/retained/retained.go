// Package retained looks at what a broker keeps for new subscribers, clears it, and brings
// it back from a file.
package retained

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"
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
// What the broker says of itself below $SYS is not among it unless a filter names it.
func Find(ctx context.Context, p broker.Profile, in Search) (*Found, error) {
	found, _, err := find(ctx, p, in, true)
	return found, err
}

// find finds topics and payloads, and their QoS where that is wanted.
func find(ctx context.Context, p broker.Profile, in Search, withQoS bool) (*Found, *seen, error) {
	filters, quiet := in.Filters, in.Quiet
	if quiet <= 0 {
		quiet = DefaultQuiet
	}
	c := &collector{filters: filters, messages: make(map[string]broker.Publication), odd: make(map[string]bool), news: make(chan struct{}, 1)}
	p = alone(p)
	for _, f := range filters {
		p.Subscriptions = append(p.Subscriptions, broker.Subscription{Filter: f, QoS: broker.BestQoS, RetainAsPublished: false})
	}
	s := in.Open(p, c)
	defer s.Close() //nolint:errcheck // all that was wanted has come
	if err := answered(ctx, s); err != nil {
		return nil, nil, err
	}
	if err := c.wait(ctx, s, quiet); err != nil {
		return nil, nil, err
	}
	if withQoS && s.Status().Version != broker.V5 {
		if err := c.askForQoS(ctx, s, quiet); err != nil {
			return nil, nil, err
		}
	}
	return c.found(), c.seen(s.Status()), nil
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

// askForQoS has everything sent again at QoS 2: before MQTT 5 brokers drop what comes too
// fast at a QoS above 0, so that not all would have come that way.
func (c *collector) askForQoS(ctx context.Context, s broker.Session, quiet time.Duration) error {
	c.mu.Lock()
	c.unsure = make(map[string]bool, len(c.messages))
	for topic := range c.messages {
		c.unsure[topic] = true
	}
	c.mu.Unlock()
	var again []broker.Subscription
	for _, f := range c.filters {
		again = append(again, broker.Subscription{Filter: f, QoS: 2})
	}
	if err := s.Subscribe(ctx, again...); err != nil {
		return err
	}
	return c.wait(ctx, s, quiet)
}

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

// collector is a sink that keeps retained messages.
type collector struct {
	filters []string
	exact   map[string]bool // those without a wildcard; nil: they are not known yet
	wide    []string        // the others
	news    chan struct{}   // something came of a topic that had not come

	mu       sync.Mutex
	messages map[string]broker.Publication
	odd      map[string]bool
	unsure   map[string]bool // of the first time, and not yet of the second
	bytes    int             // see [SizeOf]
	full     bool
}

// Apply implements [model.Sink].
func (c *collector) Apply(b model.Batch) {
	c.mu.Lock()
	defer c.mu.Unlock()
	news := false
	for i := range b.Messages {
		if m := &b.Messages[i]; m.Retained && len(m.Payload) > 0 && c.asked(string(m.Topic)) {
			news = c.take(m) || news
		}
	}
	if news {
		select {
		case c.news <- struct{}{}:
		default:
		}
	}
}

// asked reports whether a topic is one of those that are looked for: a broker may send what
// it likes.
func (c *collector) asked(topic string) bool {
	if c.exact == nil {
		c.exact = make(map[string]bool, len(c.filters))
		for _, f := range c.filters {
			if c.exact[f] = true; strings.ContainsAny(f, "+#") || strings.HasPrefix(f, "$") { // of a group, maybe
				c.wide = append(c.wide, f)
			}
		}
	}
	return c.exact[topic] || slices.ContainsFunc(c.wide, func(f string) bool { return model.Match(f, topic) })
}

// Lost implements [model.Sink].
func (c *collector) Lost(int) {}

// Interrupted implements [model.Sink].
func (*collector) Interrupted(time.Time, time.Time) {}

// take keeps a message, and reports whether it is the first of its topic this time.
func (c *collector) take(m *model.Message) (news bool) {
	topic := string(m.Topic)
	before, again := c.messages[topic]
	if news = !again || c.unsure[topic]; c.full && !again {
		return false
	}
	delete(c.unsure, topic)
	properties, left, err := broker.ReadFirstProperties(m.Properties)
	p := broker.Publication{Topic: topic, Payload: m.Payload, QoS: m.QoS, Retain: true, Properties: properties}
	size := SizeOf(p)
	if again {
		size -= SizeOf(before)
	}
	if !again && len(c.messages) >= MostMessages || c.bytes+size > MostBytes {
		c.full = true
		return false
	}
	c.bytes += size
	p.Payload = bytes.Clone(p.Payload)
	delete(c.odd, topic)
	if err != nil || left > 0 {
		c.odd[topic] = true
	}
	c.messages[topic] = p
	return news
}

// noFilter is subscribed to by nobody.
const noFilter = "mangrove/retained/no/such/filter"

// wait waits until nothing has come for a while. That begins with the answer to a request
// that changes nothing: a broker answers in order, so that what it sends without waiting
// for acknowledgements has come by then.
func (c *collector) wait(ctx context.Context, s broker.Session, quiet time.Duration) error {
	_ = s.Unsubscribe(ctx, noFilter) // a refusal is an answer, too
	over := time.NewTimer(quiet)
	defer over.Stop()
	for {
		select {
		case <-c.news:
			over.Reset(quiet)
		case <-over.C:
			if st := s.Status(); st.Phase != broker.Connected {
				return errors.Join(st.Problem, broker.ErrLost)
			}
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (c *collector) found() *Found {
	c.mu.Lock()
	defer c.mu.Unlock()
	f := &Found{Odd: slices.Sorted(maps.Keys(c.odd)), Full: c.full, NoQoS: len(c.unsure)}
	for _, topic := range slices.Sorted(maps.Keys(c.messages)) {
		f.Messages = append(f.Messages, c.messages[topic])
	}
	return f
}

// seen is what of QoS can be seen on a session.
func (c *collector) seen(st broker.Status) *seen {
	c.mu.Lock()
	defer c.mu.Unlock()
	v := &seen{most: st.Limits.MaxQoS, unsure: maps.Clone(c.unsure)}
	for _, g := range st.Subscriptions {
		v.most = min(v.most, g.Granted)
	}
	return v
}
