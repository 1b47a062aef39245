package explain

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"mangrove/broker"
)

// explainRequest is for a request that got no answer.
func explainRequest(err error, a broker.Address) string {
	var u *broker.Unanswered
	if !errors.As(err, &u) {
		return ""
	}
	within := "a second"
	if seconds := u.After.Round(time.Second) / time.Second; seconds > 1 {
		within = fmt.Sprintf("%d seconds", seconds)
	}
	switch u.Packet {
	case "SUBSCRIBE":
		return fmt.Sprintf("The broker at %s did not answer the request to subscribe to %s within %s. Messages may still arrive; if none do, subscribe to fewer topics, or ask its administrator.",
			a.HostPort(), list(u.Subjects), within)
	case "UNSUBSCRIBE":
		return fmt.Sprintf("The broker at %s did not answer the request to unsubscribe from %s within %s. Try again, or reconnect.",
			a.HostPort(), list(u.Subjects), within)
	}
	return fmt.Sprintf("The broker at %s did not confirm the message on %s within %s. It may or may not have arrived; publish it again if a duplicate does no harm.",
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
