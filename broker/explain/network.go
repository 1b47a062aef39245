package explain

import (
	"errors"
	"fmt"
	"net"
	"syscall"

	"mangrove/broker"
)

// explainNetwork is for a broker that was not reached.
func explainNetwork(err error, a broker.Address) string {
	var dns *net.DNSError
	switch {
	case errors.As(err, &dns) && dns.IsNotFound:
		return fmt.Sprintf("There is no host named %s. Check the spelling, and this computer's network.", a.Host)
	case errors.As(err, &dns):
		return fmt.Sprintf("The name %s could not be looked up. Check this computer's network and its name server.", a.Host)
	case isErrno(err, syscall.ECONNREFUSED, 10061):
		return fmt.Sprintf("Nothing listens on %s. Check the port, and that the broker is running.", a.HostPort())
	case isErrno(err, syscall.EHOSTUNREACH, 10065), isErrno(err, syscall.ENETUNREACH, 10051):
		return fmt.Sprintf("%s cannot be reached from here. Check the address, the network and the VPN.", a.HostPort())
	case isErrno(err, syscall.ETIMEDOUT, 10060), dialTimeout(err):
		return fmt.Sprintf("%s did not answer. Check the address, and that no firewall is in the way.", a.HostPort())
	}
	return ""
}

// explainProxy is for a broker that was not reached because of the proxy on
// the way.
func explainProxy(err error, a broker.Address) string {
	if !errors.Is(err, broker.ErrProxy) {
		return ""
	}
	return fmt.Sprintf("The proxy of this connection did not connect to %s%s. Check the proxy's address and login, and that it allows port %d.",
		a.HostPort(), inBrackets(detail(err, broker.ErrProxy)), a.Port)
}

// isErrno looks for a system's error number, under its Windows value besides:
// package syscall invents its own there.
func isErrno(err error, number, windows syscall.Errno) bool {
	return errors.Is(err, number) || errors.Is(err, windows)
}

func dialTimeout(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "dial" && op.Timeout()
}
