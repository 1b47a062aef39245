package wiretest

import (
	"bytes"
	"sync"
	"time"

	"mangrove/model"
)

// Keeper is a sink that keeps copies of everything.
type Keeper struct {
	mu       sync.Mutex // guards what follows
	messages []model.Message
	Batches  int
}

// Apply copies what it is lent.
func (k *Keeper) Apply(b model.Batch) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.Batches++
	for _, m := range b.Messages {
		m.Topic, m.Payload, m.Properties = bytes.Clone(m.Topic), bytes.Clone(m.Payload), bytes.Clone(m.Properties)
		k.messages = append(k.messages, m)
	}
}

// Lost fails nothing: a wire loses no message.
func (k *Keeper) Lost(int) {}

// Interrupted implements model.Sink.
func (*Keeper) Interrupted(time.Time, time.Time) {}

// All are the messages so far.
func (k *Keeper) All() []model.Message {
	k.mu.Lock()
	defer k.mu.Unlock()
	return append([]model.Message(nil), k.messages...)
}

// Len is how many messages there are so far.
func (k *Keeper) Len() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return len(k.messages)
}

// Same reports whether two messages are the same, properties included.
func Same(a, b model.Message) bool {
	return bytes.Equal(a.Topic, b.Topic) && bytes.Equal(a.Payload, b.Payload) && bytes.Equal(a.Properties, b.Properties) &&
		(a.Properties == nil) == (b.Properties == nil) && a.QoS == b.QoS && a.Retained == b.Retained && a.Dup == b.Dup
}
