package text

import "strings"

// blanks are the characters for which the toolkit's font of emoji has hardly a dot,
// as in 2.7.1: a lightning bolt, exclamation marks, a minus, a thermometer, a levitating
// man, somebody who walks. Here they are drawn from another font.
const blanks = "\u26a1\u2755\u2757\u2796\U0001f321\U0001f574\U0001f6b6"

// HasBlanks reports whether the toolkit's fields and labels leave something of a text
// out that is drawn here.
func HasBlanks(s string) bool { return strings.ContainsAny(s, blanks) }

// MarkBlanks writes marks for what the toolkit's fields and labels leave out.
func MarkBlanks(s string) string {
	if !HasBlanks(s) {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		at := strings.IndexAny(s, blanks)
		if at < 0 {
			break
		}
		c := []rune(s[at:min(len(s), at+4)])[0]
		b.WriteString(s[:at] + markOf(c))
		s = strings.TrimPrefix(s[at+len(string(c)):], "\ufe0f") // which asks for a picture
	}
	return b.String() + s
}
