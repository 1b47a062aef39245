package ui

import (
	"time"

	"mangrove/broker"
	"mangrove/broker/profiles"
	"mangrove/broker/verification"
	"mangrove/ui/connection"
	"mangrove/ui/verify"
	"mangrove/ui/widgets"
)

// heardApart is how long after each other two connections receive one message, at the most.
const heardApart = 10 * time.Second

// willsOf has the built-in broker tell of the wills of its clients, where a connection is to it.
func (w *Window) willsOf(c *connection.Connection) func() []string {
	box := w.brokers.RunningBox()
	if box == nil {
		return nil
	}
	own, err := broker.ParseURL(box.Address())
	if err != nil || own.Address.HostPort() != c.Profile.Address.HostPort() {
		return nil
	}
	return verification.WillsOf(box)
}

// verifyOptions are what the page that checks an installation asks of the window.
func (w *Window) verifyOptions() verify.Options {
	return verify.Options{
		History: w.services.History, Agent: w.services.Agent,
		Desk: w.desk, Current: w.tabs.current, Open: w.lookOpener(), Version: w.services.Version,
		Wills: w.willsOf, Watch: profiles.WatchFile,
		GoTo: func(c *connection.Connection, topic string, at time.Time, payload []byte) {
			e := w.tabs.pageOf(c)
			if e == nil {
				widgets.ShowToast("The tab of this connection is closed, and its history with it.", true)
				return
			}
			if e.GoToMessage(topic, at, payload, heardApart) { // first: to its page and the message is one step, to go back from
				w.tabs.choose(e)
			}
		},
	}
}
