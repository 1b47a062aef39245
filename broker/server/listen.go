package server

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strconv"
	"syscall"
)

// DefaultListen is where a broker listens when nothing else is said: only
// programs on this machine reach it. 1883 is MQTT's registered port.
const DefaultListen = loopback + ":1883"

// loopback is the address of this machine for itself.
const loopback = "127.0.0.1"

// Why a broker cannot listen where it was asked to. All come inside a
// [*ListenError].
var (
	ErrBadAddress = errors.New("the address cannot be read")
	ErrPortInUse  = errors.New("the port is already in use")
	ErrForbidden  = errors.New("the system does not allow this port")
	ErrNotOurs    = errors.New("the address does not belong to this machine")
)

// ListenError says that a broker could not listen. Its text is a sentence for
// a person, with what to do next.
type ListenError struct {
	Address string // as asked for
	Kind    error  // one of the errors above, or nil when it is something else
	Err     error  // what the system said; nil for an address that cannot be read
}

// Error is the sentence.
func (e *ListenError) Error() string {
	host, port, _ := net.SplitHostPort(e.Address)
	if host == "" {
		host = "this machine"
	}
	switch {
	case errors.Is(e.Kind, ErrBadAddress):
		return fmt.Sprintf("%q is not an address to listen on; write it as host:port, for example %s, with a port from 0 to 65535",
			e.Address, DefaultListen)
	case errors.Is(e.Kind, ErrPortInUse):
		return fmt.Sprintf("port %s on %s is already in use by another program; choose another port, or connect to the broker that is running there",
			port, host)
	case errors.Is(e.Kind, ErrForbidden):
		return fmt.Sprintf("the system does not allow this user to listen on port %s; choose a port above 1023, for example 1883", port)
	case errors.Is(e.Kind, ErrNotOurs):
		return fmt.Sprintf("%s is not an address of this machine; listen on 127.0.0.1 for this machine only, or on 0.0.0.0 for the whole network", host)
	}
	return fmt.Sprintf("the broker cannot listen on %s: %v", e.Address, e.Err)
}

// Unwrap gives both the kind and the system's error.
func (e *ListenError) Unwrap() []error {
	var all []error
	for _, err := range []error{e.Kind, e.Err} {
		if err != nil {
			all = append(all, err)
		}
	}
	return all
}

// systemErrors says which of the system's numbers mean what. The large ones
// are Windows Sockets' own (WSAEADDRINUSE, WSAEACCES, WSAEADDRNOTAVAIL), which
// package syscall does not translate.
var systemErrors = []struct {
	number syscall.Errno
	kind   error
}{
	{syscall.EADDRINUSE, ErrPortInUse}, {10048, ErrPortInUse},
	{syscall.EACCES, ErrForbidden}, {10013, ErrForbidden},
	{syscall.EADDRNOTAVAIL, ErrNotOurs}, {10049, ErrNotOurs},
}

// listen opens address, or says in a [*ListenError] why not. Without a host only
// programs on this machine reach it: whoever means the whole network writes
// 0.0.0.0 or [::].
func listen(address string) (net.Listener, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, &ListenError{Address: address, Kind: ErrBadAddress}
	}
	if n, err := strconv.Atoi(port); err != nil || n < 0 || n > 65_535 {
		return nil, &ListenError{Address: address, Kind: ErrBadAddress}
	}
	if host == "" {
		host = loopback
	}
	l, err := net.Listen(family(host), net.JoinHostPort(host, port))
	if err == nil {
		return l, nil
	}
	failure := &ListenError{Address: address, Err: err}
	for _, s := range systemErrors {
		if errors.Is(err, s.number) {
			failure.Kind = s.kind
		}
	}
	var unknown *net.DNSError
	if errors.As(err, &unknown) {
		failure.Kind = ErrNotOurs
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
