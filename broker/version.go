package broker

import "fmt"

// Version is the MQTT version of a connection, as the protocol level its
// CONNECT packet carries (MQTT 5, 3.1.2.2).
type Version byte

// The versions. Auto tries 5, then 3.1.1, then 3.1, and stops at the first
// that the broker takes.
const (
	Auto Version = 0
	V31  Version = 3
	V311 Version = 4
	V5   Version = 5
)

// Versions are those that can be asked for, in the order they are offered.
var Versions = []Version{Auto, V5, V311, V31}

// String gives the version as people write it: 5, 3.1.1, 3.1 or auto.
func (v Version) String() string {
	switch v {
	case Auto:
		return "auto"
	case V31:
		return "3.1"
	case V311:
		return "3.1.1"
	case V5:
		return "5"
	}
	return fmt.Sprintf("level %d", byte(v))
}

// ParseVersion reads what String writes.
func ParseVersion(s string) (Version, error) {
	for _, v := range Versions {
		if s == v.String() {
			return v, nil
		}
	}
	return Auto, &AddressFault{Code: BadVersion, Found: s}
}

// MarshalText writes what String does.
func (v Version) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads what String writes.
func (v *Version) UnmarshalText(text []byte) (err error) {
	*v, err = ParseVersion(string(text))
	return err
}
