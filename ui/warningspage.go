package ui

import (
	"context"
	"time"

	"mangrove/broker/retained"
	"mangrove/ui/connection"
	"mangrove/ui/warnings"
)

// askedWithin is how long a broker may take to say what it keeps.
const askedWithin = time.Minute

// warningsOptions are what the page of warnings asks of the window.
func (w *Window) warningsOptions() warnings.Options {
	open := w.lookOpener()
	return warnings.Options{
		Desk: w.desk, Current: w.tabs.current,
		GoTo: func(c *connection.Connection, topic string) {
			if e := w.tabs.pageOf(c); e != nil && e.GoToTopic(topic) {
				w.tabs.choose(e) // last: to its page and the topic is one step, to go back from
			}
		},
		Ask: func(c *connection.Connection, topics []string, told func(map[string][]byte, error)) {
			p := c.Profile
			go func() { // ends with the answer, at the latest after askedWithin
				ctx, cancel := context.WithTimeout(context.Background(), askedWithin)
				defer cancel()
				found, err := retained.Find(ctx, p, retained.Search{Open: open, Filters: topics})
				w.desk.Run(func() {
					if err != nil {
						told(nil, err)
						return
					}
					told(found.Payloads(), nil)
				})
			}()
		},
	}
}
