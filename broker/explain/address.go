package explain

import (
	"strconv"

	"mangrove/broker"
	"mangrove/model/wording"
)

// addressWords say why an address is not taken, and what to write instead.
func addressWords(f *broker.AddressFault) string {
	switch f.Code {
	case broker.LongAddress:
		return wording.Fill("the address is longer than {limit} bytes; type a long user name or password into its own field", "limit", f.Limit)
	case broker.UnknownScheme:
		return wording.Fill("the scheme {found} is not one of mqtt, mqtts, ws, wss, tcp, ssl and tls", "found", strconv.Quote(f.Found))
	case broker.BadVersion:
		return wording.Fill("{found} is not an MQTT version; use auto, 5, 3.1.1 or 3.1", "found", strconv.Quote(f.Found))
	}
	if words := addressFaults[f.Code]; words != "" {
		return words
	}
	return f.Error()
}

var addressFaults = map[broker.AddressCode]string{
	broker.EmptyAddress: "the address is empty; write it as mqtt://host:1883",
	broker.NoHost:       "the address names no host; write it as mqtt://host:1883",
	broker.NotURL: "the address cannot be read as a URL; write it as mqtt://user:password@host:1883, with %25 for %, " +
		"%2F for /, %23 for #, %3F for ? and %40 for @ in the user name and the password, and in what follows the port",
	broker.BlankInAddress: "there is a space or a line break in the address; write %20 for a space in a user name or a password",
	broker.BadPercent:     "a % in the address is not followed by two digits; write %25 for a % itself",
	broker.BadUserName:    "the user name in the address is not UTF-8, or has a zero byte in it, so no broker can accept it; write %C3%A9 for é",
	broker.NoBrackets:     "an IPv6 address needs brackets; write it as mqtt://[::1]:1883",
	broker.BadPort:        "what follows the colon after the host is not a port from 1 to 65535; write the address as mqtt://user:password@host:1883",
	broker.Fragment:       "the address cannot contain #; write %23 for a # in a user name, a password or a path",
	broker.BehindPort:     "an address with mqtt or mqtts ends with the port; leave out what follows it, or write ws:// or wss:// for MQTT over WebSocket",
	broker.QueryLeftOut:   "the part of this address after ? is not kept, because it may be a secret; type it again",
	broker.NoScheme:       "the protocol of the address is unknown; choose mqtt, mqtts, ws or wss",
	broker.BadHost:        "a host is a name or an IP address, such as broker.example.com or 192.168.0.5",
	broker.NotASCII:       "the host name cannot be written in ASCII for the DNS; check its spelling",
}

// discoveryWords say why brokers are not found on the network, or announced there.
func discoveryWords(f *broker.DiscoveryFault) string {
	s := discoveryFaults[f.Code]
	if s == "" {
		return f.Error()
	}
	if f.Err == nil {
		return s
	}
	return wording.Fill("{fault}: {why}", "fault", s, "why", words(f.Err))
}

var discoveryFaults = map[broker.DiscoveryCode]string{
	broker.NoNetwork:    "this computer is not on a network where brokers can be found; connect it and try again",
	broker.NoName:       "this computer has no name to announce; give it one",
	broker.NotAnnounced: "the broker cannot be announced",
}
