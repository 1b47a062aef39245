package model

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Query is what a search looks for: terms with blanks between, all of which
// must hold. Case matters in filters, as it does to brokers, and in the names of
// members.
//
//	hall            topics with this text in them
//	"two words"     the same, with blanks
//	tele/+/STATE    topics that match this filter
//	re:^a/.*[0-9]$  topics that match this regular expression
//	=ON             payloads with this text in them
//	battery<20      payloads whose JSON member compares so: < <= > >= = !=
//	room="a b"      the same, with blanks
//	>30             payloads that are a number and compare so
//	-hall           not: before any of the above
type Query struct {
	text    string
	terms   []term
	payload bool // whether any term looks at payloads
}

// term is one condition. Match gets the payload only when it asks for it.
type term struct {
	not     bool
	topic   func(topic []byte) bool
	payload func(payload []byte) bool
	needle  string // of a text in topics, lower case
}

// ParseQuery reads a query. The error says what is wrong with which term. A
// query without terms is nil.
func ParseQuery(text string) (*Query, error) {
	q := &Query{text: text}
	for _, word := range splitWords(text) {
		t, err := parseTerm(word)
		if err != nil {
			return nil, err
		}
		q.payload = q.payload || t.payload != nil
		q.terms = append(q.terms, t)
	}
	if len(q.terms) == 0 {
		return nil, nil //nolint:nilnil // no query is what an empty text means
	}
	return q, nil
}

// String is the text the query was read from.
func (q *Query) String() string { return q.text }

// word is a word of a query; quoted ones are plain text.
type word struct {
	not    bool
	text   string
	quoted bool
}

func splitWords(s string) []word {
	var list []word
	for {
		s = strings.TrimLeftFunc(s, unicode.IsSpace)
		if s == "" {
			return list
		}
		var w word
		if len(s) > 1 && s[0] == '-' {
			w.not, s = true, s[1:]
		}
		if rest, quoted := strings.CutPrefix(s, `"`); quoted {
			w.quoted = true
			w.text, s, _ = strings.Cut(rest, `"`)
		} else {
			end := wordEnd(s)
			w.text, s = s[:end], s[end:]
		}
		if w.text != "" {
			list = append(list, w)
		}
	}
}

// wordEnd is where the first word of a query ends: at a blank that is not
// between quotes behind an operator.
func wordEnd(s string) int {
	quoted := false
	for i, r := range s {
		switch {
		case r == '"' && (quoted || i > 0 && strings.IndexByte("<>=", s[i-1]) >= 0):
			quoted = !quoted
		case unicode.IsSpace(r) && !quoted:
			return i
		}
	}
	return len(s)
}

// ignoreCase begins a regular expression for which case does not matter.
const ignoreCase = "(?i)"

func parseTerm(w word) (term, error) {
	if !w.quoted {
		if pattern, ok := strings.CutPrefix(w.text, "re:"); ok {
			re, err := regexp.Compile(ignoreCase + pattern)
			if err != nil {
				return term{}, fmt.Errorf("the regular expression %q cannot be read: %s", pattern, misread(pattern, err))
			}
			return term{not: w.not, topic: re.Match}, nil
		}
		if strings.ContainsAny(w.text, "+#") && CheckFilter(w.text) == nil {
			return term{not: w.not, topic: func(topic []byte) bool { return Match(w.text, topic) }}, nil
		}
		if m := comparison.FindStringSubmatch(w.text); m != nil {
			return term{not: w.not, payload: compareMember(m[1], m[2], strings.Trim(m[3], `"`))}, nil
		}
	}
	needle := []byte(strings.ToLower(w.text))
	return term{not: w.not, needle: string(needle), topic: func(topic []byte) bool { return containsFold(topic, needle) }}, nil
}

// misread says what is wrong with a regular expression, and where.
func misread(pattern string, err error) string {
	var wrong *syntax.Error
	if !errors.As(err, &wrong) {
		return err.Error()
	}
	words := map[syntax.ErrorCode]string{
		syntax.ErrMissingBracket:        "a closing ] is missing",
		syntax.ErrMissingParen:          "a closing ) is missing",
		syntax.ErrUnexpectedParen:       "a ) has no ( before it",
		syntax.ErrMissingRepeatArgument: "there is nothing to repeat",
		syntax.ErrTrailingBackslash:     "nothing follows the last \\",
	}[wrong.Code]
	if words == "" {
		words = string(wrong.Code)
	}
	if at := strings.TrimPrefix(wrong.Expr, ignoreCase); at != "" && at != pattern {
		words += fmt.Sprintf(" at %q", at)
	}
	return words
}

// Match reports whether a topic with a payload is looked for.
func (q *Query) Match(topic, payload []byte) bool {
	for i := range q.terms {
		t := &q.terms[i]
		found := t.topic != nil && t.topic(topic) || t.payload != nil && t.payload(payload)
		if found == t.not {
			return false
		}
	}
	return true
}

// Marks gives the pieces of a level's name that a query found, as pairs of
// byte offsets, apart from each other and in order.
func (q *Query) Marks(name string) [][2]int {
	var marks [][2]int
	low := strings.ToLower(name)
	if len(low) != len(name) { // folding moved the bytes
		return nil
	}
	for i := range q.terms {
		if q.terms[i].not {
			continue
		}
		for piece := range strings.SplitSeq(q.terms[i].needle, "/") {
			if at := strings.Index(low, piece); at >= 0 && piece != "" {
				marks = addMark(marks, [2]int{at, at + len(piece)})
			}
		}
	}
	return marks
}

// addMark keeps marks in order and joins those that touch.
func addMark(marks [][2]int, m [2]int) [][2]int {
	var list [][2]int
	for _, other := range marks {
		switch {
		case other[1] < m[0]:
			list = append(list, other)
		case m[1] < other[0]:
			list = append(list, m)
			m = other
		default:
			m = [2]int{min(m[0], other[0]), max(m[1], other[1])}
		}
	}
	return append(list, m)
}

// containsFold reports whether a text holds a needle that is in lower case.
func containsFold(text, needle []byte) bool {
	if len(needle) == 0 {
		return true
	}
	first := needle[0]
	if first >= utf8.RuneSelf || !isASCII(needle) {
		return bytes.Contains(bytes.ToLower(text), needle)
	}
	for i := 0; i+len(needle) <= len(text); i++ {
		if lower(text[i]) == first && foldsTo(text[i:i+len(needle)], needle) {
			return true
		}
	}
	return false
}

func foldsTo(text, needle []byte) bool {
	for i, c := range needle {
		if lower(text[i]) != c {
			return false
		}
	}
	return true
}

func lower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

func isASCII(b []byte) bool {
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
