package broker

import (
	"context"
	"errors"
	"time"
)

// Session is one connection to a broker, from the first attempt until Close,
// across every reconnection between. All methods may be called from any
// goroutine. What it receives goes to the sink it was opened with, never back
// to its caller.
type Session interface {
	// Status is a copy of how things stand now. Callers poll it.
	Status() Status
	// Subscribe adds subscriptions, replacing any with the same filter, and
	// keeps them over reconnections. It returns once the broker has answered;
	// a denied filter is a *[Refusal], one that it has not answered in time an
	// [Unanswered]. While there is no connection the subscriptions are
	// remembered and the error is [ErrNotConnected].
	Subscribe(ctx context.Context, subs ...Subscription) error
	// Unsubscribe removes subscriptions by their filter.
	Unsubscribe(ctx context.Context, filters ...string) error
	// Publish sends one message. It returns when the QoS's last
	// acknowledgement has come: at once after writing at QoS 0, PUBACK at 1,
	// PUBCOMP at 2. The payload must not change before it returns. Without a
	// deadline in ctx it waits for a minute and what a slow line needs. What is
	// under way when the connection ends is [ErrUnconfirmed], mostly a *[Pending].
	Publish(ctx context.Context, p Publication) (Acknowledgement, error)
	// Close disconnects in order and releases everything. It is final.
	Close() error
}

// BestQoS is the QoS of a subscription that asks for every message with the
// QoS it was published with as long as that loses none. It is 2 under MQTT 5,
// where a client says how many messages it takes at a time. Older versions
// leave that to the broker, whose queue overflows in a burst (Mosquitto's
// after 1,020), so there it is 0, for which there is no queue.
const BestQoS byte = 0xFF

// Everything is what is subscribed to unless something else is asked for.
func Everything() []Subscription { return []Subscription{{Filter: "#", QoS: BestQoS}} }

// Subscription is one topic filter asked of the broker.
type Subscription struct {
	Filter            string
	QoS               byte // the most that is delivered, 0, 1 or 2, or BestQoS
	NoLocal           bool // MQTT 5: not what this session itself published
	RetainAsPublished bool // MQTT 5: keep the retain flag of live messages
	RetainHandling    byte // MQTT 5: 0 send retained, 1 only if new, 2 never
}

// Publication is one message to publish.
type Publication struct {
	Topic   string
	Payload []byte
	QoS     byte
	Retain  bool
	// Properties need MQTT 5: with an older version a message that has any is
	// refused with [ErrUnsupported]. nil: none.
	Properties *Properties
}

// Acknowledgement is what the broker said of a message that it has taken. The zero value
// is for QoS 0, which is not acknowledged.
type Acknowledgement struct {
	Came   bool   // PUBACK at QoS 1, PUBREC and PUBCOMP at QoS 2
	Code   byte   // MQTT 5: the reason code, below 0x80; otherwise 0
	Reason string // MQTT 5: its words, cleared of secrets; mostly empty
	// Again: it was sent again on another connection than the first, which had ended before.
	// At QoS 1 it may have arrived twice.
	Again bool
}

// Pending is an [ErrUnconfirmed] that may come to its end yet: the connection ended before
// the broker confirmed the message, and where the broker keeps the session, the message is
// sent again on the next connection, as the same one [MQTT-4.4.0-1].
type Pending struct {
	Err error
	// Wait waits for that: for the acknowledgement, a *[Refusal], or ErrUnconfirmed when the
	// session is gone, at the latest for the end of ctx.
	Wait func(ctx context.Context) (Acknowledgement, error)
}

// Error is why the message is not confirmed.
func (p *Pending) Error() string { return p.Err.Error() }

// Unwrap is why the message is not confirmed.
func (p *Pending) Unwrap() error { return p.Err }

// NoSubscribers reports whether the broker has said that nobody subscribes to the topic
// (MQTT 5, 3.4.2.1). Brokers need not say it.
func (a Acknowledgement) NoSubscribers() bool { return a.Code == noMatchingSubscribers }

const noMatchingSubscribers = 0x10

// IsDisconnected reports whether an error says that there is no connection to publish on.
func IsDisconnected(err error) bool {
	return errors.Is(err, ErrNotConnected) || errors.Is(err, ErrClosed)
}

// Will is what the broker publishes for us when we vanish. Its properties and
// its delay are left out under versions older than MQTT 5.
type Will struct {
	Publication
	Delay time.Duration // MQTT 5: how long the broker waits for our return
}

// Phase is the coarse state of a session.
type Phase int

// The phases. Waiting is between two attempts; Stopped has given up for a
// reason that trying again would not mend, or was closed.
const (
	Connecting Phase = iota
	Connected
	Waiting
	Stopped
)

// Status is how a session stands.
type Status struct {
	Phase    Phase
	Version  Version   // in use when Connected, being tried when Connecting
	ClientID string    // the one in use, the broker's when it assigned one
	Since    time.Time // when Phase began
	RetryAt  time.Time // when Waiting: the next attempt
	Attempt  int       // attempts since the last connection, from 1
	// Problem is why the last attempt or connection ended, nil when there was
	// none. Package explain makes a sentence of it.
	Problem error
	// Notes are what is worth knowing about a connection that works, such as an
	// older protocol version than asked for.
	Notes []Note
	// Limits are what the broker said it does not take, when Connected.
	Limits Limits
	// Subscriptions in the order they were asked for.
	Subscriptions []Grant
}

// Grant is a subscription and what the broker said of it.
type Grant struct {
	Subscription
	Answered bool // whether the broker has answered on this connection
	Granted  byte // the QoS granted, when it was not denied
	// Denied is why there is no subscription: a *[Refusal] of the broker's, or
	// that it is beyond its limits. With [ErrUnanswered] there may be one.
	Denied error
}

// Limits are what a broker says of a connection when it takes it (MQTT 5,
// 3.2.2.3), most of it what it does not take. The zero value of everything but
// MaxQoS, KeepAlive and SessionExpiry is no limit; older versions have none.
type Limits struct {
	MaxQoS         byte // of a message to publish
	MaxPacket      int  // bytes; 0: as MQTT allows
	ReceiveMaximum int  // messages above QoS 0 under way to it at a time; 0: 65,535
	TopicAliases   int  // it remembers so many; none is used by itself
	NoRetain       bool // no retained messages
	NoWildcards    bool // no + and # in subscriptions
	NoShared       bool // no shared subscriptions
	NoIdentifiers  bool // no subscription identifiers; none are used
	// KeepAlive is in use, the broker's where it demands one; 0: off.
	KeepAlive time.Duration
	// SessionExpiry is how long it keeps the session, as it answered or was
	// asked; SessionForever without end.
	SessionExpiry time.Duration
}
