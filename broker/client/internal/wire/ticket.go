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

// Judge makes of the answer to a message, as if it were a refusal, what the publisher is
// told.
func Judge(qos byte, r broker.Refusal) (broker.Acknowledgement, error) {
	if r.Code < 0x80 {
		return broker.Acknowledgement{Came: true, Code: r.Code, Reason: r.Reason}, nil
	}
	if r.Packet = "PUBACK"; qos == 2 {
		r.Packet = "PUBREC"
	}
	return broker.Acknowledgement{}, &r
}
