package broker

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"mangrove/model/printable"
)

// WebSocketRefusal is an HTTP answer other than the upgrade to a WebSocket. It
// counts as [ErrNotWebSocket].
type WebSocketRefusal struct {
	Status int
	// Elsewhere is where a redirection points to, without a query. Nobody
	// connects there unasked: it would get the login.
	Elsewhere string
}

// Error names the status.
func (r *WebSocketRefusal) Error() string { return ErrNotWebSocket.Error() + ": " + r.answer() }

// Unwrap makes it known as [ErrNotWebSocket].
func (r *WebSocketRefusal) Unwrap() error { return ErrNotWebSocket }

func (r *WebSocketRefusal) answer() string {
	return fmt.Sprintf("HTTP %d %s", r.Status, http.StatusText(r.Status))
}

// Passing reports that the refusal may be a matter of time: a proxy whose broker
// is away answers 502, 503 or 504.
func (r *WebSocketRefusal) Passing() bool {
	return r.Status >= 500 || r.Status == http.StatusTooManyRequests
}

// Denied reports that the server knows the place and does not let us in.
func (r *WebSocketRefusal) Denied() bool {
	return r.Status == http.StatusUnauthorized || r.Status == http.StatusForbidden
}

// explainWebSocket is for a server that answers in HTTP, or with a WebSocket that
// carries no MQTT.
func explainWebSocket(err error, a Address) string {
	var web *WebSocketRefusal
	var end *WebSocketEnd
	switch {
	case errors.Is(err, ErrSpeaksTLS): // which a server of HTTPS may say in HTTP
	case errors.As(err, &web):
		return web.explain(a)
	case errors.Is(err, ErrHungUp) && errors.As(err, &end):
		return fmt.Sprintf("%s accepted the WebSocket and closed it without an answer in MQTT.%s It may expect a login, or serve something else on the path %s.",
			a.HostPort(), end.words(), a.Path)
	}
	return ""
}

// closeWords are what a close frame said with which a connection ended, if any.
func closeWords(err error) string {
	var end *WebSocketEnd
	if !errors.As(err, &end) {
		return ""
	}
	return end.words()
}

// explain says what to do about the answer.
func (r *WebSocketRefusal) explain(a Address) string {
	at, answer := fmt.Sprintf("%s did not accept a WebSocket on the path %s", a.HostPort(), a.Path), inBrackets(r.answer())
	switch {
	case r.Status == http.StatusSwitchingProtocols:
		return fmt.Sprintf("%s said yes to a WebSocket on the path %s, but not in the way of RFC 6455. That is a fault of the server or of a proxy before it.",
			a.HostPort(), a.Path)
	case r.Denied():
		return at + answer + ". It wants a login or a token before MQTT begins, in a header or in the query of the address. Check those of the connection."
	case r.Passing():
		return at + answer + ". The broker behind it may be away or overloaded. Try again later."
	case r.Status/100 == 3 && r.Elsewhere != "":
		return fmt.Sprintf("%s%s: it points to %s. If you trust that, write it as the address; nothing was sent there.", at, answer, printable.Line(r.Elsewhere))
	}
	return at + answer + ". Check the port and the path, often /mqtt."
}

// Elsewhere is where a redirection points to, as an address of ours: with the
// scheme of a WebSocket, and without a login and a query, which may be secret.
func Elsewhere(to *url.URL) string {
	scheme, ok := map[string]string{"http": "ws", "https": "wss", "ws": "ws", "wss": "wss"}[to.Scheme]
	if !ok || to.Host == "" {
		return ""
	}
	return (&url.URL{Scheme: scheme, Host: to.Host, Path: to.Path, RawPath: to.RawPath}).String()
}

// WebSocketEnd is the end of a WebSocket that had been accepted, with the code
// and the reason of its close frame (RFC 6455, 7.4). The code is 1006 where
// there was none.
type WebSocketEnd struct {
	Code   int
	Reason string
	Err    error
}

// Error has the words of the library.
func (e *WebSocketEnd) Error() string { return e.Err.Error() }

// Unwrap is the library's error.
func (e *WebSocketEnd) Unwrap() error { return e.Err }

// closeCodes are what the codes of close frames mean (RFC 6455, 7.4.1).
var closeCodes = map[int]string{
	1001: "it is going away", 1002: "protocol error", 1003: "it does not take such data", 1007: "broken text",
	1008: "against its policy", 1009: "message too big", 1010: "an extension is missing", 1011: "a fault of its own",
	1012: "it restarts", 1013: "try again later", 1014: "bad gateway",
}

// words are what the close frame said.
func (e *WebSocketEnd) words() string {
	if e.Code == 1006 || e.Code == 1005 || e.Code == 1000 && e.Reason == "" {
		return ""
	}
	s := fmt.Sprintf(" It closed the WebSocket with the code %d", e.Code)
	if meaning := closeCodes[e.Code]; meaning != "" {
		s += ", " + meaning
	}
	if e.Reason != "" {
		s += ", and says: " + printable.Line(e.Reason)
	}
	return strings.TrimSuffix(s, ".") + "."
}
