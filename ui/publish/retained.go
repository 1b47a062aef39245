package publish

import (
	"bytes"
	"slices"
	"strings"
	"sync"
	"time"

	"mangrove/broker"
	"mangrove/broker/retained"
	"mangrove/model"
	"mangrove/model/payload"
	"mangrove/ui/format"
	"mangrove/ui/widgets/text"
)

// retainedMessage is what a broker keeps of a topic, as far as it has been
// seen.
type retainedMessage struct {
	broker.Publication
	block []byte // its properties as they came, which [retainedMessage.publication] reads
	at    time.Time
	// unsure is that another message came after it, and the broker does not tell
	// those who are subscribed already whether it keeps that one instead.
	unsure bool
}

// words says what it is, in short.
func (m *retainedMessage) words() string {
	n := len(m.Payload)
	shown := format.ExcerptOf(text.WithMarks(payload.Preview(m.Payload[:min(n, 80)], n)), 80)
	sized := strings.HasSuffix(strings.TrimSuffix(shown, ")"), format.Size(n)) // of bytes and images
	form := "{payload} ({size}, {time})"
	switch {
	case sized && m.at.IsZero():
		form = "{payload}"
	case sized:
		form = "{payload} ({time})"
	case m.at.IsZero():
		form = "{payload} ({size})"
	}
	words := format.Fill(form, "payload", shown, "size", format.Size(n), "time", format.Clock(m.at))
	if m.unsure {
		return format.Fill("{message}, received after the retained message; the broker may hold either", "message", words)
	}
	return words
}

// ownRetained remembers what was published as retained here: the broker does
// not tell those who are subscribed already that it keeps it.
type ownRetained struct {
	mu   sync.Mutex
	list map[string]retainedMessage
}

// What is remembered of it, at most: topics, and bytes of a message.
const (
	ownTopics  = 500
	ownMessage = 100_000
)

// noteOwn remembers a message that was given to the broker at a time.
func (o *ownRetained) noteOwn(m broker.Publication, at time.Time) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.list == nil {
		o.list = map[string]retainedMessage{}
	}
	delete(o.list, m.Topic)
	if p := m.Properties; p != nil && p.TopicAlias > 0 { // which is of the connection
		other := *p
		other.TopicAlias = 0
		m.Properties = &other
	}
	if len(m.Payload) > 0 && retained.SizeOf(m) <= ownMessage && len(o.list) < ownTopics {
		o.list[m.Topic] = retainedMessage{Publication: m, at: at}
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

// last is the last retained message of a topic that was seen, received or published
// here, whichever came later. Where another message of the topic has come since, it
// is that one, as a topic that is retained once mostly is each time. Any goroutine
// may ask.
func (o *ownRetained) last(s *model.Store, topic string) (retainedMessage, bool) {
	m, known := o.get(topic)
	id, ok := s.Find(topic)
	if !ok {
		return m, known
	}
	if e := s.LastRetained(id); e.Position != 0 && (!known || e.At.After(m.at)) {
		m, known = retainedFrom(topic, &e), true
	}
	latest := s.Received(id)
	switch same := latest.Lost == 0 && bytes.Equal(latest.Payload, m.Payload); {
	case !known && !s.IsRetained(id):
		return m, false
	case known && (same || !latest.At.After(m.at)):
		return m, true
	}
	if latest.Lost > 0 || latest.Size == 0 {
		return retainedMessage{}, false // what is kept now is not held here, or is nothing
	}
	m = retainedFrom(topic, &latest)
	m.unsure = true
	return m, true
}

// others is the retained message of a topic that somebody else has published, as [ownRetained.last]
// knows it. Any goroutine may ask.
func (o *ownRetained) others(s *model.Store, topic string) (m retainedMessage, is bool) {
	m, known := o.last(s, topic)
	if own, ours := o.get(topic); ours && own.at.Equal(m.at) {
		return m, false
	}
	return m, known && len(m.Payload) > 0
}

// retainedFrom is a message as it is published to be retained again.
func retainedFrom(topic string, e *model.Entry) retainedMessage {
	return retainedMessage{Publication: broker.Publication{Topic: topic, Payload: e.Payload, QoS: e.QoS, Retain: true}, block: e.Properties, at: e.At}
}

// publication is the message with its properties. Reading millions of them takes
// seconds.
func (m *retainedMessage) publication() broker.Publication {
	p := m.Publication
	if p.Properties == nil {
		p.Properties, _ = broker.ReadProperties(m.block) // without those it is better than nothing
	}
	return p
}
