package broker

import (
	"errors"
	"fmt"
	"time"
)

// Found is what stood in the way of a connection, or ended it, where there is more to be
// said of it than its kind.
type Found struct {
	Kind   error // one of the errors above, as ErrNotMQTT
	Code   FoundCode
	Text   string // what the other side says of itself
	Names  []string
	Number int
	Limit  int
	Serial string // of a certificate
	After  time.Duration
	Err    error // what it comes of
}

// FoundCode is what was found.
type FoundCode string

// What can be found, with what of it has a value.
const (
	BeginsWith       FoundCode = "begins with"        // Text, in the place of MQTT
	ClosedAfter      FoundCode = "closed after"       // Number: bytes
	OtherSubprotocol FoundCode = "other subprotocol"  // Text, of a WebSocket
	OtherExtension   FoundCode = "other extension"    // Text, of a WebSocket
	PacketSize       FoundCode = "size of the packet" // Number, Limit
	SilentFor        FoundCode = "silent for"         // After
	OldTLS           FoundCode = "old TLS"            // Names: what is outdated, as of [Outdated]
	NegativeSerial   FoundCode = "negative serial"    // Text: whose certificate; Serial
	ProxyAnswered    FoundCode = "proxy answered"     // Text: its status
	ProxyLate        FoundCode = "proxy late"         // Err
	ProxyNotHTTP     FoundCode = "proxy not in HTTP"  // Err
	ProxyScheme      FoundCode = "scheme of a proxy"  // Text
	NoAnswer         FoundCode = "no answer"          // there is to a challenge
	AnswerLate       FoundCode = "answer late"        // to a challenge. After
	LargeHead        FoundCode = "head too large"     // Limit: bytes of an answer in HTTP. Err
	Because          FoundCode = "because"            // Err
)

// Error is for the log.
func (f *Found) Error() string {
	s := fmt.Sprintf("%v: %s", f.Kind, f.Code)
	if f.Text != "" {
		s += fmt.Sprintf(" %q", f.Text)
	}
	if f.Names != nil {
		s += fmt.Sprintf(" %q", f.Names)
	}
	if f.Serial != "" {
		s += " " + f.Serial
	}
	if f.Number != 0 || f.Limit != 0 {
		s += fmt.Sprintf(" %d, limit %d", f.Number, f.Limit)
	}
	if f.After != 0 {
		s += " " + f.After.String()
	}
	if f.Err != nil {
		s += ": " + f.Err.Error()
	}
	return s
}

// Unwrap gives the kind and what it comes of.
func (f *Found) Unwrap() []error {
	if f.Err == nil {
		return []error{f.Kind}
	}
	return []error{f.Kind, f.Err}
}

// RedactWords takes the secrets of the connection that an error has come from out of what is
// said of it: values of errors may have them.
func RedactWords(err error, said string) string {
	if h := (*redacted)(nil); errors.As(err, &h) {
		return h.by.Words(said)
	}
	return said
}
