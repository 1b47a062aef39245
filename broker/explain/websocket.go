package explain

import (
	"errors"
	"net/http"
	"strings"

	"mangrove/broker"
	"mangrove/model/printable"
	"mangrove/model/wording"
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
		return wording.Fill("{address} accepted the WebSocket and closed it without an MQTT answer.", "address", a.HostPort()) + closeFrame(end) +
			wording.Fill(" It may expect a login, or serve something else on the path {path}.", "path", a.Path)
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
	say := func(next string, values ...any) string {
		return webSocketRefused.say(r.Answer(), "address", a.HostPort(), "path", a.Path) + wording.Fill(next, values...)
	}
	switch {
	case r.Status == http.StatusSwitchingProtocols:
		return wording.Fill("{address} accepted a WebSocket on the path {path}, but not as RFC 6455 requires. This is a fault of the server or of a proxy in front of it.",
			"address", a.HostPort(), "path", a.Path)
	case r.Denied():
		return say(" It requires a login or a token before MQTT begins, in a header or in the query of the address. Check those of the connection.")
	case r.Passing():
		return say(" The broker behind it may be down or overloaded. Try again later.")
	case r.Status/100 == 3 && r.Elsewhere != "":
		return say(" It redirects to {server}. If you trust that, use it as the address; nothing was sent there.", "server", printable.Line(r.Elsewhere))
	}
	return say(" Check the port and the path, often /mqtt.")
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
	meaning, said := closeCodes[e.Code], strings.TrimSuffix(printable.Line(e.Reason), ".")
	return wording.Fill(closeSentences[closed{meaning != "", said != ""}], "code", e.Code, "meaning", meaning, "reason", said)
}

// closed is what there is of a close frame besides its code.
type closed struct{ meaning, reason bool }

var closeSentences = map[closed]string{
	{false, false}: " It closed the WebSocket with the code {code}.",
	{true, false}:  " It closed the WebSocket with the code {code}, {meaning}.",
	{false, true}:  " It closed the WebSocket with the code {code}, and says: {reason}.",
	{true, true}:   " It closed the WebSocket with the code {code}, {meaning}, and says: {reason}.",
}
