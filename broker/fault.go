package broker

// Fault is a packet that MQTT does not let a broker send. It counts as
// [ErrMalformed]. The user is told What, the log has all of it.
type Fault struct {
	What   string // as in: a SUBACK with the code 0x55; empty when a library found it
	Clause string // of the specification, as in: MQTT-3.9.3-2; may be empty
	Code   byte   // what MQTT 5 answers it with: MalformedPacket or ProtocolError
	Err    error  // a library's own words, if it found the fault
}

// Error says what was wrong, with the clause.
func (f *Fault) Error() string {
	s := ErrMalformed.Error()
	if f.What != "" {
		s += ": " + f.What
	}
	if f.Clause != "" {
		s += " [" + f.Clause + "]"
	}
	if f.Err != nil {
		s += ": " + f.Err.Error()
	}
	return s
}

// Is makes a fault known as [ErrMalformed].
func (f *Fault) Is(target error) bool { return target == ErrMalformed }

// Unwrap is the library's error.
func (f *Fault) Unwrap() error { return f.Err }
