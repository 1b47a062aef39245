package ui

import (
	"time"

	"mangrove/broker"
	"mangrove/broker/facts"
	"mangrove/ui/connection"
)

// disconnect ends the session and keeps the tab with all that it received.
func (e *explore) disconnect() {
	c := e.conn
	session := c.Session
	c.Session, c.Closing = connection.DisconnectedFrom(session.Status(), c.LastConnected), true
	e.leaving.Go(func() { // ends when the session has, in bounded time
		session.Close() //nolint:errcheck // nobody is left to tell
		e.desk.Run(func() {
			c.Closing = false
			if c.Reconnecting {
				e.connect()
			}
		})
	})
	e.draw(time.Now())
}

// connect opens another session that goes on with what the last one received.
func (e *explore) connect() {
	c := e.conn
	d, ok := c.Session.(*connection.Disconnected)
	if !ok || c.Closing || e.stopped { // two sessions with one client id would end each other
		return
	}
	c.Reconnecting, c.Outdated, c.LastConnected = false, false, time.Time{}
	before := broker.Opened{Store: c.Store, System: c.System, Ended: d.LastConnected}
	if c.Store.Intake().Received == 0 {
		before.Ended = time.Time{} // there is no gap in nothing
	}
	o := e.open(c.Profile, before)
	c.Session = o.Session
	if o.System != c.System {
		c.System, c.Facts = o.System, facts.New(o)
		e.feed.Facts.Store(c.Facts)
	}
	e.draw(time.Now())
}
