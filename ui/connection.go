package ui

import (
	"slices"
	"time"

	"mangrove/broker"
	"mangrove/model"
)

// connection is one broker that is looked at, and what all panes that look at
// it share. It belongs to the goroutine that draws.
type connection struct {
	target
	session broker.Session
	closing bool // the session before a disconnected one has not ended yet
	store   *model.Store
	system  *model.Store // what the broker says of itself
	facts   *brokerFacts // the same, read

	status   broker.Status // as of this drawing
	selected model.ID      // by topic, never by row; the root when nothing is
	topic    string        // of what is selected
	subject  string        // of the message on view, or else of what is selected: what is copied and published to
	rate     meter
}

// look takes how the session stands. While there is no connection, the store
// is told so.
func (c *connection) look(now time.Time) {
	c.status = c.session.Status()
	if c.status.Phase != broker.Connected {
		c.store.Disconnected(now)
		c.system.Disconnected(now)
	}
}

// choose selects a topic.
func (c *connection) choose(id model.ID) {
	c.selected, c.topic = id, c.store.Topic(id)
}

// asked are the subscriptions that were asked for by somebody, with what the
// broker said of them.
func (c *connection) asked() []broker.Grant {
	if c.system == c.store {
		return c.status.Subscriptions
	}
	return slices.DeleteFunc(slices.Clone(c.status.Subscriptions), func(g broker.Grant) bool { return g.Filter == SystemFilter })
}

// denied says which subscriptions the broker refused, "" when none.
func (c *connection) denied() string {
	for _, g := range c.asked() {
		if g.Denied != nil {
			return broker.Explain(g.Denied, c.profile.Address) // which names the filter
		}
	}
	return ""
}

// lost reports whether the selected topic has been let go. Its number may
// belong to another by now.
func (c *connection) lost() bool {
	return c.selected != model.Root && c.store.Topic(c.selected) != c.topic
}

// meter measures messages a second from a counter, once a second.
type meter struct {
	at      time.Time
	counted uint64
	perSec  float64
}

// measure takes the counter; it reports whether another second has passed.
func (m *meter) measure(now time.Time, counter uint64) bool {
	if m.at.IsZero() {
		m.at, m.counted = now, counter
		return false
	}
	d := now.Sub(m.at)
	if d < time.Second {
		return false
	}
	m.perSec = float64(counter-m.counted) / d.Seconds()
	m.at, m.counted = now, counter
	return true
}
