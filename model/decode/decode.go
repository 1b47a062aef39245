package decode

import (
	"mangrove/model/payload"
	"mangrove/model/value"
)

// Format is a way to read bytes. Its text is what files and commands call it.
type Format string

// The formats that are found, or asked for. Numbers of a fixed size are asked for by
// [numbers.Formats], as "int16le".
const (
	Empty      Format = "empty" // no bytes at all
	JSON       Format = "json"
	Text       Format = "text"
	Number     Format = "number"  // a text that is nothing but a number
	Boolean    Format = "boolean" // a text that is nothing but true or false
	Time       Format = "time"    // a text that is nothing but an ISO 8601 time
	Hex        Format = "hex"
	Base64     Format = "base64"
	MsgPack    Format = "msgpack"
	CBOR       Format = "cbor"
	Protobuf   Format = "protobuf"
	Avro       Format = "avro"
	Sparkplug  Format = "sparkplug"
	Ruuvi      Format = "ruuvi" // what a sensor broadcasts, in JSON, in hexadecimal or as it is
	Meshtastic Format = "meshtastic"
	Image      Format = "image"
	UTF16      Format = "utf-16"
	Gzip       Format = "gzip"
	Zlib       Format = "zlib"
	Deflate    Format = "deflate"
	Zstd       Format = "zstd"
	Bytes      Format = "bytes" // of no format that is known
)

// Why a format was taken, besides the codes of package payload.
const (
	Asked         payload.Code = "asked"         // Found: what asks for it, as the filter of a rule
	ByTopic       payload.Code = "topic"         // Found: whose convention its topic follows
	ByContentType payload.Code = "content type"  // Found: the content type
	ByIndicator   payload.Code = "indicator"     // the payload format indicator says text
	IsNumber      payload.Code = "number"        //
	EpochTime     payload.Code = "epoch"         // a number that may be a time. Found: "s", "ms", "us" or "ns"
	IsBoolean     payload.Code = "boolean"       //
	IsTime        payload.Code = "time"          //
	Holds         payload.Code = "holds"         // an encoding. Found: the format of what it holds
	WholeObject   payload.Code = "whole object"  // read as the format, all bytes are one object. Count: its members
	WholeList     payload.Code = "whole list"    // read as the format, all bytes are one list. Count: its elements
	WholeMessage  payload.Code = "whole message" // read as the format, all bytes are one message. Count: its fields
)

// Input is a payload, and what is known of its message.
type Input struct {
	Payload     []byte
	Topic       string
	ContentType string // of MQTT 5
	UTF8        bool   // the payload format indicator of MQTT 5 says that it is text
	Rule        *Rule  // what the user asks for, nil: to find it out

	// MostUnpacked is how many bytes may come out of compressions; 0: as many as usual.
	MostUnpacked int

	// GivenUp is asked now and then while a large payload is read: once it says so, what comes
	// out means nothing. Nil: never.
	GivenUp func() bool

	// Sparkplug reads payloads of Sparkplug with what births have announced; nil: only what a payload says itself.
	Sparkplug Reader
}

// Rule is what a user asks of payloads.
type Rule struct {
	As     []Format // the outermost first, as gzip and then json
	Schema Reader   // of protobuf or avro, which must be among As; may be nil
	From   string   // what asks, as the filter of the rule; may be empty
}

// Reader reads the bytes of a format with what its maker knows: a schema, or what earlier
// messages have announced. It fails with a [value.Fault], [value.ErrTooMuch] or
// [value.ErrTooDeep]; consumed is how many bytes it has read.
type Reader interface {
	Decode(b []byte) (tree *value.Tree, consumed int, err error)
}

// UntilReader is a [Reader] that ends early once somebody gives up, who is asked now and
// then: it fails with [value.ErrGivenUp] then. Nil is nobody.
type UntilReader interface {
	DecodeUntil(b []byte, givenUp func() bool) (tree *value.Tree, consumed int, err error)
}

// Until has a reader read bytes, until somebody gives up if it can end early.
func Until(r Reader, b []byte, givenUp func() bool) (tree *value.Tree, consumed int, err error) {
	if u, ok := r.(UntilReader); ok {
		return u.DecodeUntil(b, givenUp)
	}
	return r.Decode(b)
}

// Result is what a payload means.
type Result struct {
	As      []Format          // the outermost first, as gzip and then json
	Because []payload.Finding // why each of them
	Odd     []payload.Finding // what is no plain text in a text or around it

	Tree    *value.Tree // of Content; an image, a text and bytes are one node
	Content []byte      // the innermost bytes, which the ranges of the tree are of
	Offset  int         // where Content begins in the payload, -1 when it does not stand in it as it is
	Rest    int         // how many bytes at the end of Content mean nothing to its format

	Consumed int // bytes of the payload that mean something
	Size     int // bytes of the payload

	// Problem is why a payload is not what it was asked for, or what it begins as; nil
	// when there is none.
	Problem *Problem
}

// Problem is why bytes are not of a format.
type Problem struct {
	As  Format
	Err error // a *value.Fault, value.ErrTooMuch or value.ErrTooDeep
}

// Format is what the innermost bytes are.
func (r *Result) Format() Format { return r.As[len(r.As)-1] }
