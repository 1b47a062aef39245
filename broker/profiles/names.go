package profiles

import (
	"strings"

	"mangrove/broker"
)

// NameOf is what a profile is called.
func NameOf(p Profile) string {
	if HasName(p) {
		return strings.TrimSpace(p.Name)
	}
	return AddressName(p.Address)
}

// AddressName is what a connection without a name is called, wherever it
// shows.
func AddressName(a broker.Address) string {
	switch {
	case a.Host == "":
		return "New connection"
	case a.Scheme != "mqtt":
		return a.String()
	}
	return HostName(a)
}

// HostName is what a connection that was brought in is called: its host, with the port
// where that is not the usual one, as there may be several brokers on one host.
func HostName(a broker.Address) string {
	if a.Host == "" || a.Port == broker.UsualPort(a.Scheme) {
		return a.Host
	}
	return a.HostPort()
}

// HasName reports whether a profile has a name of its own.
func HasName(p Profile) bool { return strings.TrimSpace(p.Name) != "" }

// ShortAddress is where a profile connects to, in short.
func ShortAddress(p Profile) string {
	if p.Address.Host == "" {
		return "no address yet"
	}
	return p.Address.String()
}
