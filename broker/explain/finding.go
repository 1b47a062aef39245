package explain

import (
	"maps"
	"strconv"
	"strings"

	"mangrove/broker/profiles/finding"
	"mangrove/model/printable"
	"mangrove/model/wording"
)

// Note says what there is to say of a connection, in sentences.
func Note(n finding.Note) string { return fill(n, "", true) }

// Notes are those sentences.
func Notes(all []finding.Note) []string {
	var told []string
	for _, n := range all {
		told = append(told, Note(n))
	}
	return told
}

// Parts are the words for values, each as a part of a sentence.
func Parts(all []finding.Part) []string {
	var told []string
	for _, p := range all {
		told = append(told, part(p))
	}
	return told
}

// findingWords are the words for a code. What stands in braces is a value of it; see
// fill.
var findingWords = merged(settingWords, fileWords, certificateWords, secretWords, importWords, noteWords, optionWords)

func merged(all ...map[finding.Code]string) map[finding.Code]string {
	whole := make(map[finding.Code]string)
	for _, some := range all {
		maps.Copy(whole, some)
	}
	return whole
}

// fill puts the values of a finding into its words, of which said stand before.
func fill(n finding.Note, said string, named bool) string {
	text := findingWords[n.Code]
	if c, ok := caseWords[n.Code]; ok && c.is(n) {
		text = c.words
	}
	if text == "" {
		return (*finding.Fault)(&n).Error()
	}
	values := []any{
		"name", n.Name, "safe", printable.Name(n.Name), "quoted name", strconv.Quote(n.Name),
		"value", n.Value, "quoted", strconv.Quote(n.Value), "count", n.Count, "limit", n.Limit,
		"parts", strings.Join(Parts(n.Parts), ", "), "others", strings.Join(Parts(n.Others), ", "),
	}
	for i, p := range n.Parts[:min(len(n.Parts), len(partPlaces))] {
		values = append(values, partPlaces[i], part(p))
	}
	for i, p := range n.Others[:min(len(n.Others), len(otherPlaces))] {
		values = append(values, otherPlaces[i], part(p))
	}
	cause := ""
	if n.Err != nil {
		before, _, _ := strings.Cut(text, "{cause}")
		cause = wordsAfter(n.Err, said+wording.Fill(before, values...), named)
	}
	return wording.Fill(text, append(values, "cause", cause)...)
}

// The places that parts have of their own in a sentence.
var (
	partPlaces  = [...]string{"part 1", "part 2", "part 3"}
	otherPlaces = [...]string{"other 1", "other 2", "other 3"}
)

// part are the words for a value.
func part(p finding.Part) string {
	switch p.Code {
	case "":
		return p.Value
	case finding.SecretNamed:
		return Secret(p.Value)
	case finding.Field:
		return fieldName(p.Value)
	}
	text := partWords[p.Code]
	if text == "" {
		return p.String()
	}
	return wording.Fill(text, "value", p.Value)
}
