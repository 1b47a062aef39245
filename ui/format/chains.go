package format

import (
	"slices"

	"mangrove/broker/profiles"
	"mangrove/model/decode"
)

// Chains are the formats in each other, by their codes, that can be chosen to read payloads
// as; of none first, to find it out.
func Chains() [][]string {
	all := [][]string{nil}
	for _, f := range decode.Formats() {
		all = append(all, []string{string(f)})
	}
	return append(all, []string{"gzip", "protobuf"}, []string{"zlib", "protobuf"}, []string{"gzip", "avro"})
}

// Chain is what formats in each other are called.
func Chain(as []string) string {
	switch {
	case len(as) == 0:
		return "detected"
	case slices.Equal(as, []string{profiles.Automatic}):
		return "detected, always"
	}
	all := make([]decode.Format, len(as))
	for i, f := range as {
		all[i] = decode.Format(f)
	}
	return Excerpt(Formats(all))
}
