package ui

import (
	"log/slog"

	"mangrove/broker"
	"mangrove/model"
)

// Services is what the window asks of the program around it. None of them may
// block: they are called on the goroutine that draws.
type Services struct {
	// Connect opens a session; what it receives goes into the store.
	Connect func(broker.Profile) (broker.Session, *model.Store)
	// StartBox starts the bundled broker on host:port.
	StartBox func(listen string) (broker.Box, error)
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
