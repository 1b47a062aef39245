package model

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/tidwall/gjson"
)

// Query is what a search looks for: terms with blanks between, all of which
// must hold. Case matters in filters alone, as it does to brokers.
//
//	hall            topics with this text in them
//	"two words"     the same, with blanks
//	tele/+/STATE    topics that match this filter
//	re:^a/.*[0-9]$  topics that match this regular expression
//	=ON             payloads with this text in them
//	battery<20      payloads whose JSON member compares so: < <= > >= = !=
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
		} else if end := strings.IndexFunc(s, unicode.IsSpace); end < 0 {
			w.text, s = s, ""
		} else {
			w.text, s = s[:end], s[end:]
		}
		if w.text != "" {
			list = append(list, w)
		}
	}
}

func parseTerm(w word) (term, error) {
	if !w.quoted {
		if pattern, ok := strings.CutPrefix(w.text, "re:"); ok {
			re, err := regexp.Compile("(?i)" + pattern)
			if err != nil {
				return term{}, fmt.Errorf("the regular expression %q cannot be read: %w", pattern, err)
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

// comparison is a path, which may be missing, an operator and a value.
var comparison = regexp.MustCompile(`^([^<>=!]*)(<=|>=|!=|=|<|>)(.+)$`)

// compareMember compares a member of a JSON payload, or without a path the
// payload itself, with a value: as numbers when both are, otherwise as text.
func compareMember(path, operator, value string) func([]byte) bool {
	number, err := strconv.ParseFloat(value, 64)
	numeric := err == nil
	needle := []byte(strings.ToLower(value))
	if path == "" && operator == "=" {
		return func(payload []byte) bool { return containsFold(payload, needle) }
	}
	return func(payload []byte) bool {
		text := string(payload[:min(len(payload), longestNumberText)])
		if path != "" {
			member := gjson.GetBytes(payload, path)
			if !member.Exists() {
				return false
			}
			text = member.String()
		}
		if got, err := strconv.ParseFloat(strings.TrimSpace(text), 64); numeric && err == nil {
			return holds(operator, compareNumbers(got, number))
		}
		return (operator == "=" || operator == "!=") && holds(operator, strings.Compare(strings.ToLower(text), string(needle)))
	}
}

// longestNumberText is how much of a payload is read as a number.
const longestNumberText = 64

func compareNumbers(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func holds(operator string, compared int) bool {
	switch operator {
	case "<":
		return compared < 0
	case "<=":
		return compared <= 0
	case ">":
		return compared > 0
	case ">=":
		return compared >= 0
	case "!=":
		return compared != 0
	}
	return compared == 0
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
