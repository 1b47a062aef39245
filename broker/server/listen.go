package server

import (
	"errors"
	"net"
	"net/netip"
	"strconv"
	"syscall"

	"mangrove/broker"
)

// loopback is the address of this machine for itself.
const loopback = "127.0.0.1"

// systemErrors says which of the system's numbers mean what. The large ones
// are Windows Sockets' own (WSAEADDRINUSE, WSAEACCES, WSAEADDRNOTAVAIL), which
// package syscall does not translate.
var systemErrors = []struct {
	number syscall.Errno
	fault  broker.ListenFault
}{
	{syscall.EADDRINUSE, broker.PortInUse}, {10048, broker.PortInUse},
	{syscall.EACCES, broker.PortForbidden}, {10013, broker.PortForbidden},
	{syscall.EADDRNOTAVAIL, broker.NotThisMachine}, {10049, broker.NotThisMachine},
}

// listen opens address, or says in a [*broker.ListenError] why not. Without a host only
// programs on this machine reach it: whoever means the whole network writes
// 0.0.0.0 or [::].
func listen(address string) (net.Listener, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, &broker.ListenError{Address: address, Fault: broker.BadListenAddress}
	}
	if n, err := strconv.Atoi(port); err != nil || n < 0 || n > 65_535 {
		return nil, &broker.ListenError{Address: address, Fault: broker.BadListenAddress}
	}
	if host == "" {
		host = loopback
	}
	l, err := net.Listen(family(host), net.JoinHostPort(host, port))
	if err == nil {
		return l, nil
	}
	failure := &broker.ListenError{Address: address, Err: err}
	for _, s := range systemErrors {
		if errors.Is(err, s.number) {
			failure.Fault = s.fault
		}
	}
	var unknown *net.DNSError
	if errors.As(err, &unknown) {
		failure.Fault = broker.NotThisMachine
	}
	return nil, failure
}

// family keeps an address to what it says: on 0.0.0.0 the system would listen on
// all of IPv6 as well.
func family(host string) string {
	if ip, err := netip.ParseAddr(host); err == nil && ip.Is4() {
		return "tcp4"
	}
	return "tcp"
}

// reachable is a listener's address as a client on this machine connects to it.
func reachable(a net.Addr) string {
	tcp, ok := a.(*net.TCPAddr)
	if !ok {
		return a.String()
	}
	host := tcp.IP.String()
	if tcp.IP.IsUnspecified() {
		host = loopback
	}
	return net.JoinHostPort(host, strconv.Itoa(tcp.Port))
}
