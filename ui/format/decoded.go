package format

import (
	"errors"

	"mangrove/broker/explain"
	"mangrove/model/decode"
	"mangrove/model/value"
)

// NameOf is what a format is called in a sentence: JSON, an image.
func NameOf(f decode.Format) string { return explain.FormatName(f) }

// Formats names formats in each other: gzip, then JSON.
func Formats(all []decode.Format) string {
	if len(all) == 0 {
		return ""
	}
	words := NameOf(all[0])
	for _, inner := range all[1:] {
		words = Fill("{outer}, then {inner}", "outer", words, "inner", NameOf(inner))
	}
	return words
}

// Problem says why a payload is not of a format, as a sentence without its end: "not
// JSON: at byte 15, N is not valid".
func Problem(p *decode.Problem) string {
	if f := new(value.Fault); errors.As(p.Err, &f) && f.Code == value.TooLarge {
		return Fill("{format} that would exceed the size limit when unpacked", "format", NameOf(p.As))
	}
	return Fill("not {format}: {why}", "format", NameOf(p.As), "why", explain.Unreadable(p.Err))
}
