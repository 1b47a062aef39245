package ui

import (
	"time"

	"mangrove/ui/connection"
	"mangrove/ui/verify"
	"mangrove/ui/widgets"
)

// verifyOptions are what the page that checks an installation asks of the window.
func (w *Window) verifyOptions() verify.Options {
	return verify.Options{
		Desk: w.desk, Current: w.tabs.current, Open: w.lookOpener(), Version: w.services.Version,
		GoTo: func(c *connection.Connection, topic string, at time.Time, payload []byte) {
			e := w.tabs.pageOf(c)
			if e == nil {
				widgets.ShowToast("The tab of this connection is closed, and its history with it.", true)
				return
			}
			if e.GoToLike(topic, at, payload) { // first: to its page and the message is one step, to go back from
				w.tabs.choose(e)
			}
		},
	}
}
