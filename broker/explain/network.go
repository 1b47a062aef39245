package explain

import (
	"errors"
	"net"
	"syscall"

	"mangrove/broker"
	"mangrove/model/wording"
)

// explainNetwork is for a broker that was not reached.
func explainNetwork(err error, a broker.Address) string {
	var dns *net.DNSError
	switch {
	case errors.As(err, &dns) && dns.IsNotFound:
		return wording.Fill("There is no host named {host}. Check the spelling, and this computer's network.", "host", a.Host)
	case errors.As(err, &dns):
		return wording.Fill("The name {host} could not be looked up. Check this computer's network and its name server.", "host", a.Host)
	case isErrno(err, syscall.ECONNREFUSED, 10061):
		return wording.Fill("Nothing listens on {address}. Check the port, and that the broker is running.", "address", a.HostPort())
	case isErrno(err, syscall.EHOSTUNREACH, 10065), isErrno(err, syscall.ENETUNREACH, 10051):
		return wording.Fill("{address} cannot be reached from here. Check the address, the network and the VPN.", "address", a.HostPort())
	case isErrno(err, syscall.ETIMEDOUT, 10060), dialTimeout(err):
		return wording.Fill("{address} did not answer. Check the address, and that no firewall is in the way.", "address", a.HostPort())
	}
	return ""
}

// explainProxy is for a broker that was not reached because of the proxy on
// the way.
func explainProxy(err error, a broker.Address) string {
	if !errors.Is(err, broker.ErrProxy) {
		return ""
	}
	return proxyFailed.say(detail(err, broker.ErrProxy), "address", a.HostPort(), "port", a.Port)
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
