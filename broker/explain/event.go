package explain

import (
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
		text := "client {client} disconnected: {why}; its will was published on {will}"
		switch {
		case e.Will == "":
			text = "client {client} disconnected: {why}"
		case e.Delayed:
			text = "client {client} disconnected: {why}; its will on {will} follows after its delay"
		}
		return wording.Fill(text, "client", printable.Line(e.Client), "why", why(e), "will", printable.Line(e.Will))
	},
	broker.BoxWill: func(e broker.Event) string {
		return wording.Fill("the delayed will of client {client} was published on {topic}", "client", printable.Line(e.Client), "topic", printable.Line(e.Topic))
	},
	broker.BoxSubscribed: func(e broker.Event) string {
		return wording.Fill("client {client} subscribed to {filters}", "client", printable.Line(e.Client), "filters", enumerate(e))
	},
	broker.BoxUnsubscribed: func(e broker.Event) string {
		return wording.Fill("client {client} unsubscribed from {filters}", "client", printable.Line(e.Client), "filters", enumerate(e))
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
		return wording.Fill("a client from {remote} was refused: a malformed packet", "remote", e.Remote)
	},
	broker.BoxWillRefused: func(e broker.Event) string {
		return wording.Fill("a client from {remote} was refused: {why}", "remote", e.Remote, "why", WillRefused(e.Why, e.Fault))
	},
	broker.BoxDropped: dropped,
	broker.BoxUnanswered: func(e broker.Event) string {
		if len(e.Names) == 0 {
			return wording.Count(e.Count, "{count} message with QoS 1 or 2 was dropped for a client: {why}",
				"{count} messages with QoS 1 or 2 were dropped for a client: {why}", "why", why(e))
		}
		clients := unansweredClients[len(e.Names)+e.More > 1]
		return wording.Count(e.Count, clients[0], clients[1], "clients", enumerate(e), "why", why(e))
	},
	broker.BoxEnded: func(e broker.Event) string {
		return wording.Count(e.Count, "{count} session of disconnected clients was ended, the oldest first: at most {limit} are kept",
			"{count} sessions of disconnected clients were ended, the oldest first: at most {limit} are kept", "limit", e.Most)
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

// unansweredClients are the sentences for one message and for several, by whether there are
// several clients.
var unansweredClients = map[bool][2]string{
	false: {
		"{count} message with QoS 1 or 2 was dropped for client {clients}: {why}",
		"{count} messages with QoS 1 or 2 were dropped for client {clients}: {why}",
	},
	true: {
		"{count} message with QoS 1 or 2 was dropped for clients {clients}: {why}",
		"{count} messages with QoS 1 or 2 were dropped for clients {clients}: {why}",
	},
}

var eventReasons = map[broker.EventReason]string{
	broker.EndInOrder:     "it sent DISCONNECT",
	broker.EndWithWill:    "it sent DISCONNECT and asked for its will",
	broker.EndStopping:    "the broker is stopping",
	broker.EndTakenOver:   "another client connected with the same client id",
	broker.EndLost:        "the connection was lost without a DISCONNECT",
	broker.EndMalformed:   "protocol error: a malformed packet",
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
		forms = [2]string{"{count} message of client {client} was dropped: {why}", "{count} messages of client {client} were dropped: {why}"}
	}
	return wording.Count(e.Count, forms[0], forms[1], "client", printable.Line(e.Client), "why", why(e))
}

// fates are those of messages that are not simply dropped: of one, and of several.
var fates = map[broker.EventReason][2]string{
	broker.DropNotKept: {
		"{count} message of client {client} was not retained: {why}",
		"{count} messages of client {client} were not retained: {why}",
	},
	broker.DropNotSafe: {
		"{count} message of client {client} was not kept for redelivery: {why}",
		"{count} messages of client {client} were not kept for redelivery: {why}",
	},
}

// connectedWith is what a client gave when it connected.
type connectedWith struct{ user, will bool }

var connections = map[connectedWith]string{
	{false, false}: "client {client} connected from {remote} (MQTT {version})",
	{true, false}:  "client {client} connected from {remote} (MQTT {version}, user {user})",
	{false, true}:  "client {client} connected from {remote} (MQTT {version}, will on {will})",
	{true, true}:   "client {client} connected from {remote} (MQTT {version}, user {user}, will on {will})",
}

func connectedWords(e broker.Event) string {
	return wording.Fill(connections[connectedWith{e.User != "", e.Will != ""}], "client", printable.Line(e.Client), "remote", e.Remote,
		"version", e.Version, "user", printable.Line(e.User), "will", printable.Line(e.Will))
}

// enumerate lists the names of an event, and counts the others.
func enumerate(e broker.Event) string {
	all := make([]string, len(e.Names))
	for i, name := range e.Names {
		all[i] = printable.Line(name)
		if i < len(e.Granted) {
			all[i] = wording.Fill("{filter} (QoS {QoS})", "filter", all[i], "QoS", e.Granted[i])
		}
	}
	return andMore(all, e.More)
}
