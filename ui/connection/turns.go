package connection

import (
	"time"

	"mangrove/model"
)

// TurnEvery is how often [Turns] are taken.
const TurnEvery = 100 * time.Millisecond

// restingShare and busyShare are how long messages are looked at in a turn: a busy connection
// loses no more than a twentieth of a processor to it. In a turn of a busy one busyTurn
// messages come.
const (
	restingShare = 50 * time.Millisecond
	busyShare    = 5 * time.Millisecond
	busyTurn     = 2_000
)

// Turns go through the history of a connection from its beginning, a while in each turn. They
// belong to one goroutine.
type Turns struct {
	Behind bool // not all of the history has been looked at yet

	store    *model.Store
	reader   *model.Reader
	received uint64 // messages, at the last turn
}

// NewTurns begins with the history as it is at the first turn.
func NewTurns(store *model.Store) *Turns { return &Turns{store: store} }

// Take gives what has come to a function, for a while.
func (t *Turns) Take(do func(*model.Followed)) {
	if t.reader == nil {
		t.reader = t.store.NewReader()
	}
	share, received := restingShare, t.store.Intake().Received
	if received-t.received > busyTurn {
		share = busyShare
	}
	t.received, t.Behind = received, true
	for began := time.Now(); t.Behind && time.Since(began) < share; {
		t.Behind = t.reader.Take(do)
	}
}
