package ui

import (
	"time"

	"fyne.io/fyne/v2"

	"mangrove/ui/connection"
	"mangrove/ui/report"
)

// page is what the window knows of a page: the start page, the one of connections, those of
// devices, of verification, of warnings and of brokers. What only some can do is found by assertion.
type page interface {
	// Object is the page as it is now; it may be another one the next time.
	Object() fyne.CanvasObject
	// Draw shows what has changed, and says whether something is still moving.
	Draw(now time.Time) (moving bool)
	// Restyle takes the colours of a new theme.
	Restyle()
	// Keyboard is what is worked with on the page.
	Keyboard() fyne.Focusable
	// Report tells scripts of the page.
	Report(*report.Report)
}

// seer is a page that does something only while it is on view.
type seer interface{ Seen(yes bool) }

// keeper is a page that keeps something of connections that were on view there.
type keeper interface {
	// Closed is told that the tab of one is closed.
	Closed(*connection.Connection)
}

// dropper is a page that takes files which are dropped on it.
type dropper interface {
	// Dropped takes one, and Refuse says why none was taken.
	Dropped(at fyne.Position, path string)
	Refuse(at fyne.Position, why string)
}

// section is what an item of the rail goes to.
type section int

const (
	pageExplore  section = iota // the connections, or the start page
	pageDevices                 // the devices of the current connection
	pageVerify                  // the installation that is verified
	pageWarnings                // what is unwise about the topics of the current connection
	pageBox                     // the brokers
)

// pages are all there are.
func (w *Window) pages() []page {
	return []page{w.tabs, w.home, w.devices, w.verify, w.warnings, w.brokers}
}

// onView is the page on view.
func (w *Window) onView() page {
	switch {
	case w.section == pageBox:
		return w.brokers
	case w.section == pageDevices:
		return w.devices
	case w.section == pageVerify:
		return w.verify
	case w.section == pageWarnings:
		return w.warnings
	case w.tabs.active != nil:
		return w.tabs
	}
	return w.home
}

// show goes to a page.
func (w *Window) show(s section) {
	w.section = s
	for i, item := range w.rail {
		item.SetChosen(section(i) == s)
	}
	w.tabs.hideTips()
	feeds := w.tabs.feeds(s == pageExplore)
	w.shown.Store(&feeds)
	w.sayCurrent()
	shown := w.onView()
	for _, p := range w.pages() {
		if s, ok := p.(seer); ok {
			s.Seen(p == shown)
		}
	}
	o := shown.Object()
	w.content.Objects = []fyne.CanvasObject{o}
	w.content.Refresh()
	o.Refresh() // it may have missed a change of the theme
	w.takeKeyboard()
	w.draw(time.Now())
}
