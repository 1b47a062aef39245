package explain

import (
	"errors"
	"fmt"
	"net"

	"mangrove/broker"
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
		return sentence(fmt.Sprintf("%q is not an address to listen on; write it as host:port, for example %s, with a port from 0 to 65535",
			e.Address, broker.DefaultListen))
	case broker.PortInUse:
		return sentence(fmt.Sprintf("port %s on %s is already in use by another program; choose another port, or connect to the broker that is running there", port, host))
	case broker.PortForbidden:
		return sentence(fmt.Sprintf("the system does not allow this user to listen on port %s; choose a port above 1023, for example 1883", port))
	case broker.NotThisMachine:
		return fmt.Sprintf("%s is not an address of this machine; listen on 127.0.0.1 for this machine only, or on 0.0.0.0 for the whole network.", host)
	}
	return sentence(fmt.Sprintf("the broker cannot listen on %s: %s", e.Address, words(e.Err)))
}
