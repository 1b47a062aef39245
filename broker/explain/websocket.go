package explain

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"mangrove/broker"
	"mangrove/model/printable"
)

// explainWebSocket is for a server that answers in HTTP, or with a WebSocket that
// carries no MQTT.
func explainWebSocket(err error, a broker.Address) string {
	var web *broker.WebSocketRefusal
	var end *broker.WebSocketEnd
	switch {
	case errors.Is(err, broker.ErrSpeaksTLS): // which a server of HTTPS may say in HTTP
	case errors.As(err, &web):
		return explainWebSocketRefusal(web, a)
	case errors.Is(err, broker.ErrHungUp) && errors.As(err, &end):
		return fmt.Sprintf("%s accepted the WebSocket and closed it without an MQTT answer.%s It may expect a login, or serve something else on the path %s.",
			a.HostPort(), closeFrame(end), a.Path)
	}
	return ""
}

// closeWords are what a close frame said with which a connection ended, if any.
func closeWords(err error) string {
	var end *broker.WebSocketEnd
	if !errors.As(err, &end) {
		return ""
	}
	return closeFrame(end)
}

// explainWebSocketRefusal says what to do about the answer.
func explainWebSocketRefusal(r *broker.WebSocketRefusal, a broker.Address) string {
	at, answer := fmt.Sprintf("%s did not accept a WebSocket on the path %s", a.HostPort(), a.Path), inBrackets(r.Answer())
	switch {
	case r.Status == http.StatusSwitchingProtocols:
		return fmt.Sprintf("%s accepted a WebSocket on the path %s, but not as RFC 6455 requires. This is a fault of the server or of a proxy in front of it.",
			a.HostPort(), a.Path)
	case r.Denied():
		return at + answer + ". It requires a login or a token before MQTT begins, in a header or in the query of the address. Check those of the connection."
	case r.Passing():
		return at + answer + ". The broker behind it may be down or overloaded. Try again later."
	case r.Status/100 == 3 && r.Elsewhere != "":
		return fmt.Sprintf("%s%s: it redirects to %s. If you trust that, use it as the address; nothing was sent there.", at, answer, printable.Line(r.Elsewhere))
	}
	return at + answer + ". Check the port and the path, often /mqtt."
}

// closeCodes are what the codes of close frames mean (RFC 6455, 7.4.1).
var closeCodes = map[int]string{
	1001: "going away", 1002: "protocol error", 1003: "unsupported data", 1007: "invalid text",
	1008: "policy violation", 1009: "message too big", 1010: "missing extension", 1011: "internal error",
	1012: "service restart", 1013: "try again later", 1014: "bad gateway",
}

// closeFrame is what the close frame said.
func closeFrame(e *broker.WebSocketEnd) string {
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
