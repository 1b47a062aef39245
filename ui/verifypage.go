package ui

import (
	"time"

	"mangrove/ui/connection"
	"mangrove/ui/verify"
	"mangrove/ui/widgets"
)

// newVerify makes the page that checks an installation.
func (w *Window) newVerify() *verify.Page {
	return verify.New(verify.Options{
		Desk: w.desk, Current: w.tabs.current, Open: w.lookOpener(), Version: w.services.Version,
		GoTo: func(c *connection.Connection, topic string, at time.Time, payload []byte) {
			e := w.tabs.pageOf(c)
			if e == nil {
				widgets.ShowToast("The tab of this connection is closed, and its history with it.", true)
				return
			}
			if _, known := c.Store.Find(topic); known {
				w.tabs.choose(e)
			}
			e.GoToLike(topic, at, payload)
		},
	})
}
