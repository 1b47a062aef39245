package ui

import "time"

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
