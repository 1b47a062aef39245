package explain

import "mangrove/model/wording"

// optional is a sentence about something of which more may be known: the whole without it, and
// the whole with it in the place {detail}.
type optional struct{ without, with string }

// say is the one of the two that fits.
func (o optional) say(detail string, values ...any) string {
	if detail == "" {
		return wording.Fill(o.without, values...)
	}
	return wording.Fill(o.with, append([]any{"detail", detail}, values...)...)
}

var (
	noWebSocketThere = optional{
		"{address} did not accept a WebSocket on the path {path}. Check the port and the path, often /mqtt.",
		"{address} did not accept a WebSocket on the path {path} ({detail}). Check the port and the path, often /mqtt.",
	}
	webSocketRefused = optional{
		"{address} did not accept a WebSocket on the path {path}.",
		"{address} did not accept a WebSocket on the path {path} ({detail}).",
	}
	noMQTTThere = optional{
		"{address} answers, but not in MQTT. Check the port; with {scheme} brokers usually listen on {port}.",
		"{address} answers, but not in MQTT ({detail}). Check the port; with {scheme} brokers usually listen on {port}.",
	}
	malformedSent = optional{
		"The broker at {address} sent a malformed packet, so the connection was closed. This is a fault of the broker or of a proxy in front of it.",
		"The broker at {address} sent a malformed packet ({detail}), so the connection was closed. This is a fault of the broker or of a proxy in front of it.",
	}
	packetTooBig = optional{
		"The broker sent a packet larger than this connection allows. " +
			"Raise Largest packet in the settings of the connection, or subscribe to fewer topics.",
		"The broker sent a packet larger than this connection allows ({detail}). " +
			"Raise Largest packet in the settings of the connection, or subscribe to fewer topics.",
	}
	stoppedResponding = optional{
		"{address} stopped responding, so the connection was closed. Check the network between here and the broker.",
		"{address} stopped responding ({detail}), so the connection was closed. Check the network between here and the broker.",
	}
	authUnanswered = optional{
		"The broker asked for authentication that could not be answered. Check the method and its data under MQTT 5.",
		"The broker asked for authentication that could not be answered ({detail}). Check the method and its data under MQTT 5.",
	}
	proxyFailed = optional{
		"The proxy of this connection did not connect to {address}. Check the proxy's address and login, and that it allows port {port}.",
		"The proxy of this connection did not connect to {address} ({detail}). Check the proxy's address and login, and that it allows port {port}.",
	}
	otherName = optional{
		"The certificate of {address} is for another name. Use that name in the address, or set the server name of the connection.",
		"The certificate of {address} is for another name ({detail}). Use that name in the address, or set the server name of the connection.",
	}
	otherServerName = optional{
		"The certificate of {address} is for another name than the server name of the connection, {name}. Correct the server name.",
		"The certificate of {address} is for another name ({detail}) than the server name of the connection, {name}. Correct the server name.",
	}
	noSchemaForIt = optional{"there is no schema for it", "there is no schema for it ({detail})"}
	schemaUnmet   = optional{
		"at byte {offset} it does not match the schema",
		"at byte {offset} it does not match the schema ({detail})",
	}
)
