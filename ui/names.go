package ui

import (
	"strings"

	"mangrove/broker"
	"mangrove/broker/profiles"
)

// nameOf is what a profile is called.
func nameOf(p profiles.Profile) string {
	if named(p) {
		return strings.TrimSpace(p.Name)
	}
	return nameOfAddress(p.Address)
}

// nameOfAddress is what a connection without a name is called, wherever it
// shows.
func nameOfAddress(a broker.Address) string {
	switch {
	case a.Host == "":
		return "New connection"
	case a.Scheme != "mqtt":
		return a.String()
	case a.Port != broker.UsualPort("mqtt"):
		return a.HostPort()
	}
	return a.Host
}

// named reports whether a profile has a name of its own.
func named(p profiles.Profile) bool { return strings.TrimSpace(p.Name) != "" }

// addressOf is where a profile connects to, in short.
func addressOf(p profiles.Profile) string {
	if p.Address.Host == "" {
		return "no address yet"
	}
	return p.Address.String()
}
