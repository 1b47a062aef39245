package connection

import (
	"maps"
	"slices"
	"strings"
	"time"

	"mangrove/broker"
	"mangrove/model"
)

// watched is since when filters have been subscribed to without a pause.
type watched struct {
	connected time.Time // since when, of the connection that is meant
	filters   map[string]time.Time
}

// neverRetained is a subscription that leaves out what the broker keeps (MQTT 5, 3.8.3.1).
const neverRetained = 2

// follow takes in how a session stands. A filter that has just been added counts from then on.
func (w *watched) follow(st broker.Status, now time.Time) {
	switch {
	case st.Phase != broker.Connected:
		w.filters = nil
		return
	case w.filters == nil || !w.connected.Equal(st.Since):
		w.connected, w.filters = st.Since, map[string]time.Time{}
		now = st.Since
	case len(w.filters) == len(st.Subscriptions):
		return
	}
	next := make(map[string]time.Time, len(st.Subscriptions))
	for _, g := range st.Subscriptions {
		next[g.Filter] = now
		if before, known := w.filters[g.Filter]; known {
			next[g.Filter] = before
		}
	}
	w.filters = next
}

// WatchedFor gives how long everything that was published to a topic, and what the broker keeps
// of it, would have come until now; not ok when nothing is subscribed to that brings it. What
// it gives may be called from any goroutine, and is of this moment.
func (c *Connection) WatchedFor(now time.Time) func(topic string) (d time.Duration, ok bool) {
	grants, filters := slices.Clone(c.RequestedGrants()), maps.Clone(c.watched.filters)
	return func(topic string) (d time.Duration, ok bool) {
		for _, g := range grants {
			since, known := filters[g.Filter]
			switch {
			case !known || !g.Answered || g.Denied != nil || g.RetainHandling == neverRetained || g.NoLocal:
			case strings.HasPrefix(g.Filter, "$share/"): // others may get it
			case model.Match(g.Filter, topic):
				d, ok = max(d, now.Sub(since)), true
			}
		}
		return d, ok
	}
}

// TellsRetained reports whether each message of a topic comes with whether the broker keeps it,
// also one that comes while the topic is subscribed to: all that is subscribed to for it keeps
// the flag as published (MQTT 5, 3.8.3.1).
func (c *Connection) TellsRetained(topic string) bool {
	tells := false
	for _, g := range c.RequestedGrants() {
		if g.Denied != nil || !model.Match(g.Filter, topic) {
			continue
		}
		if !g.RetainAsPublished {
			return false
		}
		tells = true
	}
	return tells && c.Status.Version == broker.V5
}
