package client

import (
	"bytes"
	"sync"

	"mangrove/model"
)

// keeper is a sink that keeps copies of everything.
type keeper struct {
	mu       sync.Mutex // guards messages
	messages []model.Message
	batches  int
}

// Apply copies what it is lent.
func (k *keeper) Apply(b model.Batch) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.batches++
	for _, m := range b.Messages {
		m.Topic, m.Payload, m.Properties = bytes.Clone(m.Topic), bytes.Clone(m.Payload), bytes.Clone(m.Properties)
		k.messages = append(k.messages, m)
	}
}

// Lost fails nothing: a wire loses no message.
func (k *keeper) Lost(int) {}

func (k *keeper) all() []model.Message {
	k.mu.Lock()
	defer k.mu.Unlock()
	return append([]model.Message(nil), k.messages...)
}

func (k *keeper) len() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return len(k.messages)
}

// same reports whether two messages are the same, properties included.
func same(a, b model.Message) bool {
	return bytes.Equal(a.Topic, b.Topic) && bytes.Equal(a.Payload, b.Payload) && bytes.Equal(a.Properties, b.Properties) &&
		(a.Properties == nil) == (b.Properties == nil) && a.QoS == b.QoS && a.Retained == b.Retained && a.Dup == b.Dup
}
