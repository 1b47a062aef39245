package broker

import "strconv"

// Unfit is something that is asked for and cannot be, found before it is sent. Err says
// of what kind it is.
type Unfit struct {
	Err      error // ErrInvalid, ErrBeyondLimits or ErrUnsupported
	Code     UnfitCode
	Text     UnfitText // the one that is not valid
	LastWill bool      // it is about the last will
	Name     string    // of a user property; a filter
	Number   int       // that was asked for
	Limit    int
	Version  Version // in use
}

// UnfitCode is a kind of [Unfit].
type UnfitCode string

// What cannot be, with what of it has a value.
const (
	TextTooLong       UnfitCode = "text too long"          // Text
	TextNotUTF8       UnfitCode = "text not UTF-8"         // Text
	TextWithNUL       UnfitCode = "text with U+0000"       // Text
	WillTooLarge      UnfitCode = "last will too large"    // its payload
	BadAuth           UnfitCode = "bad authentication"     // without a method, or with too much data
	BadQoS            UnfitCode = "bad QoS"                // Number
	NotText           UnfitCode = "payload not text"       // and its properties say that it is
	BadRetainHandling UnfitCode = "bad retain handling"    // Number
	SharedNoLocal     UnfitCode = "shared and No Local"    // a subscription
	BadPath           UnfitCode = "bad path"               // of the address
	AboveMaxQoS       UnfitCode = "above its QoS"          // Limit
	RetainNotKept     UnfitCode = "retain not kept"        // by the broker
	AboveTopicAliases UnfitCode = "above topic aliases"    // Number, Limit
	MessageTooLarge   UnfitCode = "message too large"      // Number, Limit: bytes
	BeyondMQTT        UnfitCode = "message beyond MQTT"    // larger than any packet
	FilterTooLarge    UnfitCode = "filter too large"       // Name, Limit: bytes of a packet
	PropertiesNeedV5  UnfitCode = "properties need MQTT 5" // Version
	AuthNeedsV5       UnfitCode = "authentication needs MQTT 5"
)

// UnfitText is a text that is asked for.
type UnfitText string

// The texts, with what of them has a value.
const (
	ClientIDText     UnfitText = "client id"
	UserNameText     UnfitText = "user name"
	PasswordText     UnfitText = "password"
	AuthMethodText   UnfitText = "authentication method"
	ContentTypeText  UnfitText = "content type"
	CorrelationText  UnfitText = "correlation data"
	PropertyNameText UnfitText = "name of a user property"
	PropertyText     UnfitText = "user property" // Name
)

// Error is for the log.
func (u *Unfit) Error() string {
	s := u.Err.Error() + ": " + string(u.Code)
	if u.LastWill {
		s = "last will: " + s
	}
	if u.Text != "" {
		s += ": " + string(u.Text)
	}
	if u.Name != "" {
		s += " " + strconv.Quote(u.Name)
	}
	if u.Number != 0 {
		s += " " + strconv.Itoa(u.Number)
	}
	if u.Limit != 0 {
		s += ", limit " + strconv.Itoa(u.Limit)
	}
	return s
}

// Unwrap is its kind.
func (u *Unfit) Unwrap() error { return u.Err }
