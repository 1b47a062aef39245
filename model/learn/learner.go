package learn

import (
	"strings"
	"time"

	"mangrove/model"
	"mangrove/model/device"
	"mangrove/model/printable"
)

// limits are what is kept at the most, whatever a broker sends.
type limits struct {
	topics int
	bytes  int // of topics, fields, values and latest payloads, about
	fields int // of a topic
}

var usual = limits{topics: 100_000, bytes: 256 << 20, fields: 200}

const (
	longestTopic  = 1_000 // bytes; longer ones stand in no checklist that somebody reads
	deepestTopic  = 32    // levels
	topicCost     = 900   // bytes that are counted for a topic, and for a field
	fieldCost     = 500
	largestRead   = 1 << 20  // bytes of a payload that is looked into
	largestLatest = 4 << 10  // bytes of the latest payload that is kept; of one that the broker keeps
	largestKept   = 1 << 20  // bytes
	mostHanded    = 64 << 20 // bytes of what the broker keeps that may wait for the device that it is of
	largestHanded = 64 << 10
)

// Learner is what is known of a site. It belongs to one goroutine.
type Learner struct {
	most     limits
	topics   map[string]*topic
	devices  *device.Set
	bytes    int
	handed   int
	left     map[LeftCode]int
	messages int
	began    time.Time
	latest   time.Time
	away     time.Duration // without a connection
	number   uint64        // of the latest message
	asked    bool
}

// New makes one that knows nothing.
func New() *Learner {
	return &Learner{most: usual, topics: map[string]*topic{}, devices: device.New(), left: map[LeftCode]int{}}
}

// Begin says since when there is a connection.
func (l *Learner) Begin(at time.Time) {
	if l.began.IsZero() {
		l.began, l.latest = at, at
	}
}

// Count is how many topics and messages there are so far.
func (l *Learner) Count() (topics, messages int) { return len(l.topics), l.messages }

// Message takes a message in. Its slices are borrowed.
func (l *Learner) Message(at time.Time, m *model.Message) {
	l.Begin(at)
	l.messages++
	l.number++
	if at.After(l.latest) {
		l.latest = at
	}
	t := l.topics[string(m.Topic)]
	if t == nil {
		if t = l.meet(m.Topic); t == nil {
			return
		}
	}
	l.tellDevices(t, at, m)
	t.take(l, at, m)
}

// meet makes what is known of a topic that comes for the first time; nil: it is left out.
func (l *Learner) meet(name []byte) *topic {
	var why LeftCode
	switch text := string(name); {
	case strings.HasPrefix(text, "$"):
		why = System
	case len(name) > longestTopic, strings.Count(text, "/") >= deepestTopic:
		why = LongTopic
	case model.CheckTopic(text) != nil, printable.Line(text) != text:
		why = Unshown
	case len(l.topics) >= l.most.topics, !l.room(topicCost + 2*len(name)):
		why = ManyTopics
	default:
		t := &topic{name: text, qos: 2}
		l.topics[text] = t
		return t
	}
	l.left[why]++
	return nil
}

// room takes some bytes of the memory, if there are as many.
func (l *Learner) room(bytes int) bool {
	if l.bytes+bytes > l.most.bytes {
		return false
	}
	l.bytes += bytes
	return true
}

// tellDevices has the message looked at by what recognises devices. That copies some of what
// the broker keeps.
func (l *Learner) tellDevices(t *topic, at time.Time, m *model.Message) {
	if m.Retained && len(m.Payload) <= largestHanded {
		if l.handed += len(m.Payload); l.handed > mostHanded {
			return
		}
	}
	l.devices.Take(&device.Message{Topic: t.name, Payload: m.Payload, At: at, Retained: m.Retained})
}

// Interrupted tells of a time without a connection: silences across it are none.
func (l *Learner) Interrupted(from, to time.Time) {
	if l.began.IsZero() {
		return
	}
	l.away += max(0, to.Sub(from))
	l.devices.Interrupted()
	for _, t := range l.topics {
		t.broken(to)
	}
}

// Lost tells of messages that were received and could not be taken in.
func (l *Learner) Lost(messages int) {
	l.left[Missed] += messages
	l.Interrupted(l.latest, l.latest)
}

// Askable reports whether it is worth the while to ask the broker what it keeps: something came
// live only, and there was room for all topics.
func (l *Learner) Askable() bool {
	if l.left[ManyTopics] > 0 {
		return false
	}
	for _, t := range l.topics {
		if !t.holds {
			return true
		}
	}
	return false
}

// Keeps tells that the broker keeps a message on a topic, as far as that has come already: it
// was asked at the end, when nothing is learned of the message itself any more.
func (l *Learner) Keeps(topic string, payload []byte) {
	if t := l.topics[topic]; t != nil && len(payload) > 0 {
		t.told = true
	}
}

// Asked tells that the broker has been asked for all that it keeps, and that all of it was
// told: what was not is not kept.
func (l *Learner) Asked() { l.asked = true }
