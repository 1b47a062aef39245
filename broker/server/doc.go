// Package server is the built-in broker: a complete MQTT broker for 3.1,
// 3.1.1 and 5 inside this process, built on mochi-mqtt.
//
// It owns the listening socket, every client's connection and what is told of
// them: [Broker.Stats], [Broker.Clients] and [Broker.Events]. Whoever shows the
// broker polls these; nothing is ever called back.
//
// It must not lose messages silently. Each client's outgoing bytes wait in
// memory as long as the common [budget] lasts; what has to be dropped after
// that is counted and told. Where mochi itself would lose, refuse or stall
// something, a file of this package says so and mends it through mochi's public
// hooks: admission.go, flow.go, housekeeping.go, identifiers.go, resume.go,
// retained.go, topics.go. docs/decisions/0003-bundled-broker.md has the whole list.
//
// It knows no window, no MQTT client library and, so far, no users, no TLS and
// no storage: everybody who reaches the port may come in, and what it holds is
// gone when it stops.
package server
