// Package transport opens the connection that carries MQTT, and reads it: TCP, directly
// or through a proxy, with TLS and a WebSocket on it as the address asks.
//
// From the socket upwards: a pulse paces the reading and notices silence, a reserve
// takes bytes off the socket ahead of those who use them, TLS and WebSocket lie on
// that. What listens but answers otherwise than expected is told apart by the
// sentinels of package broker. It knows no packets of MQTT.
package transport
