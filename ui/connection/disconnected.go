package connection

import (
	"context"
	"time"

	"mangrove/broker"
)

// Disconnected stands in the place of a session that the user has ended, until
// there is another. What the session received stays.
type Disconnected struct {
	At            time.Time
	LastConnected time.Time
	asked         []broker.Grant // without the answers
}

var _ broker.Session = (*Disconnected)(nil)

// DisconnectedFrom is what stays of a session that ends now. heard is when there
// was a connection last, if that is known.
func DisconnectedFrom(st broker.Status, heard time.Time) *Disconnected {
	d := &Disconnected{At: time.Now(), LastConnected: heard}
	if st.Phase == broker.Connected || heard.IsZero() {
		d.LastConnected = d.At
	}
	for _, g := range st.Subscriptions {
		d.asked = append(d.asked, broker.Grant{Subscription: g.Subscription})
	}
	return d
}

// Status implements broker.Session.
func (d *Disconnected) Status() broker.Status {
	return broker.Status{Phase: broker.Stopped, Since: d.At, Subscriptions: d.asked}
}

// Subscribe implements broker.Session.
func (*Disconnected) Subscribe(context.Context, ...broker.Subscription) error {
	return broker.ErrClosed
}

// Unsubscribe implements broker.Session.
func (*Disconnected) Unsubscribe(context.Context, ...string) error { return broker.ErrClosed }

// Publish implements broker.Session.
func (*Disconnected) Publish(context.Context, broker.Publication) (broker.Acknowledgement, error) {
	return broker.Acknowledgement{}, broker.ErrClosed
}

// Close implements broker.Session.
func (*Disconnected) Close() error { return nil }

// Ended reports whether the user has ended the session.
func (c *Connection) Ended() bool {
	_, ok := c.Session.(*Disconnected)
	return ok
}
