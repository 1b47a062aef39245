// Package client connects to MQTT brokers: it makes a [broker.Session] of a
// [broker.Profile] and feeds a [model.Sink] with what arrives.
//
// From the socket upwards, a package each: the transport opens the connection, with TLS
// and a WebSocket as the address asks, and reads it ahead; on it lies the wire, which
// takes the application messages out of the stream and hands the rest to the MQTT
// library; a link is one library over one wire. The session here, with its supervisor,
// makes links, subscribes on them, and makes another when one is lost.
//
// A session knows nothing of the store behind the sink; Watch makes one of two stores.
// Nobody here knows who shows what.
package client
