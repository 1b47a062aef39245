package ui

import (
	"slices"
	"strings"
	"sync"
	"time"

	"mangrove/broker"
	"mangrove/model"
	"mangrove/model/payload"
	"mangrove/ui/format"
	"mangrove/ui/widgets/text"
)

// retainedMessage is what a broker keeps of a topic, as far as it has been
// seen.
type retainedMessage struct {
	broker.Publication
	at time.Time
}

// words says what it is, in short.
func (m *retainedMessage) words() string {
	n := len(m.Payload)
	return format.ExcerptOf(text.WithMarks(payload.Preview(m.Payload[:min(n, 80)], n)), 80) + " (" + format.Size(n) + ", " + m.at.Format("15:04:05") + ")"
}

// ownRetained remembers what was published as retained here: the broker does
// not tell those who are subscribed already that it keeps it.
type ownRetained struct {
	mu   sync.Mutex
	list map[string]retainedMessage
}

// What is remembered of it, at most: topics, and bytes of a payload.
const (
	ownTopics  = 500
	ownPayload = 100_000
)

func (o *ownRetained) note(m broker.Publication) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.list == nil {
		o.list = map[string]retainedMessage{}
	}
	delete(o.list, m.Topic)
	if len(m.Payload) > 0 && len(m.Payload) <= ownPayload && len(o.list) < ownTopics {
		o.list[m.Topic] = retainedMessage{m, time.Now()}
	}
}

func (o *ownRetained) get(topic string) (retainedMessage, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	m, ok := o.list[topic]
	return m, ok
}

// below lists the topics at and below a level.
func (o *ownRetained) below(level string) (topics []string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for topic := range o.list {
		if topic == level || strings.HasPrefix(topic, level+"/") {
			topics = append(topics, topic)
		}
	}
	slices.Sort(topics)
	return topics
}

// lastRetained is the last retained message of a topic that was seen, received
// or published here, whichever came later. Any goroutine may ask.
func (o *ownRetained) last(s *model.Store, topic string) (retainedMessage, bool) {
	own, known := o.get(topic)
	id, ok := s.Find(topic)
	if !ok {
		return own, known
	}
	e := s.LastRetained(id)
	if e.Position == 0 || known && own.at.After(e.At) {
		return own, known
	}
	properties, err := broker.ReadProperties(e.Properties)
	if err != nil {
		properties = nil // without those it is better than nothing
	}
	return retainedMessage{broker.Publication{Topic: topic, Payload: e.Payload, QoS: e.QoS, Retain: true, Properties: properties}, e.At}, true
}
