package model

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// word is a word of a query as it stands there, without its minus. Blanks may
// be between quotes.
type word struct {
	not  bool
	text string
}

func splitWords(s string) []word {
	var list []word
	for {
		s = strings.TrimLeftFunc(s, unicode.IsSpace)
		if s == "" {
			return list
		}
		var w word
		w.text, w.not = strings.CutPrefix(s, "-")
		end := wordEnd(w.text)
		w.text, s = w.text[:end], w.text[end:]
		if text, whole := w.quoted(); !whole || text != "" {
			list = append(list, w)
		}
	}
}

// operators begin a comparison. One that begins with another stands before it.
var operators = []string{"<=", ">=", "!=", "!~", "<", ">", "=", "~"}

// operatorAt is the operator that a text begins with, "" when none.
func operatorAt(s string) string {
	for _, o := range operators {
		if strings.HasPrefix(s, o) {
			return o
		}
	}
	return ""
}

// quoteEnd is where a text in quotes ends, behind the closing one, which may be
// missing. A quote in the text has a backslash before it. Of backslashes before a
// quote two mean one; elsewhere each is what it is, as in paths of Windows.
func quoteEnd(s string) int {
	for at := 1; at < len(s); at++ {
		switch s[at] {
		case '"':
			return at + 1
		case '\\':
			n := backslashes(s[at:])
			if at += n - 1; n%2 == 1 && strings.HasPrefix(s[at+1:], `"`) {
				at++
			}
		}
	}
	return len(s)
}

// backslashes is how many a text begins with.
func backslashes(s string) int { return len(s) - len(strings.TrimLeft(s, `\`)) }

// unquote takes the quotes off a text that begins with one.
func unquote(s string) string {
	if s == "" || s[0] != '"' {
		return s
	}
	end := quoteEnd(s)
	if end > 1 && s[end-1] == '"' {
		end--
	}
	s = s[1:end]
	if !strings.Contains(s, `\`) {
		return s
	}
	var text strings.Builder
	for s != "" {
		n := backslashes(s)
		switch rest := s[n:]; {
		case n == 0:
			n = max(1, strings.IndexByte(s+`\`, '\\'))
			text.WriteString(s[:n])
		case rest == "": // the closing quote comes next, or is missing
			text.WriteString(s[:(n+1)/2])
		case rest[0] == '"':
			text.WriteString(s[:n/2])
			text.WriteByte('"')
			n++
		default:
			text.WriteString(s[:n])
		}
		s = s[n:]
	}
	return text.String()
}

// wordEnd is where the first word of a query ends: at a blank that is not in
// quotes. These stand at the beginning of a name or of a value. A text in quotes
// that no comparison follows is a word by itself.
func wordEnd(s string) int {
	begins := true // of a name or a value
	for at := 0; at < len(s); {
		r, n := utf8.DecodeRuneInString(s[at:])
		switch operator := operatorAt(s[at:]); {
		case r == '"' && begins:
			n = quoteEnd(s[at:])
			if rest := s[at+n:]; at == 0 && !strings.HasPrefix(rest, ".") && operatorAt(rest) == "" {
				return n
			}
			begins = false
		case operator != "":
			n, begins = len(operator), true
		case unicode.IsSpace(r):
			return at
		default:
			begins = r == '.'
		}
		at += n
	}
	return len(s)
}

// quoted gives the text of a word that is nothing but a text in quotes.
func (w word) quoted() (text string, whole bool) {
	if !strings.HasPrefix(w.text, `"`) || quoteEnd(w.text) < len(w.text) {
		return "", false
	}
	return unquote(w.text), true
}

// comparison takes a word apart that compares a payload, or a member of it,
// with a value.
func (w word) comparison() (c comparison, ok bool) {
	name := 0 // where the name of a member begins
	for at := 0; at < len(w.text); {
		switch operator := operatorAt(w.text[at:]); {
		case operator != "":
			if at > 0 {
				c.member = append(c.member, nameOf(w.text[name:at]))
			}
			c.before, c.operator = w.text[:at]+operator, operator
			value := w.text[at+len(operator):]
			c.value, c.missing = unquote(value), value == ""
			return c, true
		case w.text[at] == '"' && at == name:
			at += quoteEnd(w.text[at:])
			continue
		case w.text[at] == '.':
			c.member = append(c.member, nameOf(w.text[name:at]))
			name = at + 1
		}
		at++
	}
	return c, false
}
