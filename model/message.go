package model

import "time"

// MaxTopic is the longest topic or filter in bytes: the protocol carries its
// length in two bytes (MQTT 5, 1.5.4).
const MaxTopic = 65_535

// Message is one application message as it came off the wire.
//
// All three slices are borrowed: they belong to whoever built the [Batch] and
// may be overwritten as soon as [Store.Apply] has returned.
type Message struct {
	Topic      []byte
	Payload    []byte
	Properties []byte // MQTT 5: the property block without its length; nil under 3.1 and 3.1.1
	QoS        byte   // 0, 1 or 2: the delivered QoS, never above the subscription's
	Retained   bool   // sent because of a new subscription, or forwarded as published
	Dup        bool   // the sender marked it as a possible repetition
}

// Batch is what one read of a connection brought, in the order it arrived.
type Batch struct {
	At       time.Time // one clock reading for the whole batch
	Messages []Message // borrowed, see [Message]
}

// Sink takes batches in. [Store] is the one that matters; tests bring their own.
//
// Apply must not keep any slice of the batch. It may block, and the connection
// is then not read: that is the backpressure. Lost reports messages that were
// received but could not be handed over, so that they are counted. Interrupted
// tells of a time without a connection, before what came after it is applied:
// what was published meanwhile may be missing.
type Sink interface {
	Apply(b Batch)
	Lost(messages int)
	Interrupted(from, to time.Time)
}
