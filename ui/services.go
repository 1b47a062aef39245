package ui

import (
	"io"
	"log/slog"

	"mangrove/broker"
	"mangrove/broker/doctor"
	"mangrove/model"
)

// Opened is a session with what it receives.
type Opened struct {
	Session broker.Session
	Store   *model.Store
	// System has what the broker says of itself below $SYS. It is the same
	// store when those topics are to be seen among the others.
	System *model.Store
}

// SystemFilter is subscribed to for the page of the broker, besides what is
// asked for. A broker may refuse it; most clouds do.
const SystemFilter = "$SYS/#"

// Services is what the window asks of the program around it. None of them may
// block: they are called on the goroutine that draws.
type Services struct {
	// Connect opens a session.
	Connect func(broker.Profile) Opened
	// Network takes the steps of connecting one at a time, for the doctor.
	Network doctor.Network
	// StartBox starts the bundled broker on host:port.
	StartBox func(listen string) (broker.Box, error)
	// Announce lets others on the network find the bundled broker that listens
	// there and has that URL, until it is closed.
	Announce func(listen, url string) (io.Closer, error)
	// StartDemo starts the bundled broker with simulated devices on it, and
	// says how to connect to it.
	StartDemo func() (broker.Box, broker.Profile, error)
	// Report takes the state of the window for whoever watches it from
	// outside; nil when nobody does.
	Report func(Report)
	// Version of the program.
	Version string
	Log     *slog.Logger
}
