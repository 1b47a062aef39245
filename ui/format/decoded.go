package format

import (
	"errors"
	"strconv"
	"strings"

	"mangrove/model/decode"
	"mangrove/model/payload"
	"mangrove/model/value"
)

// formatNames are what formats are called in "shown as ...", where they are not called as
// files call them.
var formatNames = map[decode.Format]string{
	decode.JSON: "JSON", decode.Number: "text", decode.Boolean: "text", decode.Time: "text", decode.Hex: "hex", decode.Base64: "Base64",
	decode.MsgPack: "MessagePack", decode.CBOR: "CBOR", decode.Protobuf: "Protobuf", decode.Avro: "Avro", decode.Sparkplug: "Sparkplug B",
	decode.Image: "an image", decode.UTF16: "UTF-16",
}

// Decoded is what a format is called in "shown as ...".
func Decoded(f decode.Format) string {
	if name := formatNames[f]; name != "" {
		return name
	}
	return string(f)
}

// PackedIn says in what a payload was, the innermost first, as " in gzip in Base64"; it is
// empty when it was in nothing.
func PackedIn(as []decode.Format) string {
	words := ""
	for i := len(as) - 2; i >= 0; i-- {
		if as[i] != decode.UTF16 {
			words += " in " + Decoded(as[i])
		}
	}
	return words
}

// BecauseOf says why a payload is taken for what it is, as [Because] does: for each of the
// formats that it is in.
func BecauseOf(r *decode.Result) string {
	var words []string
	for i, f := range r.Because {
		if i < len(r.As) && r.As[i] == decode.UTF16 {
			continue
		}
		because := Because(f)
		if i > 0 {
			because = strings.Replace(because, "it ", "what it holds ", 1)
		}
		words = append(words, because)
	}
	return enumerate(words)
}

// becauseDecoded are the sentences for the reasons of package decode.
func becauseDecoded(f payload.Finding) string {
	switch f.Code {
	case decode.Asked:
		return "the connection asks for it"
	case decode.ByTopic:
		return "its topic is one of " + f.Found
	case decode.ByContentType:
		return "its content type is " + f.Found
	case decode.ByIndicator:
		return "its publisher says that it is text"
	case decode.IsNumber:
		return "it is a number"
	case decode.EpochTime:
		return "it is a number that may be a time in " + epochNames[f.Found]
	case decode.IsBoolean:
		return "it is true or false"
	case decode.IsTime:
		return "it is a time"
	case decode.Holds:
		return "it holds " + Decoded(decode.Format(f.Found))
	case decode.WholeObject:
		return "all of its bytes are one object of " + Plural(f.Count, "member")
	case decode.WholeList:
		return "all of its bytes are one list of " + Plural(f.Count, "element")
	case decode.WholeMessage:
		return "all of its bytes are one message of " + Plural(f.Count, "field")
	case decode.NothingElse:
		return "no format fits"
	}
	return string(f.Code)
}

var epochNames = map[string]string{"s": "seconds since 1970", "ms": "milliseconds since 1970", "us": "microseconds since 1970", "ns": "nanoseconds since 1970"}

// Problem says why bytes are not of a format, as the end of a sentence.
func Problem(as decode.Format, err error) string {
	name := Decoded(as)
	var f *value.Fault
	switch {
	case errors.As(err, &f) && f.Code == value.CutOff:
		return "it is no " + name + ": it ends too early, at byte " + strconv.Itoa(f.Offset)
	case errors.As(err, &f) && f.Code == value.Unexpected && f.Found != "":
		return "it is no " + name + ": " + strconv.Quote(f.Found) + " cannot be at byte " + strconv.Itoa(f.Offset)
	case errors.As(err, &f) && f.Code == value.NoSchema:
		return "there is no schema for " + name
	case errors.As(err, &f) && f.Code == value.TooLarge:
		return "unpacked as " + name + " it would be too large"
	case errors.As(err, &f):
		return "it is no " + name + " from byte " + strconv.Itoa(f.Offset) + " on: " + string(f.Code)
	case errors.Is(err, value.ErrTooMuch):
		return "it has more values than are laid out"
	case errors.Is(err, value.ErrTooDeep):
		return "it is nested too deep to be laid out"
	}
	return "it is no " + name
}
