package broker

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"mangrove/model"
	"mangrove/model/printable"
)

// Explain says in one or two plain sentences what err, met on a session with
// the broker at a, means and what to do next. It is for the window; the log
// keeps the whole chain. An error it does not know keeps its own words. It never
// shows a password: none is in any error of a session, nor in an Address.
func Explain(err error, a Address) string {
	if err == nil {
		return ""
	}
	return Told(printable.Text(explain(err, a)))
}

// explain does that for a text of any length.
func explain(err error, a Address) string {
	// In order: what the broker said, then what the transport found, then what
	// we found, from the particular to the general.
	for _, explain := range []func(error, Address) string{
		explainRequest, explainRefusal, explainProxy, explainCertificate, explainWebSocket, explainPort, explainNetwork, explainSession, explainValue,
	} {
		if s := explain(err, a); s != "" {
			return s
		}
	}
	return sentence(err.Error())
}

// explainPort is for something listening that is not what was expected there.
func explainPort(err error, a Address) string {
	at := a.HostPort()
	switch {
	case errors.Is(err, ErrSpeaksTLS):
		return fmt.Sprintf("%s expects TLS. Write %s.", at, withTLS(a))
	case errors.Is(err, ErrNotTLS):
		return fmt.Sprintf("%s does not speak TLS. Use the port where the broker takes TLS, usually %d.", at, UsualPort(a.Scheme))
	case errors.Is(err, ErrTLSClosed):
		return explainTLSClosed(a)
	case errors.Is(err, ErrNotWebSocket):
		return fmt.Sprintf("%s did not accept a WebSocket on the path %s%s. Check the port and the path, often /mqtt.",
			at, a.Path, inBrackets(detail(err, ErrNotWebSocket)))
	case errors.Is(err, ErrSpeaksHTTP):
		plain, web := family(a)
		return fmt.Sprintf("%s is a web server, not an MQTT port. Use the broker's MQTT port, usually %d, or %s://%s/mqtt for MQTT over WebSocket.",
			at, UsualPort(plain), web, at)
	case errors.Is(err, ErrNotMQTT):
		plain, _ := family(a)
		return fmt.Sprintf("%s answers, but not in MQTT%s. Check the port; with %s brokers usually listen on %d.",
			at, inBrackets(detail(err, ErrNotMQTT)), plain, UsualPort(plain))
	case errors.Is(err, ErrNoAnswer) && a.Secure():
		return fmt.Sprintf("%s accepted the connection but did not answer. It may be another service, speak no TLS on this port, or be overloaded.", at)
	case errors.Is(err, ErrNoAnswer):
		return fmt.Sprintf("%s accepted the connection but did not answer. It may be another service, expect TLS, or be overloaded.", at)
	case errors.Is(err, ErrHungUp) && a.WebSocket():
		plain, _ := family(a)
		return fmt.Sprintf("%s closed the connection without an answer. It may take no WebSocket: then write %s.",
			at, Address{Scheme: plain, Host: a.Host, Port: a.Port})
	case errors.Is(err, ErrHungUp):
		will, expects := " It", "TLS or a login"
		if a.Secure() {
			expects = "a login or a client certificate"
		}
		if errors.Is(err, ErrWithWill) {
			will = " It may not take the last will: choose QoS 0 and no Retain for that. Or it"
		}
		return fmt.Sprintf("%s closed the connection without an answer.%s may expect %s, or be no MQTT broker.", at, will, expects)
	}
	return ""
}

// explainSession is for what ends a connection that worked, or was asked of
// one that does not stand.
func explainSession(err error, a Address) string {
	switch {
	case errors.Is(err, ErrTakenOver):
		return "Another client connected with the same client id, so the broker ended this connection. Give each client its own id."
	case errors.Is(err, ErrMalformed):
		return fmt.Sprintf("The broker at %s sent a malformed packet%s, so the connection was closed. That is a fault of the broker or of a proxy before it.",
			a.HostPort(), inBrackets(faultWords(err)))
	case errors.Is(err, ErrPacketTooBig):
		return fmt.Sprintf("The broker sent a packet larger than this connection allows%s. Raise Largest packet in the settings of the connection, or subscribe to less.",
			inBrackets(detail(err, ErrPacketTooBig)))
	case errors.Is(err, ErrSilent):
		return fmt.Sprintf("Nothing was heard from %s any more%s, so the connection was closed. Check the network between here and the broker.",
			a.HostPort(), inBrackets(detail(err, ErrSilent)))
	case errors.Is(err, ErrSubscribing):
		return fmt.Sprintf("The broker at %s ended the connection when asked to subscribe to %s. It may not allow that to this login; subscribe to less.%s",
			a.HostPort(), list(askedFilters(err)), closeWords(err))
	case errors.Is(err, ErrUnconfirmed):
		return "The connection ended before the broker confirmed the message. It may or may not have arrived. If that happens each time, the broker may not take the QoS, the retain flag or the size of the message, or this login may not publish there."
	case errors.Is(err, ErrNoVersion):
		return fmt.Sprintf("The broker at %s takes none of the MQTT versions 5, 3.1.1 and 3.1. Check that it is an MQTT broker.", a.HostPort())
	case errors.Is(err, ErrNotConnected):
		return "There is no connection to the broker now. Wait until it is back, or connect."
	case errors.Is(err, ErrReadOnly):
		return "This connection is read-only, so nothing is published with it. To publish, edit the connection and untick Read only."
	case errors.Is(err, ErrAuth):
		return fmt.Sprintf("The broker asked for an authentication that could not be answered%s. Check the method and its data under MQTT 5.", inBrackets(detail(err, ErrAuth)))
	case errors.Is(err, ErrClosed):
		return "This connection has been closed. Connect again."
	case errors.Is(err, ErrLost) && closeWords(err) != "":
		return fmt.Sprintf("%s ended the connection.%s", a.HostPort(), closeWords(err))
	case errors.Is(err, ErrLost):
		return fmt.Sprintf("The connection to %s was lost. The broker may have stopped, or the network between. If it happens again and again, another client may have the same client id.", a.HostPort())
	}
	return ""
}

// explainValue is for what was asked wrongly, or cannot be had here.
func explainValue(err error, _ Address) string {
	switch {
	case errors.Is(err, ErrBeyondLimits), errors.Is(err, ErrInvalid), errors.Is(err, ErrUnsupported):
		return sentence(err.Error())
	case errors.Is(err, context.DeadlineExceeded):
		return "The broker did not answer in time. Try again; if it happens often, check the network and the broker's load."
	case errors.Is(err, context.Canceled):
		return "It was cancelled before the broker answered."
	}
	for _, known := range []error{
		model.ErrEmpty, model.ErrTooLong, model.ErrNotUTF8, model.ErrNUL,
		model.ErrWildcard, model.ErrPlus, model.ErrHash, model.ErrShare,
	} {
		if errors.Is(err, known) {
			return sentence(known.Error())
		}
	}
	return ""
}

// family are the schemes of plain MQTT and of WebSockets that are as secure as a:
// no advice is to give TLS up.
func family(a Address) (plain, web string) {
	if a.Secure() {
		return "mqtts", "wss"
	}
	return "mqtt", "ws"
}

// withTLS is the address to try instead, over TLS. The port stays: it answered,
// only in another way.
func withTLS(a Address) string {
	if a.WebSocket() {
		a.Scheme = "wss"
	} else {
		a.Scheme = "mqtts"
	}
	return a.String()
}

// askedFilters are the filters over which a connection ended.
func askedFilters(err error) []string {
	var e *SubscribeError
	if errors.As(err, &e) {
		return e.Filters
	}
	return nil
}

// faultWords is what was wrong with a packet.
func faultWords(err error) string {
	var fault *Fault
	if errors.As(err, &fault) {
		return fault.What
	}
	return detail(err, ErrMalformed)
}

// detail is what an error adds to the sentinel it wraps.
func detail(err, sentinel error) string {
	_, more, _ := strings.Cut(err.Error(), sentinel.Error()+": ")
	return more
}

func inBrackets(s string) string {
	if s == "" {
		return ""
	}
	return " (" + s + ")"
}

// sentence capitalises s and ends it with a full stop.
func sentence(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if r != utf8.RuneError {
		s = string(unicode.ToUpper(r)) + s[size:]
	}
	if s != "" && !strings.ContainsAny(s[len(s)-1:], ".!?") {
		s += "."
	}
	return s
}
