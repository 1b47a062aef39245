package contract

import (
	"bytes"
	"slices"
	"sync"
	"time"

	"mangrove/model"
)

// collector is a sink that keeps copies of everything.
type collector struct {
	mu       sync.Mutex // guards what follows
	messages []model.Message
	gaps     []gap
}

// gap is a time without a connection, as the session tells of it.
type gap struct{ from, to time.Time }

// Interrupted notes it.
func (c *collector) Interrupted(from, to time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.gaps = append(c.gaps, gap{from, to})
}

// interruptions are those so far.
func (c *collector) interruptions() []gap {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.gaps)
}

// Apply copies what it is lent.
func (c *collector) Apply(b model.Batch) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, m := range b.Messages {
		m.Topic, m.Payload, m.Properties = bytes.Clone(m.Topic), bytes.Clone(m.Payload), bytes.Clone(m.Properties)
		c.messages = append(c.messages, m)
	}
}

// Lost is of no interest: the suite counts what it expects.
func (c *collector) Lost(int) {}

// all are the messages so far.
func (c *collector) all() []model.Message {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.messages)
}

// on are the messages so far on one topic.
func (c *collector) on(topic string) []model.Message {
	return slices.DeleteFunc(c.all(), func(m model.Message) bool { return string(m.Topic) != topic })
}

// expect waits for count messages on a topic and gives them.
func (p *party) expect(topic string, count int) []model.Message {
	p.site.Helper()
	poll := time.NewTicker(2 * time.Millisecond)
	defer poll.Stop()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); <-poll.C {
		if got := p.on(topic); len(got) >= count {
			return got
		}
	}
	p.site.Fatalf("%d messages on %.100s, want %d; status %+v", len(p.on(topic)), topic, count, p.Status())
	return nil
}
