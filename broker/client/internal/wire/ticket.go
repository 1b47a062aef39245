package wire

import (
	"context"
	"fmt"

	"mangrove/broker"
)

// Ticket is for the caller of a message above QoS 0: it tells what became of it after the
// connection on which it was published had ended. A nil one belongs to nobody.
type Ticket struct {
	topic string
	wire  *Conn
	sent  bool          // the message may have been written; guarded by the outbox
	done  chan struct{} // closed when what follows is set
	said  broker.Acknowledgement
	err   error
}

// Ticket gives one for a message, nil for QoS 0.
func (w *Conn) Ticket(topic string, qos byte) *Ticket {
	if qos == 0 {
		return nil
	}
	return &Ticket{topic: topic, wire: w, done: make(chan struct{})}
}

// subject is the topic of the message.
func (t *Ticket) subject() string {
	if t == nil {
		return ""
	}
	return t.topic
}

// resolve tells what became of the message. The caller sees to it that it is called once.
func (t *Ticket) resolve(a broker.Acknowledgement, err error) {
	if t != nil {
		t.said, t.err = a, err
		close(t.done)
	}
}

// Ended is the error for a message whose connection has ended: a *broker.Pending where
// another may bring it to its end.
func (t *Ticket) Ended(why error) error {
	if t == nil {
		return why
	}
	if !t.wire.inflight.outbox.wasSent(t) {
		return fmt.Errorf("%w: %w", broker.ErrNotConnected, why)
	}
	err := fmt.Errorf("%w: %w", broker.ErrUnconfirmed, why)
	if !t.wire.keeps {
		return err
	}
	return &broker.Pending{Err: err, Wait: t.wait}
}

func (t *Ticket) wait(ctx context.Context) (broker.Acknowledgement, error) {
	select {
	case <-t.done:
		return t.said, t.err
	case <-ctx.Done():
		return broker.Acknowledgement{}, fmt.Errorf("%w: %w", broker.ErrUnconfirmed, ctx.Err())
	}
}

// Judge makes of the reason code of a PUBACK or PUBREC what the publisher is told.
func Judge(version broker.Version, qos byte, topic string, code byte, reason string) (broker.Acknowledgement, error) {
	if code < 0x80 {
		return broker.Acknowledgement{Came: true, Code: code, Reason: reason}, nil
	}
	refusal := &broker.Refusal{Packet: "PUBACK", Version: version, Code: code, Subject: topic, Reason: reason}
	if qos == 2 {
		refusal.Packet = "PUBREC"
	}
	return broker.Acknowledgement{}, refusal
}
