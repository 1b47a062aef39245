package broker

import (
	"strings"
	"time"

	"mangrove/model"
)

// Opened is a session with what it receives.
type Opened struct {
	Session Session
	// Retry has the session connect at once when it waits for its next attempt, and
	// SetReadOnly has it refuse to publish from now on, or take it up again. They are nil
	// where the session is none that connects.
	Retry       func()
	SetReadOnly func(on bool)

	Store *model.Store
	// System has what the broker says of itself below $SYS. It is the same
	// store when those topics are to be seen among the others.
	System *model.Store
	// ShowSystem has Store get those topics below $SYS as well that match one of some
	// filters, and no others. It is nil where System is the same store.
	ShowSystem func(filters []string)
	// Listeners hear what the session receives before it is stored.
	Listeners *model.Listeners
	// Ended is when the session was closed; zero while it has not been.
	Ended time.Time
}

// SystemFilter is subscribed to for the page of the broker, besides what is
// asked for. A broker may refuse it; most clouds do.
const SystemFilter = "$SYS/#"

// IsSystem reports whether a topic, or a filter, is for what the broker says of itself
// (4.7.2).
func IsSystem(topic string) bool { return strings.HasPrefix(topic, "$SYS/") }
