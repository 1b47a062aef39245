package broker

import (
	"strings"
	"unicode/utf8"

	"mangrove/model/printable"
)

// LongestText is how many bytes are kept of what a broker, a proxy or a certificate
// says of itself in words. MQTT allows 65,535, which nobody reads, and which take
// a minute to be drawn.
const LongestText = 2_000

// Shorten gives a text from outside as it is kept: all of it, or the beginning with a
// mark that says how much is missing.
func Shorten(s string) string {
	if len(s) <= LongestText {
		return s
	}
	end := LongestText
	for end > LongestText-utf8.UTFMax && !utf8.RuneStart(s[end]) {
		end--
	}
	return strings.TrimSpace(s[:end]) + printable.CutMark(len(s)-end)
}
