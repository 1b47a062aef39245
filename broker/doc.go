// Package broker says what a connection to an MQTT broker is: the [Profile] to
// connect with, the [Session] that results, the [Status] it is in and the
// reasons it may give for not working.
//
// It knows the model but no MQTT library and no toolkit. Package broker/client
// makes sessions of it; package broker/server is the built-in broker.
package broker
