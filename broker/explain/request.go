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
	return wording.Count(seconds, words.one, words.several, "address", a.HostPort(), "subjects", list(u.Subjects))
}

// unanswered are the sentences for packets that were not answered within a second, or several.
var unanswered = map[string]struct{ one, several string }{
	"SUBSCRIBE": {
		"The broker at {address} did not answer the request to subscribe to {subjects} within a second. " +
			"Messages may still arrive; if none do, subscribe to fewer topics, or ask its administrator.",
		"The broker at {address} did not answer the request to subscribe to {subjects} within {count} seconds. " +
			"Messages may still arrive; if none do, subscribe to fewer topics, or ask its administrator.",
	},
	"UNSUBSCRIBE": {
		"The broker at {address} did not answer the request to unsubscribe from {subjects} within a second. Try again, or reconnect.",
		"The broker at {address} did not answer the request to unsubscribe from {subjects} within {count} seconds. Try again, or reconnect.",
	},
	"PUBLISH": {
		"The broker at {address} did not confirm the message on {subjects} within a second. " +
			"It may or may not have arrived; publish it again if a duplicate does no harm.",
		"The broker at {address} did not confirm the message on {subjects} within {count} seconds. " +
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
		return andMore(names[:listed], n-listed)
	default:
		return wording.Fill("{names} and {last}", "names", strings.Join(names[:n-1], ", "), "last", names[n-1])
	}
}

// andMore lists names, and says how many more there are.
func andMore(names []string, more int) string {
	all := strings.Join(names, ", ")
	if more <= 0 {
		return all
	}
	return wording.Fill("{names} and {count} more", "names", all, "count", more)
}
