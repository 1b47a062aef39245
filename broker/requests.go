package broker

import (
	"errors"
	"fmt"
	"strings"
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

// explainRequest is for a request that got no answer.
func explainRequest(err error, a Address) string {
	var u *Unanswered
	if !errors.As(err, &u) {
		return ""
	}
	within := "a second"
	if seconds := u.After.Round(time.Second) / time.Second; seconds > 1 {
		within = fmt.Sprintf("%d seconds", seconds)
	}
	switch u.Packet {
	case "SUBSCRIBE":
		return fmt.Sprintf("The broker at %s did not answer the request to subscribe to %s within %s. Messages may come all the same; if none do, subscribe to less, or ask its administrator.",
			a.HostPort(), list(u.Subjects), within)
	case "UNSUBSCRIBE":
		return fmt.Sprintf("The broker at %s did not answer the request to unsubscribe from %s within %s. Try again, or connect anew.",
			a.HostPort(), list(u.Subjects), within)
	}
	return fmt.Sprintf("The broker at %s did not confirm the message on %s within %s. It may or may not have arrived; publish it again if repeating it does no harm.",
		a.HostPort(), list(u.Subjects), within)
}

// listed is how many names a sentence lists.
const listed = 3

// list puts names in a sentence, the first of them if there are many.
func list(names []string) string {
	switch n := len(names); {
	case n == 0:
		return "a topic filter"
	case n == 1:
		return names[0]
	case n > listed:
		return fmt.Sprintf("%s and %d more", strings.Join(names[:listed], ", "), n-listed)
	default:
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
}
