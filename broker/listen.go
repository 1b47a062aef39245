package broker

import "fmt"

// DefaultListen is where a built-in broker listens when nothing else is said: only
// programs on this machine reach it. 1883 is MQTT's registered port.
const DefaultListen = "127.0.0.1:1883"

// ListenFault is why a built-in broker cannot listen where it was asked to. It comes
// inside a [*ListenError].
type ListenFault string

// The faults.
const (
	BadListenAddress ListenFault = "bad address"
	PortInUse        ListenFault = "port in use"
	PortForbidden    ListenFault = "port forbidden" // by the system
	NotThisMachine   ListenFault = "elsewhere"      // an address of another machine
)

func (f ListenFault) Error() string { return string(f) }

// ListenError says that a built-in broker could not listen.
type ListenError struct {
	Address string      // as asked for
	Fault   ListenFault // empty when it is something else
	Err     error       // what the system said; nil for an address that cannot be read
}

// Error names the address and all that is known, for the log.
func (e *ListenError) Error() string {
	s := fmt.Sprintf("listen on %q", e.Address)
	for _, err := range e.Unwrap() {
		s += ": " + err.Error()
	}
	return s
}

// Unwrap gives both the fault and the system's error.
func (e *ListenError) Unwrap() (all []error) {
	if e.Fault != "" {
		all = append(all, e.Fault)
	}
	if e.Err != nil {
		all = append(all, e.Err)
	}
	return all
}
