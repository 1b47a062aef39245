package ui

import (
	"context"
	"image"
	"io"

	"mangrove/broker"
	"mangrove/broker/discovery"
	"mangrove/broker/doctor"
	"mangrove/broker/retained"
	"mangrove/broker/verification"
	"mangrove/model"
	"mangrove/ui/look"
	"mangrove/ui/report"
	"mangrove/ui/runs"
	"mangrove/ui/shelf"
)

// Services is what the window asks of the program around it. None of them may
// block, unless it says so: they are called on the goroutine that draws.
//
// The window keeps it whole: each of its files uses one or two of them, mostly long after
// the window is made, and to hand these out would add a field for each. No package below
// this one sees it: they are given the functions that they need.
type Services struct {
	// Connect opens a session, with the stores of the one before it and a note
	// in them of the time between, or with new ones when there was none.
	Connect func(p broker.Profile, before broker.Opened) broker.Opened
	// Network takes the steps of connecting one at a time, for the doctor.
	Network doctor.Network
	// Cleared keeps retained messages that were cleared; nil: as long as their tab is open.
	Cleared *retained.Shelf
	// History has the earlier runs of the checklist with a path; nil: none are kept.
	History func(path string) *verification.History
	// Agent is the SSH agent that may sign the report of a verification; nil: there is none.
	Agent *verification.Agent
	// StartBox starts the built-in broker on host:port.
	StartBox func(listen string) (broker.Box, error)
	// Announce lets others on the network find the built-in broker that listens
	// there and has that URL, until it is closed.
	Announce func(listen, url string) (io.Closer, error)
	// StartDemo starts the built-in broker with simulated devices on it, and
	// says how to connect to it.
	StartDemo func() (broker.Box, broker.Profile, error)
	// OpenProfiles opens the stored connections; nil when none are stored. It
	// may wait for the user to unlock a key ring, and has a goroutine of its
	// own for that. There may be a book together with an error.
	OpenProfiles func() (shelf.Stored, error)
	// Browse looks for brokers on the network until its context ends, on a
	// goroutine of its own; nil when that is not to be done.
	Browse func(context.Context, func(discovery.Found)) error
	// Report takes the state of the window for whoever watches it from
	// outside; nil when nobody does.
	Report func(report.Report)
	// KeepDraft has what is typed written, in case the program does not end by
	// the user; nil when nothing is kept. What it is given does not change after.
	KeepDraft func(runs.Draft)
	// Found is what earlier runs have left, and ForgetFound removes the drafts
	// in it once they are put back, or not wanted.
	Found       runs.Found
	ForgetFound func()
	// SideButtons has back and forward done by the buttons at the side of the mouse. It is
	// called once, while the window is drawn; nil: nothing is done by them.
	SideButtons func(back, forward func())
	// Environment gives variables of the process to templates; nil: there are none.
	Environment func(name string) (string, bool)
	// NewStore makes the store of a tab that is not connected yet; nil: one with
	// the usual budget.
	NewStore func() *model.Store
	// Version is that of the program, for reports.
	Version string
	// Look is used instead of the one chosen last; empty: that one. It is not
	// stored.
	Look look.Look
	// Display is how large what is in the window can be on the display, in pixels; zero:
	// that is not known.
	Display image.Point
}

// lookOpener opens connections to look at what a broker keeps; nil without a network.
func (w *Window) lookOpener() retained.Opener {
	if w.services.Network == nil {
		return nil
	}
	return w.services.Network.Open
}
