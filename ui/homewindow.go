package ui

import (
	"mangrove/broker"
	"mangrove/ui/connection"
	"mangrove/ui/explore"
)

// AutoConnect connects what the user wants to be connected at the start.
func (w *Window) AutoConnect() { w.home.autoConnect() }

// ConnectStored connects a stored connection by its name, once they have been
// read.
func (w *Window) ConnectStored(name string) { w.home.connectNamed(name) }

func (w *Window) newHome() *home {
	s := &w.services
	return newHome(w.desk, homeOptions{shelf: w.shelf, open: s.OpenProfiles, browse: s.Browse, crashed: s.Found.Report != ""}, homeActions{
		demo: w.openDemo, box: w.showBox, examine: func(p broker.Profile) { w.examine(p) },
		connect: func(p broker.Profile) *connection.Connection { return w.connect(p).Conn },
		open:    func(to connection.Target) { w.tabs.open(to) },
		goTo:    w.goToStored, changed: w.followStored,
		state: func(id string) (open, outdated bool) {
			e := w.tabs.of(id)
			return e != nil, e != nil && e.Conn.Outdated
		},
		onView: func() bool { return w.onView() == page(w.home) }, focus: w.takeKeyboard,
	})
}

// goToStored goes to the tab of a stored connection, and connects there if it is not
// connected.
func (w *Window) goToStored(id string) {
	e := w.tabs.of(id)
	w.tabs.choose(e)
	switch {
	case e.Conn.Ended():
		e.Reconnect()
	case e.Conn.Status.Phase == broker.Stopped, e.Conn.Status.Phase == broker.Waiting:
		e.ConnectNow()
	}
}

// closeUnused closes a tab whose connection was made anew, if it has nothing that
// anybody could want.
func (w *Window) closeUnused(e *explore.Page) {
	if e.Conn.Status.Phase != broker.Connected && e.Conn.Store.Intake().Received == 0 {
		w.tabs.close(e)
	}
}
