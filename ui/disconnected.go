package ui

import (
	"context"
	"time"

	"mangrove/broker"
)

// disconnected stands in the place of a session that the user has ended, until
// there is another. What the session received stays.
type disconnected struct {
	at    time.Time
	heard time.Time      // when there was a connection last
	asked []broker.Grant // without the answers
}

var _ broker.Session = (*disconnected)(nil)

// disconnectedFrom is what stays of a session that ends now. heard is when there
// was a connection last, if that is known.
func disconnectedFrom(st broker.Status, heard time.Time) *disconnected {
	d := &disconnected{at: time.Now(), heard: heard}
	if st.Phase == broker.Connected || heard.IsZero() {
		d.heard = d.at
	}
	for _, g := range st.Subscriptions {
		d.asked = append(d.asked, broker.Grant{Subscription: g.Subscription})
	}
	return d
}

// Status implements broker.Session.
func (d *disconnected) Status() broker.Status {
	return broker.Status{Phase: broker.Stopped, Since: d.at, Subscriptions: d.asked}
}

// Subscribe implements broker.Session.
func (*disconnected) Subscribe(context.Context, ...broker.Subscription) error {
	return broker.ErrClosed
}

// Unsubscribe implements broker.Session.
func (*disconnected) Unsubscribe(context.Context, ...string) error { return broker.ErrClosed }

// Publish implements broker.Session.
func (*disconnected) Publish(context.Context, broker.Publication) error { return broker.ErrClosed }

// Close implements broker.Session.
func (*disconnected) Close() error { return nil }

// ended reports whether the user has ended the session.
func (c *connection) ended() bool {
	_, ok := c.session.(*disconnected)
	return ok
}
