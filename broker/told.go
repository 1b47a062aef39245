package broker

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// MostTold is how many bytes are kept of what a broker, a proxy or a certificate
// says of itself in words. MQTT allows 65,535, which nobody reads, and which take
// a minute to be drawn.
const MostTold = 2_000

// Told is a text from outside as it is kept: all of it, or the beginning with a
// mark that says how much is missing.
func Told(s string) string {
	if len(s) <= MostTold {
		return s
	}
	end := MostTold
	for end > MostTold-utf8.UTFMax && !utf8.RuneStart(s[end]) {
		end--
	}
	return strings.TrimSpace(s[:end]) + fmt.Sprintf(" … (%d bytes more)", len(s)-end)
}
