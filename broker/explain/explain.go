package explain

import (
	"context"
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"mangrove/broker"
	"mangrove/model/printable"
	"mangrove/model/wording"
)

// Error says in one or two plain sentences what err, met on a session with
// the broker at a, means and what to do next. Without an address nobody was being
// reached: what a key ring or a drive of the network says is not told as the
// broker's. It is for the window; the log keeps the whole chain. An error it does
// not know keeps its own words, but for those of the system. It never shows a password:
// the values of an error of a session are cleared of it, and none is in an Address.
func Error(err error, a broker.Address) string {
	if err == nil {
		return ""
	}
	return broker.Shorten(printable.Text(broker.RedactWords(err, explain(err, a))))
}

// explain does that for a text of any length.
func explain(err error, a broker.Address) string {
	// In order: what the broker said, then what the transport found, then what
	// we found, from the particular to the general.
	for _, sentenceFor := range []func(error, broker.Address) string{
		explainCause, explainQuery, explainFaults, explainBlueprint, explainDraft, explainKept, explainRequest, explainRefusal, explainTransport, explainSession, explainUnfit, explainValue, explainListen,
	} {
		if s := sentenceFor(err, a); s != "" {
			return s
		}
	}
	return sentence(words(err))
}

// explainTransport is for what stood in the way to a broker.
func explainTransport(err error, a broker.Address) string {
	if a == (broker.Address{}) {
		return ""
	}
	for _, sentenceFor := range []func(error, broker.Address) string{
		explainProxy, explainCertificate, explainWebSocket, explainPort, explainNetwork,
	} {
		if s := sentenceFor(err, a); s != "" {
			return s
		}
	}
	return ""
}

// explainPort is for something listening that is not what was expected there.
func explainPort(err error, a broker.Address) string {
	at := a.HostPort()
	switch {
	case errors.Is(err, broker.ErrSpeaksTLS):
		return wording.Fill("{address} expects TLS. Use {TLS address}.", "address", at, "TLS address", withTLS(a))
	case errors.Is(err, broker.ErrNotTLS):
		return wording.Fill("{address} does not speak TLS. Use the broker's TLS port, usually {port}.", "address", at, "port", broker.UsualPort(a.Scheme))
	case errors.Is(err, broker.ErrTLSClosed):
		return explainTLSClosed(a)
	case errors.Is(err, broker.ErrNotWebSocket):
		return noWebSocketThere.say(detail(err, broker.ErrNotWebSocket), "address", at, "path", a.Path)
	case errors.Is(err, broker.ErrSpeaksHTTP):
		plain, web := family(a)
		return wording.Fill("{address} is a web server, not an MQTT port. Use the broker's MQTT port, usually {port}, or {scheme}://{address}/mqtt for MQTT over WebSocket.",
			"address", at, "port", broker.UsualPort(plain), "scheme", web)
	case errors.Is(err, broker.ErrNotMQTT):
		plain, _ := family(a)
		return noMQTTThere.say(detail(err, broker.ErrNotMQTT), "address", at, "scheme", plain, "port", broker.UsualPort(plain))
	case errors.Is(err, broker.ErrNoAnswer) && a.Secure():
		return wording.Fill("{address} accepted the connection but did not answer. It may be another service, not use TLS on this port, or be overloaded.",
			"address", at)
	case errors.Is(err, broker.ErrNoAnswer):
		return wording.Fill("{address} accepted the connection but did not answer. It may be another service, expect TLS, or be overloaded.", "address", at)
	case errors.Is(err, broker.ErrHungUp) && a.WebSocket():
		plain, _ := family(a)
		return wording.Fill("{address} closed the connection without an answer. It may not support WebSocket: then use {plain address}.",
			"address", at, "plain address", broker.Address{Scheme: plain, Host: a.Host, Port: a.Port})
	case errors.Is(err, broker.ErrHungUp):
		return wording.Fill(hungUpWords[hungUp{errors.Is(err, broker.ErrWithWill), a.Secure()}], "address", at)
	}
	return ""
}

// hungUp is what a connection was made with that was closed without an answer.
type hungUp struct{ will, secure bool }

var hungUpWords = map[hungUp]string{
	{false, false}: "{address} closed the connection without an answer. It may expect TLS or a login, or not be an MQTT broker.",
	{false, true}:  "{address} closed the connection without an answer. It may expect a login or a client certificate, or not be an MQTT broker.",
	{true, false}: "{address} closed the connection without an answer. It may not accept the last will: choose QoS 0 and no Retain for it. " +
		"Or it may expect TLS or a login, or not be an MQTT broker.",
	{true, true}: "{address} closed the connection without an answer. It may not accept the last will: choose QoS 0 and no Retain for it. " +
		"Or it may expect a login or a client certificate, or not be an MQTT broker.",
}

// explainSession is for what ends a connection that worked, or was asked of
// one that does not stand.
func explainSession(err error, a broker.Address) string {
	switch {
	case errors.Is(err, broker.ErrTakenOver):
		return "Another client connected with the same client id, so the broker ended this connection. Give each client its own id."
	case errors.Is(err, broker.ErrMalformed):
		return malformedSent.say(faultWords(err), "address", a.HostPort())
	case errors.Is(err, broker.ErrPacketTooBig):
		return packetTooBig.say(detail(err, broker.ErrPacketTooBig))
	case errors.Is(err, broker.ErrSilent):
		return stoppedResponding.say(detail(err, broker.ErrSilent), "address", a.HostPort())
	case errors.Is(err, broker.ErrSubscribing):
		return wording.Fill("The broker at {address} ended the connection when asked to subscribe to {filters}. This login may not be allowed to do that; "+
			"subscribe to fewer topics.", "address", a.HostPort(), "filters", list(askedFilters(err))) + closeWords(err)
	case errors.Is(err, broker.ErrUnconfirmed):
		return unconfirmedWords(err)
	case errors.Is(err, broker.ErrNoVersion):
		return wording.Fill("The broker at {address} supports none of the MQTT versions 5, 3.1.1 and 3.1. Check that it is an MQTT broker.", "address", a.HostPort())
	case errors.Is(err, broker.ErrNotConnected):
		return "Not connected to the broker. Wait until the connection is back, or connect."
	case errors.Is(err, broker.ErrReadOnly):
		return "This connection is read-only, so nothing is published with it. To publish, edit the connection and untick Read only."
	case errors.Is(err, broker.ErrAuth):
		return authUnanswered.say(detail(err, broker.ErrAuth))
	case errors.Is(err, broker.ErrClosed):
		return "This connection has been closed. Connect again."
	case errors.Is(err, broker.ErrLost) && closeWords(err) != "":
		return wording.Fill("{address} ended the connection.", "address", a.HostPort()) + closeWords(err)
	case errors.Is(err, broker.ErrLost):
		return wording.Fill("The connection to {address} was lost. The broker may have stopped, or the network may have failed. If this keeps happening, "+
			"another client may have the same client id.",
			"address", a.HostPort())
	}
	return ""
}

// unconfirmedWords are for a message whose connection ended.
func unconfirmedWords(err error) string {
	if errors.As(err, new(*broker.Pending)) {
		return "Not confirmed yet. The message is sent again when the connection is back, if the broker has kept the session."
	}
	return "The connection ended before the broker confirmed the message. It may or may not have arrived. If this happens every time, the broker may not accept the QoS, the retain flag or the size of the message, or this login may not publish there."
}

// explainValue is for what was asked wrongly, or cannot be had here.
func explainValue(err error, _ broker.Address) string {
	switch {
	case errors.Is(err, broker.ErrBeyondLimits), errors.Is(err, broker.ErrInvalid), errors.Is(err, broker.ErrUnsupported):
		return sentence(unfitKind(err))
	case errors.Is(err, context.DeadlineExceeded):
		return "The broker did not answer in time. Try again; if it happens often, check the network and the broker's load."
	case errors.Is(err, context.Canceled):
		return "It was cancelled before the broker answered."
	}
	return explainTopic(err)
}

// family are the schemes of plain MQTT and of WebSockets that are as secure as a:
// no advice is to give TLS up.
func family(a broker.Address) (plain, web string) {
	if a.Secure() {
		return "mqtts", "wss"
	}
	return "mqtt", "ws"
}

// withTLS is the address to try instead, over TLS. The port stays: it answered,
// only in another way.
func withTLS(a broker.Address) string {
	if a.WebSocket() {
		a.Scheme = "wss"
	} else {
		a.Scheme = "mqtts"
	}
	return a.String()
}

// askedFilters are the filters over which a connection ended.
func askedFilters(err error) []string {
	var e *broker.SubscribeError
	if errors.As(err, &e) {
		return e.Filters
	}
	return nil
}

// sentence capitalises s and ends it with a full stop.
func sentence(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if r != utf8.RuneError {
		s = string(unicode.ToUpper(r)) + s[size:]
	}
	return stopped(s)
}

// stopped ends s with a full stop.
func stopped(s string) string {
	if s != "" && !strings.ContainsAny(s[len(s)-1:], ".!?") {
		s += "."
	}
	return s
}
