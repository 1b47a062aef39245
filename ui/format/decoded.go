package format

import (
	"strings"

	"mangrove/broker/explain"
	"mangrove/model/decode"
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
// JSON: at byte 15 stands N, which cannot be there".
func Problem(p *decode.Problem) string {
	return "not " + NameOf(p.As) + ": " + explain.Unreadable(p.Err)
}
