// Package printable makes text from anywhere safe to print and honest to look
// at: what a terminal would obey, what turns the direction of writing, and what
// nobody can see is written as an escape such as \x1b or \u202e. It is the one
// place that decides what that is, for all that commands print. The window marks
// what cannot be seen where it draws text: see mangrove/ui/widgets/text.
//
// A backslash that is in the text stands as it is, so an escape can be told
// from one only by the exact bytes, which every export keeps.
package printable

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Line gives a text as one line: line breaks and tabs are escapes too.
func Line(s string) string { return visible(s, false) }

// Text gives a text of many lines: line breaks and tabs stand as they are.
func Text(s string) string { return visible(strings.ReplaceAll(s, "\r\n", "\n"), true) }

// Name gives a topic, a level or another name as one line, in quotes when it
// would not be seen for what it is otherwise: when it is empty, begins or ends
// with a blank, has two of them side by side, one that is no common blank, or
// anything that must be escaped.
func Name(s string) string {
	if s != "" && strings.Trim(s, " ") == s && !strings.Contains(s, "  ") && !strings.ContainsFunc(s, oddBlank) && Safe(s) {
		return s
	}
	var b strings.Builder
	b.WriteByte('"')
	each(s, func(r rune, raw string) {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case oddBlank(r):
			b.WriteString(escape(r, raw))
		default:
			b.WriteString(raw)
		}
	}, func(r rune, raw string) { b.WriteString(escape(r, raw)) })
	b.WriteByte('"')
	return b.String()
}

// oddBlank reports whether a character is a blank that looks like the common
// one.
func oddBlank(r rune) bool { return r != ' ' && unicode.Is(unicode.Zs, r) }

// Safe reports whether a text can be printed on one line as it is.
func Safe(s string) bool {
	safe := true
	each(s, func(rune, string) {}, func(rune, string) { safe = false })
	return safe
}

// JSON escapes what must not be printed in an encoded JSON text, which stays
// the same value: outside of strings there is nothing of that kind.
func JSON(encoded []byte) []byte {
	if isASCII(encoded) && bytes.IndexByte(encoded, 0x7f) < 0 {
		return encoded
	}
	var b bytes.Buffer
	each(string(encoded), func(_ rune, raw string) { b.WriteString(raw) }, func(r rune, raw string) {
		switch {
		case r == '\n' || r == '\t' || r == '\r': // between the values
			b.WriteString(raw)
		case r > 0xffff:
			high, low := surrogates(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	})
	return b.Bytes()
}

// surrogates splits a character beyond the basic plane as UTF-16 does.
func surrogates(r rune) (high, low rune) {
	r -= 0x10000
	return 0xd800 + r>>10, 0xdc00 + r&0x3ff
}

func visible(s string, lines bool) string {
	if plain(s) {
		return s
	}
	var b strings.Builder
	each(s, func(_ rune, raw string) { b.WriteString(raw) }, func(r rune, raw string) {
		if lines && (r == '\n' || r == '\t') {
			b.WriteString(raw)
			return
		}
		b.WriteString(escape(r, raw))
	})
	return b.String()
}

// plain reports whether a text is printable ASCII, as most is.
func plain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c >= 0x7f {
			return false
		}
	}
	return true
}

func isASCII(b []byte) bool {
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// each calls show for the characters that can be printed and hide for the
// others, with their bytes. A byte that is no UTF-8 is of the latter.
func each(s string, show, hide func(r rune, raw string)) {
	var before rune
	for at := 0; at < len(s); {
		r, n := utf8.DecodeRuneInString(s[at:])
		raw := s[at : at+n]
		at += n
		after, _ := utf8.DecodeRuneInString(s[at:])
		if r == utf8.RuneError && n == 1 || hidden(r) && !joins(before, r, after) {
			hide(r, raw)
			before = 0 // it is an escape now
			continue
		}
		show(r, raw)
		before = r
	}
}

// escape writes a character, or a byte that is none, as Go does.
func escape(r rune, raw string) string {
	if r == utf8.RuneError && len(raw) == 1 {
		return fmt.Sprintf(`\x%02x`, raw[0])
	}
	quoted := strconv.QuoteRuneToASCII(r)
	if r >= 0x80 && r <= 0xff { // a character, which \x80 would take for a byte
		return fmt.Sprintf(`\u%04x`, r)
	}
	return quoted[1 : len(quoted)-1]
}

// hidden reports whether a character obeys rather than shows: controls, marks
// of direction, separators of lines, and what has no width.
func hidden(r rune) bool {
	switch {
	case r < ' ' || r == 0x7f:
		return true
	case r < 0x80:
		return false
	case unicode.Is(unicode.Prepended_Concatenation_Mark, r): // which can be seen
		return false
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp,
		unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

// Characters without a width that are part of how others are written.
const (
	nonJoiner = '\u200c' // in Persian, for example
	joiner    = '\u200d' // in emoji and Indic scripts
	asText    = '\ufe0e'
	asEmoji   = '\ufe0f'
)

// beyondLatin is the first character of scripts that need joiners.
const beyondLatin = 0x300

// joins reports whether a character without a width does its work between two
// others, in an emoji or a word of a script that needs it.
func joins(before, r, after rune) bool {
	switch r {
	case asText, asEmoji:
		return before >= beyondLatin && !hidden(before) || before != 0 && strings.ContainsRune("0123456789#*©®", before)
	case joiner, nonJoiner:
		return (before >= beyondLatin && !hidden(before) || before == asEmoji) && after >= beyondLatin && !hidden(after) && after != utf8.RuneError
	}
	return false
}
