package ui

import (
	"io"
	"net"
	"strconv"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/ui/connection"
)

func (w *Window) openDemo() {
	w.home.quick.showProblem("")
	switch {
	case w.box != nil && w.demo.Demo: // its tab may have been closed
		w.exploreDemo()
		return
	case w.box != nil:
		w.home.quick.showProblem("The built-in broker is already running. Stop it on the Broker page first, or explore it from there.")
		return
	}
	go func() { // ends when the demo runs or could not
		box, profile, err := w.services.StartDemo()
		w.loop.Run(func() {
			if err != nil {
				w.home.quick.showProblem(explain.Error(err, profile.Address))
				return
			}
			w.OpenBox(box, &profile)
		})
	}()
}

// OpenBox takes over a built-in broker that runs. When a profile is given, the
// demo is on it, and it is connected to.
func (w *Window) OpenBox(box broker.Box, p *broker.Profile) {
	w.stopBox()
	w.box = box
	if p != nil {
		w.demo = connection.Target{Profile: *p, Name: "Demo", Demo: true}
		w.tabs.open(w.demo)
	}
}

// exploreDemo goes to the tab of the demo that runs, or opens one.
func (w *Window) exploreDemo() {
	for _, e := range w.tabs.list {
		if e.conn.Demo && !e.conn.Ended() && e.conn.Profile.Address == w.demo.Profile.Address {
			w.tabs.choose(e)
			return
		}
	}
	w.tabs.open(w.demo)
}

// startBox starts the built-in broker, and has it announced if that is wanted.
func (w *Window) startBox(listen string, announce bool) {
	w.starting = true
	go func() { // ends when the broker listens or could not
		box, err := w.services.StartBox(listen)
		var heard io.Closer
		var silent error
		if err == nil && announce {
			heard, silent = w.services.Announce(listen, box.Address())
		}
		w.loop.Run(func() {
			w.starting = false
			if err != nil {
				w.brokers.box.say(explain.Error(err, listened(listen)))
				return
			}
			w.OpenBox(box, nil)
			w.heard = heard
			if silent != nil {
				w.brokers.box.say("The broker is running but cannot be announced. " + explain.Error(silent, broker.Address{}))
			}
		})
	}()
}

// listened is an address to listen on, for sentences about it.
func listened(on string) broker.Address {
	host, port, _ := net.SplitHostPort(on)
	n, _ := strconv.Atoi(port)
	return broker.Address{Scheme: "mqtt", Host: host, Port: n}
}

// silence ends the announcement of the built-in broker.
func (w *Window) silence() {
	if w.heard != nil {
		go w.heard.Close() //nolint:errcheck // nothing can be done about it; ends at once
		w.heard = nil
	}
}

func (w *Window) stopBox() {
	if w.box == nil {
		return
	}
	w.silence()
	box := w.box
	w.box, w.demo = nil, connection.Target{}
	go func() { // ends in bounded time
		box.Close() //nolint:errcheck // its log says what went wrong
		w.loop.Run(func() {
			if w.box == nil {
				w.brokers.box.drawEvents(box) // the last of it
			}
		})
	}()
}
