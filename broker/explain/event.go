package explain

import (
	"fmt"
	"strings"

	"mangrove/broker"
	"mangrove/model"
	"mangrove/model/printable"
	"mangrove/model/wording"
)

// Event says what happened in a built-in broker, as a sentence without its full stop.
func Event(e broker.Event) string {
	if words := events[e.Code]; words != nil {
		return words(e)
	}
	return string(e.Code)
}

var events = map[broker.EventCode]func(broker.Event) string{
	broker.BoxListens: func(e broker.Event) string { return wording.Fill("the broker listens on {remote}", "remote", e.Remote) },
	broker.BoxOpen: func(e broker.Event) string {
		return wording.Fill("anyone who can reach {remote} can connect, read and publish", "remote", e.Remote)
	},
	broker.BoxStopping:  func(broker.Event) string { return "the broker is stopping" },
	broker.BoxStopped:   func(broker.Event) string { return "the broker has stopped" },
	broker.BoxConnected: connectedWords,
	broker.BoxDisconnected: func(e broker.Event) string {
		return wording.Fill("client {client} disconnected: {why}{why 2}", "client", printable.Line(e.Client), "why", why(e), "why 2", willWords(e))
	},
	broker.BoxWill: func(e broker.Event) string {
		return wording.Fill("the delayed will of client {client} was published on {topic}", "client", printable.Line(e.Client), "topic", printable.Line(e.Topic))
	},
	broker.BoxSubscribed: func(e broker.Event) string {
		return wording.Fill("client {client} subscribed to {why}", "client", printable.Line(e.Client), "why", enumerate(e, ""))
	},
	broker.BoxUnsubscribed: func(e broker.Event) string {
		return wording.Fill("client {client} unsubscribed from {why}", "client", printable.Line(e.Client), "why", enumerate(e, ""))
	},
	broker.BoxNotGranted: func(e broker.Event) string {
		return wording.Fill("client {client} may not subscribe to {topic}: {why}",
			"client", printable.Line(e.Client), "topic", printable.Line(e.Topic), "why", why(e))
	},
	broker.BoxNoConnect: func(e broker.Event) string {
		return wording.Fill("a connection from {remote} was closed: it sent no CONNECT within {silence} s", "remote", e.Remote, "silence", int(e.Silence.Seconds()))
	},
	broker.BoxEndedEarly: func(e broker.Event) string {
		return wording.Fill("a connection from {remote} ended before its CONNECT", "remote", e.Remote)
	},
	broker.BoxRefused: func(e broker.Event) string {
		return wording.Fill("a client from {remote} was refused: {cause}", "remote", e.Remote, "cause", e.Cause)
	},
	broker.BoxMalformed: func(e broker.Event) string {
		return wording.Fill("a client from {remote} was refused: {malformed packet}", "remote", e.Remote, "malformed packet", malformedPacket)
	},
	broker.BoxWillRefused: func(e broker.Event) string {
		return wording.Fill("a client from {remote} was refused: {why}", "remote", e.Remote, "why", WillRefused(e.Why, e.Fault))
	},
	broker.BoxDropped: dropped,
	broker.BoxUnanswered: func(e broker.Event) string {
		clients := enumerate(e, "client ")
		if clients == "" {
			clients = "a client"
		}
		if e.Count == 1 {
			return wording.Fill("1 message with QoS 1 or 2 was dropped for {clients}: {why}", "clients", clients, "why", why(e))
		}
		return wording.Fill("{count} messages with QoS 1 or 2 were dropped for {clients}: {why}", "count", e.Count, "clients", clients, "why", why(e))
	},
	broker.BoxEnded: func(e broker.Event) string {
		if e.Count == 1 {
			return wording.Fill("1 session of disconnected clients was ended, the oldest first: at most {limit} are kept", "limit", e.Most)
		}
		return wording.Fill("{count} sessions of disconnected clients were ended, the oldest first: at most {limit} are kept", "count", e.Count, "limit", e.Most)
	},
	broker.BoxNotAccepted: func(e broker.Event) string {
		return wording.Fill("a connection could not be accepted: {cause}", "cause", e.Cause)
	},
	broker.BoxFull: func(e broker.Event) string {
		return wording.Fill("no more connections are accepted: there are already {limit}", "limit", e.Most)
	},
}

// WillRefused says why a client is not let in for its will: of a reason and the fault of
// a topic it is the one that there is.
func WillRefused(reason broker.EventReason, fault model.TopicFault) string {
	return wording.Fill("its will cannot be published: {why}", "why", why(broker.Event{Why: reason, Fault: fault}))
}

const malformedPacket = "a malformed packet"

var eventReasons = map[broker.EventReason]string{
	broker.EndInOrder:     "it sent DISCONNECT",
	broker.EndWithWill:    "it sent DISCONNECT and asked for its will",
	broker.EndStopping:    "the broker is stopping",
	broker.EndTakenOver:   "another client connected with the same client id",
	broker.EndLost:        "the connection was lost without a DISCONNECT",
	broker.EndMalformed:   wording.Fill("protocol error: {malformed packet}", "malformed packet", malformedPacket),
	broker.DropTooSlow:    "it does not receive its messages fast enough",
	broker.DropTooLarge:   "larger than it accepts",
	broker.DropReserved:   "topics that begin with $SYS belong to the broker",
	broker.DropTooDeep:    "a topic has at most 1,000 levels here",
	broker.DropNotKept:    "the broker keeps at most 256 MB of them",
	broker.DropTooMuch:    "the broker keeps at most 512 MB of them until they are acknowledged",
	broker.DropNotSafe:    "there is no room for more than 512 MB of them",
	broker.DropUnanswered: "too many are already waiting for its acknowledgement or return",
	broker.DenyTooDeep:    "a topic or filter has at most 1,000 levels here",
	broker.DenyTooMany:    "the subscriptions of all clients take 64 MB already",
}

// why says why something happened.
func why(e broker.Event) string {
	switch {
	case e.Fault != "":
		return Topic(e.Fault)
	case e.Why == broker.EndSilent:
		return wording.Fill("its keep alive expired after {silence} s of silence", "silence", int(e.Silence.Seconds()))
	case e.Why == broker.EndProtocol:
		return wording.Fill("protocol error: {cause}", "cause", e.Cause)
	}
	if words, ok := eventReasons[e.Why]; ok {
		return words
	}
	return string(e.Why)
}

// dropped says what has become of messages that a client did not get, and why.
func dropped(e broker.Event) string {
	forms := fates[e.Why]
	if forms == [2]string{} {
		forms = [2]string{"1 message of client %[2]s was dropped: %[3]s", "%[1]d messages of client %[2]s were dropped: %[3]s"}
	}
	form := forms[1]
	if e.Count == 1 {
		form = forms[0]
	}
	return fmt.Sprintf(form, e.Count, printable.Line(e.Client), why(e))
}

// fates are those of messages that are not simply dropped: of one, and of several.
var fates = map[broker.EventReason][2]string{
	broker.DropNotKept: {"1 message of client %[2]s was not retained: %[3]s", "%[1]d messages of client %[2]s were not retained: %[3]s"},
	broker.DropNotSafe: {
		"1 message of client %[2]s was not kept for redelivery: %[3]s",
		"%[1]d messages of client %[2]s were not kept for redelivery: %[3]s",
	},
}

func connectedWords(e broker.Event) string {
	more := "MQTT " + e.Version.String()
	if e.User != "" {
		more += wording.Fill(", user {user}", "user", printable.Line(e.User))
	}
	if e.Will != "" {
		more += wording.Fill(", will on {will}", "will", printable.Line(e.Will))
	}
	return wording.Fill("client {client} connected from {remote} ({more})", "client", printable.Line(e.Client), "remote", e.Remote, "more", more)
}

// willWords says what becomes of the will of a client that has gone.
func willWords(e broker.Event) string {
	switch {
	case e.Will == "":
		return ""
	case e.Delayed:
		return wording.Fill("; its will on {will} follows after its delay", "will", printable.Line(e.Will))
	}
	return wording.Fill("; its will was published on {will}", "will", printable.Line(e.Will))
}

// enumerate lists the names of an event, each behind what it is, and counts the others.
func enumerate(e broker.Event, what string) string {
	words := make([]string, len(e.Names))
	for i, name := range e.Names {
		words[i] = what + printable.Line(name)
		if i < len(e.Granted) {
			words[i] += fmt.Sprintf(" (QoS %d)", e.Granted[i])
		}
	}
	all := strings.Join(words, ", ")
	if e.More > 0 {
		all += wording.Fill(" and {more} more", "more", e.More)
	}
	return all
}
