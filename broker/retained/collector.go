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

// collector is a sink that keeps retained messages.
type collector struct {
	filters []string
	exact   map[string]bool // those without a wildcard; nil: they are not known yet
	wide    []string        // the others
	news    chan struct{}   // something came of a topic that had not come
	tells   bool            // whether what is published meanwhile is kept; set before it is watched

	mu       sync.Mutex
	messages map[string]broker.Publication
	odd      map[string]bool
	unsure   map[string]bool // of the first time, and not yet of the second
	came     map[string]bool // topics of which something came that need not be kept; true: an empty message was the last
	again    map[string]bool // those of them that are asked for again, until they have come
	early    *watched        // what comes while topics are asked for again; nil: it is not
	watched  *watched        // what comes after all that was kept; nil: not yet
	bytes    int             // see [SizeOf]
	full     bool
}

func newCollector(filters []string) *collector {
	return &collector{filters: filters, messages: make(map[string]broker.Publication), odd: make(map[string]bool), came: make(map[string]bool), news: make(chan struct{}, 1)}
}

// Apply implements [model.Sink].
func (c *collector) Apply(b model.Batch) {
	c.mu.Lock()
	defer c.mu.Unlock()
	news := false
	for i := range b.Messages {
		if m := &b.Messages[i]; c.asked(string(m.Topic)) {
			news = c.comes(m) || news
		}
	}
	if news {
		select {
		case c.news <- struct{}{}:
		default:
		}
	}
}

// comes takes in a message, and reports whether it is news. The flag of what is published
// meanwhile is as the publisher has set it (MQTT 5, 3.8.3.1); before MQTT 5 there is none
// (MQTT 3.1.1, 3.3.1.3).
func (c *collector) comes(m *model.Message) (news bool) {
	topic, empty := string(m.Topic), len(m.Payload) == 0
	switch {
	case c.watched != nil:
		c.watched.take(topic, m, c.tells)
	case !m.Retained:
		if c.early != nil {
			c.early.take(topic, m, false)
		}
		if _, known := c.came[topic]; known || len(c.came) < mostCame {
			c.came[topic] = empty
		}
	case empty:
		c.forget(topic)
	default:
		return c.take(m)
	}
	return false
}

// forget is for what the broker keeps no longer.
func (c *collector) forget(topic string) {
	if m, known := c.messages[topic]; known {
		c.bytes -= SizeOf(m)
	}
	delete(c.messages, topic)
	delete(c.odd, topic)
	delete(c.unsure, topic)
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
	_, asked := c.again[topic]
	if news = !again || c.unsure[topic] || asked; c.full && !again {
		return false
	}
	delete(c.unsure, topic)
	delete(c.again, topic)
	c.early.forget(topic)
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

// askForQoS has everything sent again at QoS 2: before MQTT 5 brokers drop what comes too
// fast at a QoS above 0, so that not all would have come that way.
func (c *collector) askForQoS(ctx context.Context, s broker.Session, quiet time.Duration) error {
	c.mu.Lock()
	c.unsure = make(map[string]bool, len(c.messages))
	for topic := range c.messages {
		c.unsure[topic] = true
	}
	c.mu.Unlock()
	if err := s.Subscribe(ctx, c.everything()...); err != nil {
		return err
	}
	return c.wait(ctx, s, quiet)
}

// everything is what has all sent again.
func (c *collector) everything() (all []broker.Subscription) {
	for _, f := range c.filters {
		all = append(all, broker.Subscription{Filter: f, QoS: 2})
	}
	return all
}

// mostCame is how many topics are asked for again.
const mostCame = 10_000

// askAgain asks for the topics again of which something was published meanwhile, since it is
// not said whether the broker keeps that. What does not come again is as it was, unless it
// may have been cleared.
func (c *collector) askAgain(ctx context.Context, s broker.Session, quiet time.Duration) error {
	var again []broker.Subscription
	c.mu.Lock()
	c.again, c.came = c.came, map[string]bool{}
	c.early = newWatched(c.messages)
	for topic := range c.again {
		if model.CheckTopic(topic) == nil && !strings.HasPrefix(topic, "$share/") {
			again = append(again, broker.Subscription{Filter: topic, QoS: 2})
		}
	}
	c.mu.Unlock()
	if len(again) == 0 {
		return nil
	}
	err := s.Subscribe(ctx, again...)
	var refused *broker.Refusal
	if errors.As(err, &refused) { // what was granted brings all of it again
		err = s.Subscribe(ctx, c.everything()...)
	}
	if err != nil {
		return err
	}
	if err := c.wait(ctx, s, quiet); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for topic, empty := range c.again {
		if empty {
			c.forget(topic)
		}
	}
	return nil
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
