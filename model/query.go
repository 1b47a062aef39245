package model

import (
	"regexp"
	"strings"

	"golang.org/x/text/unicode/norm"

	"mangrove/model/payload"
)

// Query is what a search looks for: terms with blanks between, all of which
// must hold. Filters are compared byte for byte, as brokers do, and capitals
// matter in the names of members.
//
//	hall            topics with this text in them
//	"two words"     the same, with blanks
//	tele/+/STATE    topics that match this filter
//	re:^a/.*[0-9]$  topics that match this regular expression
//	=ON             payloads that are this text, in JSON quotes or not
//	~ON             payloads with this text in them
//	>30             payloads that are a number and compare so
//	battery<20      JSON payloads whose member compares so: < <= > >= = != ~
//	"a b".c="d e"   the same, with blanks
//	-hall           not: before any of the above
//
// Text is compared whatever its capitals and the way its accents are encoded.
type Query struct {
	terms   []term
	payload bool // whether any term looks at payloads
	slow    bool // whether any is a regular expression
}

// term is one condition. Match gets the payload only when it asks for it.
type term struct {
	not     bool
	topic   func(topic []byte) bool
	payload func(payload []byte) bool
	needle  string // of a text in topics, folded
	slow    bool   // it is a regular expression
}

// ParseQuery reads a query. The error says what is wrong with which term. A
// query without terms is nil.
func ParseQuery(text string) (*Query, error) {
	q := new(Query)
	for _, word := range splitWords(text) {
		t, err := parseTerm(word)
		if err != nil {
			return nil, err
		}
		q.payload = q.payload || t.payload != nil
		q.slow = q.slow || t.slow
		q.terms = append(q.terms, t)
	}
	if len(q.terms) == 0 {
		return nil, nil //nolint:nilnil // no query is what an empty text means
	}
	return q, nil
}

// parseTerm reads a word.
func parseTerm(w word) (term, error) {
	if text, whole := w.quoted(); whole {
		return textTerm(w.not, text), nil
	}
	if w.text == "" {
		return term{}, &QueryError{Code: NothingExcluded}
	}
	if pattern, ok := strings.CutPrefix(w.text, "re:"); ok {
		return patternTerm(w.not, pattern)
	}
	wildcards := strings.ContainsAny(w.text, "+#") // which no topic has in it
	filter := CheckFilter(w.text)
	if wildcards && filter == nil {
		return term{not: w.not, topic: func(topic []byte) bool { return Match(w.text, topic) }}, nil
	}
	if c, ok := w.comparison(); ok {
		if c.missing {
			return term{}, &QueryError{Code: NoValue, Found: c.before, Operator: c.operator}
		}
		return term{not: w.not, payload: c.match()}, nil
	}
	if wildcards {
		return term{}, &QueryError{Code: NotFilter, Found: w.text, Err: filter}
	}
	return textTerm(w.not, w.text), nil
}

// textTerm finds topics with a text in them.
func textTerm(not bool, text string) term {
	needle := fold([]byte(text))
	return term{not: not, needle: string(needle), topic: func(topic []byte) bool { return containsFold(topic, needle) }}
}

// ignoreCase begins a regular expression for which case does not matter.
const ignoreCase = "(?i)"

// patternTerm finds topics that match a regular expression. Accents are
// composed in both.
func patternTerm(not bool, pattern string) (term, error) {
	if pattern == "" {
		return term{}, &QueryError{Code: NoPattern}
	}
	re, err := regexp.Compile(ignoreCase + norm.NFC.String(pattern))
	if err != nil {
		return term{}, misread(pattern, err)
	}
	return term{not: not, slow: true, topic: func(topic []byte) bool {
		if !isASCII(topic) {
			topic = norm.NFC.Bytes(topic)
		}
		return re.Match(topic)
	}}, nil
}

// Match reports whether a topic with a payload is looked for.
func (q *Query) Match(topic, message []byte) bool {
	if q.payload {
		message = payload.Plain(message)
	}
	for i := range q.terms {
		t := &q.terms[i]
		found := t.topic != nil && t.topic(topic) || t.payload != nil && t.payload(message)
		if found == t.not {
			return false
		}
	}
	return true
}
