package broker

import (
	"fmt"
	"strings"
)

// Fault is a packet that MQTT does not let a broker send. It counts as
// [ErrMalformed]. The user is told what package explain makes of it, the log has all of it.
type Fault struct {
	Code     FaultCode // empty when a library found it
	Packet   string    // its name, as in: SUBACK; empty when it is none in particular
	Expected string    // the name of the packet that was to come
	Property byte      // its number (MQTT 5, 2.2.2.2)
	Number   int
	Want     int    // what Number had to be
	Name     string // a filter
	Clause   string // of the specification, as in: MQTT-3.9.3-2; may be empty
	Answer   byte   // what MQTT 5 answers it with: MalformedPacket or ProtocolError
	Err      error  // a library's own words, if it found the fault
}

// FaultCode is what is wrong with a packet.
type FaultCode string

// What can be wrong with a packet, with what of it has a value besides the packet's name.
const (
	ReservedType      FaultCode = "reserved type"             // Number
	TypeOfClient      FaultCode = "type that no broker sends" // Number
	NeedsMQTT5        FaultCode = "only in MQTT 5"
	Unrequested       FaultCode = "not requested"
	SecondPacket      FaultCode = "second packet" // of a kind that comes once
	OtherAnswer       FaultCode = "other answer"  // Expected
	BadFlags          FaultCode = "flags"         // Number, Want: the lower half of its first byte
	BadConnackFlags   FaultCode = "connack flags" // Number: its first byte behind the length
	BadReasonCode     FaultCode = "reason code"   // Number
	BadSize           FaultCode = "size"          // Number: bytes
	LongLength        FaultCode = "length of five bytes"
	OverlongLength    FaultCode = "length not the shortest"
	ReservedQoS       FaultCode = "QoS 3"
	ZeroIdentifier    FaultCode = "identifier 0"
	NoIdentifier      FaultCode = "cut before its identifier"
	NoTopic           FaultCode = "no topic"
	TopicTooLong      FaultCode = "topic longer than packet"
	TopicIsFilter     FaultCode = "topic is a filter" // Name
	AliasNotAllowed   FaultCode = "topic alias"
	BrokenProperties  FaultCode = "malformed properties"
	PropertiesTooLong FaultCode = "properties beyond packet"
	OverlongBlock     FaultCode = "properties not the shortest" // their length
	BehindProperties  FaultCode = "more than properties"        // Number: bytes
	ForeignProperty   FaultCode = "property of another packet"  // Property
	DoubledProperty   FaultCode = "property twice"              // Property
	PropertyNotSwitch FaultCode = "property neither 0 nor 1"    // Property, Number
	ZeroProperty      FaultCode = "property 0"                  // Property
	OverlongProperty  FaultCode = "property not the shortest"   // Property
	PropertyNotUTF8   FaultCode = "property not UTF-8"          // Property
	PropertyWithNUL   FaultCode = "property with U+0000"        // Property
	MiscountedAnswers FaultCode = "answers miscounted"          // Number, Want
	FilterUnanswered  FaultCode = "filter not answered"         // Name
	SessionUnwanted   FaultCode = "session unwanted"            // a clean start was requested
	AnswerToOtherQoS  FaultCode = "answer to another QoS"       // Number: that of the message
	TextFrame         FaultCode = "WebSocket frame of text"
	EmptyFrames       FaultCode = "endless empty frames" // of a WebSocket
	BrokenFrame       FaultCode = "broken WebSocket frame"
)

// Error is for the log.
func (f *Fault) Error() string {
	var b strings.Builder
	b.WriteString(ErrMalformed.Error())
	if f.Code != "" {
		fmt.Fprintf(&b, ": %s", f.Code)
	}
	for _, name := range []string{f.Packet, f.Expected} {
		if name != "" {
			fmt.Fprintf(&b, " %s", name)
		}
	}
	if f.Property != 0 {
		fmt.Fprintf(&b, " property 0x%02X", f.Property)
	}
	if f.Number != 0 || f.Want != 0 {
		fmt.Fprintf(&b, " %d", f.Number)
	}
	if f.Want != 0 {
		fmt.Fprintf(&b, ", want %d", f.Want)
	}
	if f.Name != "" {
		fmt.Fprintf(&b, " %q", f.Name)
	}
	if f.Clause != "" {
		fmt.Fprintf(&b, " [%s]", f.Clause)
	}
	if f.Err != nil {
		fmt.Fprintf(&b, ": %v", f.Err)
	}
	return b.String()
}

// Is makes a fault known as [ErrMalformed].
func (f *Fault) Is(target error) bool { return target == ErrMalformed }

// Unwrap is the library's error.
func (f *Fault) Unwrap() error { return f.Err }
