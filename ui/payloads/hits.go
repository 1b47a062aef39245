package payloads

import "bytes"

// hitPart is a piece of a text, which a search was for or not.
type hitPart struct {
	text string
	hit  bool
}

// hitParts takes a text apart at what a search was for, in small letters.
func hitParts(s string, needle []byte) (parts []hitPart) {
	if len(needle) == 0 {
		return []hitPart{{s, false}}
	}
	small, at := lowered(nil, []byte(s)), 0
	for {
		n := bytes.Index(small[at:], needle)
		if n < 0 {
			return append(parts, hitPart{s[at:], false})
		}
		from := at + n
		at, parts = from+len(needle), append(parts, hitPart{s[at:from], false}, hitPart{s[from : from+len(needle)], true})
	}
}
