package profiles

import (
	"strings"

	"mangrove/broker"
)

// NameOf is what a profile is called, empty for one without a name and a host.
func NameOf(p Profile) string {
	if HasName(p) {
		return strings.TrimSpace(p.Name)
	}
	return AddressName(p.Address)
}

// AddressName is what a connection without a name is called, empty without a host.
func AddressName(a broker.Address) string {
	switch {
	case a.Host == "":
		return ""
	case a.Scheme != "mqtt":
		return a.String()
	}
	return hostName(a)
}

// OwnName is what a connection that is brought in has for a name of its own: none, where it
// would only repeat the address, which it may not have for long.
func OwnName(name string, a broker.Address) string {
	if name = strings.TrimSpace(name); repeats(name, a) {
		return ""
	}
	return name
}

// NameRepeats reports whether the name of a profile says no more than its address does.
func NameRepeats(p Profile) bool { return repeats(strings.TrimSpace(p.Name), p.Address) }

// repeats reports whether a name says no more than the address does.
func repeats(name string, a broker.Address) bool {
	return a.Host != "" && (name == hostName(a) || name == a.HostPort() || name == a.String())
}

// hostName is the host, with the port where that is not the usual one, as there may be
// several brokers on one host.
func hostName(a broker.Address) string {
	if a.Host == "" || a.Port == broker.UsualPort(a.Scheme) {
		return a.Host
	}
	return a.HostPort()
}

// HasName reports whether a profile has a name of its own.
func HasName(p Profile) bool { return strings.TrimSpace(p.Name) != "" }
