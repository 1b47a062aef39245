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

// disconnect ends the session and keeps the tab with all that it received.
func (e *explore) disconnect() {
	c := e.conn
	session := c.session
	c.session, c.closing = disconnectedFrom(session.Status(), c.heard), true
	e.leaving.Go(func() { // ends when the session has, in bounded time
		session.Close() //nolint:errcheck // nobody is left to tell
		e.desk.Run(func() {
			c.closing = false
			if c.again {
				e.connect()
			}
		})
	})
	e.draw(time.Now())
}

// connect opens another session that goes on with what the last one received.
func (e *explore) connect() {
	c := e.conn
	d, ok := c.session.(*disconnected)
	if !ok || c.closing || e.stopped { // two sessions with one client id would end each other
		return
	}
	c.again, c.outdated, c.heard = false, false, time.Time{}
	before := Opened{Store: c.store, System: c.system, Ended: d.heard}
	if c.store.Intake().Received == 0 {
		before.Ended = time.Time{} // there is no gap in nothing
	}
	o := e.open(c.profile, before)
	c.session = o.Session
	if o.System != c.system {
		c.system, c.facts = o.System, newBrokerFacts(o)
	}
	e.draw(time.Now())
}

// ended reports whether the user has ended the session.
func (c *connection) ended() bool {
	_, ok := c.session.(*disconnected)
	return ok
}
