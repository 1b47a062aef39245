package broker

// AddressFault is why an address, a part of one or a version of MQTT is not taken. It
// repeats nothing that may be a part of a password.
type AddressFault struct {
	Code  AddressCode
	Found string // that is no secret
	Limit int
}

// AddressCode is a kind of [AddressFault].
type AddressCode string

// What can be wrong with an address, with what of it has a value.
const (
	EmptyAddress   AddressCode = "empty address"
	LongAddress    AddressCode = "long address" // Limit: bytes
	NoHost         AddressCode = "no host"
	NotURL         AddressCode = "not a URL" // what stands for something else in it is not escaped
	BlankInAddress AddressCode = "blank in address"
	BadPercent     AddressCode = "bad percent"
	BadUserName    AddressCode = "bad user name" // that no broker can accept
	NoBrackets     AddressCode = "no brackets"   // around an IPv6 address
	BadPort        AddressCode = "bad port"
	Fragment       AddressCode = "fragment"    // behind #
	BehindPort     AddressCode = "behind port" // of a scheme that has no path
	QueryLeftOut   AddressCode = "query left out"
	UnknownScheme  AddressCode = "unknown scheme" // Found
	NoScheme       AddressCode = "no scheme"      // that an address can have
	BadHost        AddressCode = "bad host"
	NotASCII       AddressCode = "not ASCII"   // nor can the host be written so
	BadVersion     AddressCode = "bad version" // Found
)

// Error is the code, for the log.
func (f *AddressFault) Error() string {
	if f.Found == "" {
		return string(f.Code)
	}
	return string(f.Code) + " " + f.Found
}

// DiscoveryFault is why brokers cannot be looked for on the network, or one cannot be
// announced.
type DiscoveryFault struct {
	Code DiscoveryCode
	Err  error // what it comes of; may be nil
}

// DiscoveryCode is a kind of [DiscoveryFault].
type DiscoveryCode string

// The faults.
const (
	NoNetwork    DiscoveryCode = "no network"    // on which there could be brokers
	NoName       DiscoveryCode = "no name"       // of this computer
	NotAnnounced DiscoveryCode = "not announced" // by the library
)

// Error is the code and what it comes of, for the log.
func (f *DiscoveryFault) Error() string {
	if f.Err == nil {
		return string(f.Code)
	}
	return string(f.Code) + ": " + f.Err.Error()
}

// Unwrap is what it comes of.
func (f *DiscoveryFault) Unwrap() error { return f.Err }
