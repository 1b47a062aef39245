package explain

import (
	"errors"
	"net"
	"strconv"

	"mangrove/broker"
	"mangrove/model/wording"
)

// explainListen is for a built-in broker that could not listen.
func explainListen(err error, _ broker.Address) string {
	var e *broker.ListenError
	if !errors.As(err, &e) {
		return ""
	}
	host, port, _ := net.SplitHostPort(e.Address)
	if host == "" {
		host = "this machine"
	}
	switch e.Fault {
	case broker.BadListenAddress:
		return sentence(wording.Fill("{address} is not an address to listen on; write it as host:port, for example {default listen}, with a port from 0 to 65535",
			"address", strconv.Quote(e.Address), "default listen", broker.DefaultListen))
	case broker.PortInUse:
		return sentence(wording.Fill("port {port} on {host} is already in use by another program; choose another port, or connect to the broker that is running there",
			"port", port, "host", host))
	case broker.PortForbidden:
		return sentence(wording.Fill("the system does not allow this user to listen on port {port}; choose a port above 1023, for example 1883", "port", port))
	case broker.NotThisMachine:
		return wording.Fill("{host} is not an address of this machine; listen on 127.0.0.1 for this machine only, or on 0.0.0.0 for the whole network.",
			"host", host)
	}
	return sentence(wording.Fill("the broker cannot listen on {address}: {why}", "address", e.Address, "why", words(e.Err)))
}
