package format

import (
	"errors"
	"strings"

	"mangrove/broker/explain"
	"mangrove/model/decode"
	"mangrove/model/value"
)

// NameOf is what a format is called in a sentence: JSON, an image.
func NameOf(f decode.Format) string { return explain.FormatName(f) }

// Formats names formats in each other: gzip, then JSON.
func Formats(all []decode.Format) string {
	names := make([]string, len(all))
	for i, f := range all {
		names[i] = NameOf(f)
	}
	return strings.Join(names, ", then ")
}

// Problem says why a payload is not of a format, as a sentence without its end: "not
// JSON: at byte 15, N is not valid".
func Problem(p *decode.Problem) string {
	if f := new(value.Fault); errors.As(p.Err, &f) && f.Code == value.TooLarge {
		return NameOf(p.As) + " that would exceed the size limit when unpacked"
	}
	return "not " + NameOf(p.As) + ": " + explain.Unreadable(p.Err)
}
