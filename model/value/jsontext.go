package value

import (
	"strings"

	"github.com/tidwall/gjson"
)

// MaxPath is how long a path of gjson may be, in bytes: to follow one recurses.
const MaxPath = 1_000

// IsJSON reports whether a text is one value of JSON that is nested no deeper than
// [MaxDepth]. Both to check it and to look into it recurse, and how deep values are nested
// is up to whoever sent them.
func IsJSON(text []byte) bool {
	depth, quoted := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			if depth++; depth > MaxDepth {
				return false
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return gjson.ValidBytes(text)
}

// FindsOnly reports whether a path of gjson leads to what is in a payload, and makes nothing:
// it has no modifiers, such as @tostr, and no lists or objects of several paths. Some of
// these, one behind the other, make a value as large as they like of a payload of a few bytes.
func FindsOnly(path string) bool {
	if len(path) > MaxPath {
		return false
	}
	begins := true // a part of the path
	for i := 0; i < len(path); i++ {
		c := path[i]
		switch {
		case c == '\\':
			i++
		case begins && (c == '[' || c == '{' || c == '!'):
			return false
		case begins && c == '@' && gjson.ModifierExists(name(path[i+1:]), nil):
			return false
		}
		begins = c == '.' || c == '|' || c == '('
	}
	return true
}

// name is the beginning of a text that can be the name of a modifier.
func name(s string) string {
	if end := strings.IndexAny(s, ".|:)=<>!%~ "); end >= 0 {
		return s[:end]
	}
	return s
}
