package explore

import (
	"time"

	"mangrove/broker"
	"mangrove/broker/facts"
	"mangrove/broker/profiles"
	"mangrove/ui/connection"
)

// disconnect ends the session and keeps the tab with all that it received.
func (e *Page) disconnect() {
	c := e.Conn
	session, ended := c.Session, e.Publish.Stop()
	c.Session, c.Closing = connection.DisconnectedFrom(session.Status(), c.LastConnected), true
	e.do.Leaving.Go(func() { // ends when the session has, in bounded time
		ended()
		session.Close() //nolint:errcheck // nobody is left to tell
		e.desk.Run(func() {
			c.Closing = false
			if c.Reconnecting {
				e.connect()
			}
		})
	})
	e.Draw(time.Now())
}

// connect opens another session that goes on with what the last one received.
func (e *Page) connect() {
	c := e.Conn
	d, ok := c.Session.(*connection.Disconnected)
	if !ok || c.Closing || e.stopped { // two sessions with one client id would end each other
		return
	}
	c.Reconnecting, c.Outdated, c.LastConnected = false, false, time.Time{}
	before := broker.Opened{Store: c.Store, System: c.System, Listeners: c.Listeners, Ended: d.LastConnected}
	if c.Store.Intake().Received == 0 {
		before.Ended = time.Time{} // there is no gap in nothing
	}
	o := e.do.Open(c.Profile, before)
	c.Session, c.Retry, c.SetReadOnly, c.Listeners = o.Session, o.Retry, o.SetReadOnly, o.Listeners
	c.TakeSystem(o.ShowSystem)
	if o.System != c.System {
		c.System, c.Facts = o.System, facts.New(o)
		e.Feed.Facts.Store(c.Facts)
	}
	e.Draw(time.Now())
}

// ConnectNow connects without waiting for the next attempt, with the stored
// connection as it is now.
func (e *Page) ConnectNow() {
	if c := e.Conn; c.Retry != nil && !c.Ended() && !c.Outdated {
		c.Retry()
		return
	}
	e.Reconnect()
}

// ConnectTo goes on with another session. What came from one broker is not
// mixed with what comes from another: that begins in a tab of its own.
func (e *Page) ConnectTo(to connection.Target) {
	c := e.Conn
	if e.stopped {
		return
	}
	to.Demo = c.Demo
	if c.Copied {
		to.AsCopy()
	}
	if to.Profile.Address.HostPort() != c.Profile.Address.HostPort() && c.Store.Intake().Received > 0 {
		c.Stored, c.Name, c.Outdated = profiles.Profile{}, "", false
		if !c.Ended() {
			e.disconnect()
		}
		e.do.OpenTab(to)
		return
	}
	c.Target, c.Reconnecting = to, true
	e.do.TellApart(c)
	if !c.Ended() {
		e.disconnect() // which goes on once that has ended
		return
	}
	e.connect()
}
