package explain

import (
	"errors"
	"strings"
	"time"

	"mangrove/broker"
	"mangrove/model/wording"
)

// explainRequest is for a request that got no answer.
func explainRequest(err error, a broker.Address) string {
	var u *broker.Unanswered
	if !errors.As(err, &u) {
		return ""
	}
	words, ok := unanswered[u.Packet]
	if !ok {
		words = unanswered["PUBLISH"]
	}
	seconds := max(1, int(u.After.Round(time.Second)/time.Second))
	return perNumber(seconds, words.one, words.several, a.HostPort(), list(u.Subjects))
}

// unanswered are the sentences for packets that were not answered within a second, or several.
var unanswered = map[string]struct{ one, several string }{
	"SUBSCRIBE": {
		"The broker at %[2]s did not answer the request to subscribe to %[3]s within a second. " +
			"Messages may still arrive; if none do, subscribe to fewer topics, or ask its administrator.",
		"The broker at %[2]s did not answer the request to subscribe to %[3]s within %[1]d seconds. " +
			"Messages may still arrive; if none do, subscribe to fewer topics, or ask its administrator.",
	},
	"UNSUBSCRIBE": {
		"The broker at %[2]s did not answer the request to unsubscribe from %[3]s within a second. Try again, or reconnect.",
		"The broker at %[2]s did not answer the request to unsubscribe from %[3]s within %[1]d seconds. Try again, or reconnect.",
	},
	"PUBLISH": {
		"The broker at %[2]s did not confirm the message on %[3]s within a second. " +
			"It may or may not have arrived; publish it again if a duplicate does no harm.",
		"The broker at %[2]s did not confirm the message on %[3]s within %[1]d seconds. " +
			"It may or may not have arrived; publish it again if a duplicate does no harm.",
	},
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
		return wording.Fill("{names} and {number} more", "names", strings.Join(names[:listed], ", "), "number", n-listed)
	default:
		return wording.Fill("{names} and {name}", "names", strings.Join(names[:n-1], ", "), "name", names[n-1])
	}
}
