package broker

import (
	"fmt"
	"time"
)

// SubscribeError is the end of a connection on which a subscription had been
// asked for and not answered. It counts as [ErrSubscribing].
type SubscribeError struct {
	Filters []string
	Err     error // why the connection ended
}

// Error names the filters.
func (e *SubscribeError) Error() string {
	return fmt.Sprintf("%v (%q): %v", ErrSubscribing, e.Filters, e.Err)
}

// Is makes the error known as [ErrSubscribing].
func (e *SubscribeError) Is(target error) bool { return target == ErrSubscribing }

// Unwrap is why the connection ended.
func (e *SubscribeError) Unwrap() error { return e.Err }

// Unanswered is a request that the broker has not answered in time, on a
// connection that stands. It counts as [ErrUnanswered].
type Unanswered struct {
	Packet   string   // SUBSCRIBE, UNSUBSCRIBE or PUBLISH
	Subjects []string // the filters or the topic
	After    time.Duration
	Err      error // what ended the waiting, if anything but the time
}

// Error names what was asked for.
func (e *Unanswered) Error() string {
	s := fmt.Sprintf("%v a %s (%q) within %s", ErrUnanswered, e.Packet, e.Subjects, e.After.Round(100*time.Millisecond))
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Is makes the error known as [ErrUnanswered].
func (e *Unanswered) Is(target error) bool { return target == ErrUnanswered }

// Unwrap is what ended the waiting.
func (e *Unanswered) Unwrap() error { return e.Err }
