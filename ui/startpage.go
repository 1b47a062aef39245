package ui

import (
	"mangrove/broker"
	"mangrove/ui/connection"
	"mangrove/ui/explore"
	"mangrove/ui/home"
)

// AutoConnect connects what the user wants to be connected at the start.
func (w *Window) AutoConnect() { w.home.AutoConnect() }

// ConnectStored connects a stored connection by its name, once they have been
// read.
func (w *Window) ConnectStored(name string) { w.home.ConnectNamed(name) }

// newHome makes the start page.
func (w *Window) newHome() *home.Page {
	s := &w.services
	return home.New(w.desk, home.Options{Shelf: w.shelf, Open: s.OpenProfiles, Browse: s.Browse, Crashed: s.Found.Report != ""}, home.Actions{
		Demo: w.openDemo, Box: w.showBox, Examine: func(p broker.Profile) { w.examine(p) },
		Connect: func(p broker.Profile) *connection.Connection { return w.connect(p).Conn },
		Open:    func(to connection.Target) { w.tabs.open(to) },
		GoTo:    w.goToStored, Changed: w.followStored,
		State: func(id string) (open, outdated bool) {
			e := w.tabs.of(id)
			return e != nil, e != nil && e.Conn.Outdated
		},
		OnView: func() bool { return w.onView() == page(w.home) }, Focus: w.takeKeyboard,
	})
}

// goToStored goes to the tab of a stored connection, and connects there if it is not
// connected.
func (w *Window) goToStored(id string) {
	e := w.tabs.of(id)
	if e == nil {
		return // it has been closed since
	}
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
