package ui

import (
	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/ui/connection"
)

// openDemo starts the built-in broker with the demo on it, or goes to the one that runs.
func (w *Window) openDemo() {
	w.home.ShowProblem("")
	switch box := w.brokers.RunningBox(); {
	case box != nil && w.demo.Demo: // its tab may have been closed
		w.exploreDemo()
		return
	case box != nil:
		w.home.ShowProblem("The built-in broker is already running. Stop it on the Broker page first, or explore it from there.")
		return
	}
	go func() { // ends when the demo runs or could not
		box, profile, err := w.services.StartDemo()
		w.loop.Run(func() {
			if err != nil {
				w.home.ShowProblem(explain.Error(err, profile.Address))
				return
			}
			w.OpenBox(box, &profile)
		})
	}()
}

// OpenBox takes over a built-in broker that runs. When a profile is given, the
// demo is on it, and it is connected to.
func (w *Window) OpenBox(box broker.Box, p *broker.Profile) {
	w.brokers.TakeBox(box)
	if p != nil {
		w.demo = connection.Target{Profile: *p, Name: "Demo", Demo: true}
		w.tabs.open(w.demo)
	}
}

// exploreDemo goes to the tab of the demo that runs, or opens one.
func (w *Window) exploreDemo() {
	for _, e := range w.tabs.list {
		if e.Conn.Demo && !e.Conn.Ended() && e.Conn.Profile.Address == w.demo.Profile.Address {
			w.tabs.choose(e)
			return
		}
	}
	w.tabs.open(w.demo)
}
