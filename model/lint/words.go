package lint

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/tidwall/gjson"
)

// kind is what a payload looks like.
type kind string

const (
	object kind = "JSON object"
	array  kind = "JSON array"
	number kind = "number"
	text   kind = "text"
	binary kind = "bytes"
	lines  kind = "JSON in lines" // a value in each
	broken kind = "JSON with errors"
)

// longestNumber is the most in bytes that is read as one.
const longestNumber = 40

// kindOf is the kind of a payload; empty for an empty one, and for words that stand for a
// value that is missing.
func kindOf(payload []byte) kind {
	b := bytes.TrimSpace(payload)
	if len(b) == 0 || len(b) <= 12 && slices.Contains(missing, strings.ToLower(string(b))) {
		return ""
	}
	if k := braced(b); k != "" {
		return k
	}
	if len(b) <= longestNumber {
		if _, err := strconv.ParseFloat(string(b), 64); err == nil {
			return number
		}
	}
	if utf8.Valid(b[:min(len(b), 1<<10)]) || utf8.Valid(b) {
		return text
	}
	return binary
}

// braced is the kind of a payload in braces, empty where that is no JSON and does not try to be
// some, as a line of a log. A large one is taken for what it looks like.
func braced(b []byte) kind {
	first, end := b[0], b[len(b)-1]
	isObject := first == '{' && end == '}'
	if !isObject && (first != '[' || end != ']') {
		return ""
	}
	switch {
	case len(b) > largestText || gjson.ValidBytes(b):
		if isObject {
			return object
		}
		return array
	case validLines(b):
		return lines
	case isObject && bytes.IndexByte(b, ':') > 0 && utf8.Valid(b):
		return broken
	}
	return ""
}

// validLines reports whether each line is a value of JSON.
func validLines(b []byte) bool {
	if bytes.IndexByte(b, '\n') < 0 {
		return false
	}
	for line := range bytes.Lines(b) {
		if line = bytes.TrimSpace(line); len(line) > 0 && !gjson.ValidBytes(line) {
			return false
		}
	}
	return true
}

// missing are words for a value that is not there.
var missing = []string{"null", "none", "nan", "unknown", "unavailable", "n/a", "-", "offline", "online"}

// hasBlank reports whether a topic has characters that are not seen: blanks at the ends of a
// level or several in a row, others than the usual one, controls and what has no width, unless
// it joins what stands around it.
func hasBlank(topic string) bool {
	for name := range strings.SplitSeq(topic, "/") {
		if strings.TrimSpace(name) != name || strings.Contains(name, "  ") {
			return true
		}
		var before rune
		for i, r := range name {
			if r != ' ' && (unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) && !joins(before, r, name[i+utf8.RuneLen(r):]) {
				return true
			}
			before = r
		}
	}
	return false
}

const (
	nonJoiner, joiner = '\u200c', '\u200d'
	blackFlag         = '\U0001f3f4'
)

// plainScripts are those that have no use for a joiner.
var plainScripts = []*unicode.RangeTable{unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul}

// joins reports whether a character without a width belongs to a word or an emoji that it is
// inside of: between letters, as in Persian, between signs, or as the letters of a flag.
func joins(before, r rune, rest string) bool {
	after, _ := utf8.DecodeRuneInString(rest)
	switch {
	case r >= '\U000e0020' && r <= '\U000e007f':
		return before == blackFlag || before >= '\U000e0020' && before <= '\U000e007f'
	case r == joiner && isSign(before) && isSign(after):
		return true
	case r == joiner || r == nonJoiner:
		return isJoined(before) && isJoined(after)
	}
	return false
}

// isSign reports whether a character is part of an emoji: also what says how it is drawn, and in
// which colour of skin.
func isSign(r rune) bool { return unicode.In(r, unicode.So, unicode.Sk) || r == '\ufe0f' }

func isJoined(r rune) bool {
	return (unicode.IsLetter(r) || unicode.IsMark(r)) && !unicode.In(r, plainScripts...)
}
