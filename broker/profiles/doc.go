// Package profiles keeps the connections a user has set up: what is stored of
// each, where, and how it becomes a [broker.Profile] to connect with.
//
// It owns the file of profiles and the names of their secrets. Secrets are
// never in that file; they are behind [Secrets]. It knows no MQTT library and
// connects to nothing.
package profiles
