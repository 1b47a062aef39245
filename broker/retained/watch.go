package retained

import (
	"bytes"
	"context"
	"slices"
	"strings"

	"mangrove/broker"
	"mangrove/model"
)

// Watch is a look at a broker that goes on, with a connection of its own: while messages are
// cleared, their devices go on publishing. Its caller closes it.
type Watch struct {
	s broker.Session
	c *collector
}

// FindAndWatch is [Find], and watches what comes then for the topics that were found.
func FindAndWatch(ctx context.Context, p broker.Profile, in Search) (*Found, *Watch, error) {
	w, _, err := begin(ctx, p, in, true)
	if err != nil {
		return nil, nil, err
	}
	w.c.mu.Lock()
	w.c.tells = w.s.Status().Version == broker.V5
	if w.c.watched = w.c.early; w.c.watched == nil {
		w.c.watched = newWatched(w.c.messages)
	}
	w.c.watched.clearing = true
	w.c.mu.Unlock()
	return w.c.found(), w, nil
}

// Close ends it.
func (w *Watch) Close() { _ = w.s.Close() } // all that was wanted has come

// Later are the messages that took the place of those that were found, each the last one
// before its topic was cleared. Before MQTT 5 it is not said of a message whether it is kept:
// it counts as kept, as what was kept of its topic once mostly is each time.
func (w *Watch) Later(ctx context.Context) (later []broker.Publication) {
	_ = w.s.Unsubscribe(ctx, noFilter) // a refusal is an answer, too: behind it is what came before
	w.c.mu.Lock()
	defer w.c.mu.Unlock()
	for _, m := range w.c.watched.later {
		later = append(later, m)
	}
	slices.SortFunc(later, func(a, b broker.Publication) int { return strings.Compare(a.Topic, b.Topic) })
	return later
}

// WithLater gives messages with later ones in their place.
func WithLater(messages, later []broker.Publication) []broker.Publication {
	all, at := slices.Clone(messages), make(map[string]int, len(messages))
	for i := range all {
		at[all[i].Topic] = i
	}
	for _, m := range later {
		if i, there := at[m.Topic]; there {
			all[i] = m
		}
	}
	return all
}

// watched is what has come of topics since they were found.
type watched struct {
	before map[string]broker.Publication
	later  map[string]broker.Publication
	gone   map[string]bool // cleared; what comes then is there still
	bytes  int             // of later, see [SizeOf]

	clearing bool // an empty message is of who clears
}

func newWatched(before map[string]broker.Publication) *watched {
	return &watched{before: before, later: map[string]broker.Publication{}, gone: map[string]bool{}}
}

// forget is for a topic of which the newest has come otherwise, or is gone; w may be nil.
func (w *watched) forget(topic string) {
	if w == nil {
		return
	}
	if last, known := w.later[topic]; known {
		w.bytes -= SizeOf(last)
	}
	delete(w.later, topic)
}

// take takes in a message that has come.
func (w *watched) take(topic string, m *model.Message, tells bool) {
	if _, found := w.before[topic]; !found || w.gone[topic] || tells && !m.Retained {
		return
	}
	if len(m.Payload) == 0 {
		if w.gone[topic] = w.clearing; !w.clearing {
			w.forget(topic)
		}
		return
	}
	properties, _, _ := broker.ReadFirstProperties(m.Properties) // without those it is better than nothing
	p := broker.Publication{Topic: topic, Payload: m.Payload, QoS: m.QoS, Retain: true, Properties: properties}
	size := SizeOf(p)
	if last, again := w.later[topic]; again {
		size -= SizeOf(last)
	}
	if w.bytes+size > MostBytes {
		return
	}
	w.bytes += size
	p.Payload = bytes.Clone(p.Payload)
	w.later[topic] = p
}
