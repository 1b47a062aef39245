// Package client connects to MQTT brokers: it makes a [broker.Session] of a
// [broker.Profile] and feeds a [model.Sink] with what arrives.
//
// From the socket upwards: a pulse paces the reading and notices silence; TLS
// and WebSocket lie on it as the address asks; on those lies the wire, a
// net.Conn of ours that takes the application messages out of the stream and
// hands the rest to the MQTT library, which keeps handshake, acknowledgements
// and keep-alive. A link is one library over one wire: paho.mqtt.golang for
// MQTT 3.1 and 3.1.1, paho.golang for 5. The session's supervisor makes links,
// subscribes on them, and makes another when one is lost.
//
// It knows nothing of the store behind the sink, nor of who shows what.
package client
