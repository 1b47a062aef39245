package profiles

import (
	"fmt"
	"sync"
	"time"

	"mangrove/broker/profiles/finding"
)

// patience is how long the user has to answer what the key ring asks.
const patience = time.Minute

// errSilent is a call that was given up on.
var errSilent error = &finding.Fault{Code: finding.KeyRingSilent}

// turns calls what may wait for the user, or for ever: one at a time, so that
// at most one question is on the screen, and each for so long and no longer.
// While a call that was given up on has not ended, others fail at once.
type turns struct {
	patience time.Duration

	mu    sync.Mutex      // held while a call is waited for
	stuck <-chan struct{} // closed when the call that was given up on ends; nil: there is none
}

// do calls f, on a goroutine that ends with f, which may be later than do.
func (t *turns) do(f func() error) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.stuck != nil {
		select {
		case <-t.stuck:
			t.stuck = nil
		default:
			return errSilent
		}
	}
	var err error
	done := make(chan struct{})
	go func() {
		defer close(done)
		err = whole(f)
	}()
	timer := time.NewTimer(t.patience)
	defer timer.Stop()
	select {
	case <-done:
		return err
	case <-timer.C:
		t.stuck = done
		return errSilent
	}
}

// whole makes an error of a panic: the library that speaks to the Secret
// Service has one when the bus goes away while a question is on the screen.
func whole(f func() error) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = &finding.Fault{Code: finding.KeyRingBroke, Value: fmt.Sprint(cause)}
		}
	}()
	return f()
}
