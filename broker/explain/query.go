package explain

import (
	"errors"
	"fmt"
	"regexp/syntax"
	"strconv"

	"mangrove/broker"
	"mangrove/broker/profiles/finding"
	"mangrove/model"
	"mangrove/model/wording"
)

// Topic says what is wrong with a topic or a filter, for a sentence that has named it
// already.
func Topic(err error) string {
	var fault model.TopicFault
	if err == nil {
		return ""
	}
	if !errors.As(err, &fault) || topicFaults[fault] == "" {
		return err.Error()
	}
	return topicFaults[fault]
}

var topicFaults = map[model.TopicFault]string{
	model.ErrEmpty:    "a topic needs at least one character",
	model.ErrTooLong:  "a topic holds at most 65,535 bytes",
	model.ErrNotUTF8:  "a topic must be valid UTF-8 text",
	model.ErrNUL:      "a topic cannot contain the NUL character",
	model.ErrWildcard: "a topic to publish to cannot contain the wildcards + and #; give the exact topic",
	model.ErrPlus:     "the wildcard + must stand alone in its level, as in a/+/b",
	model.ErrHash:     "the wildcard # must stand alone in the last level, as in a/#",
	model.ErrShare:    "a shared subscription is written $share/group/filter, without wildcards in the group",
}

// explainTopic is for a topic or filter that is none.
func explainTopic(err error) string {
	if found := (*finding.Fault)(nil); errors.As(err, &found) {
		return "" // it says which topic
	}
	if fault := model.TopicFault(""); errors.As(err, &fault) {
		return sentence(Topic(fault))
	}
	if control := (*model.Control)(nil); errors.As(err, &control) {
		return wording.Fill("Character {number} of the topic is the control character {char}. MQTT asks not to send it, and some brokers, Mosquitto among them, "+
			"close the connection for it.",
			"number", control.At, "char", controlName(control.Char))
	}
	return ""
}

// controlName is a control character by its number, and by its name where people know it.
func controlName(r rune) string {
	switch r {
	case '\t':
		return "U+0009 (tab)"
	case '\n':
		return "U+000A (line break)"
	case '\r':
		return "U+000D (carriage return)"
	}
	return fmt.Sprintf("%U", r)
}

// explainQuery is for a search or a filter of messages that cannot be read.
func explainQuery(err error, _ broker.Address) string {
	var e *model.QueryError
	if !errors.As(err, &e) {
		return ""
	}
	switch e.Code {
	case model.NothingExcluded:
		return "The word to exclude is missing after -, as in -hall."
	case model.NoPattern:
		return "The regular expression is missing after re:, as in re:^a/.*[0-9]$."
	case model.BadPattern:
		return sentence(wording.Fill("The regular expression {found} cannot be read: {why}", "found", strconv.Quote(e.Found), "why", misread(e)))
	case model.NoValue:
		return sentence(wording.Fill("The value is missing after {found}, as in {example}", "found", e.Found, "example", e.Found+exampleFor(e.Operator)))
	case model.NotFilter:
		return explainTopic(e.Err)
	}
	return ""
}

// exampleFor is a value that an operator may compare with.
func exampleFor(operator string) string {
	switch operator {
	case "=", "!=", "~", "!~":
		return "ON"
	}
	return "20"
}

// misread is what is wrong with a regular expression, and where.
func misread(e *model.QueryError) string {
	words := patternFaults[e.Syntax]
	if words == "" {
		words = string(e.Syntax)
	}
	if e.At == "" {
		return words
	}
	return wording.Fill("{fault} at {place}", "fault", words, "place", strconv.Quote(e.At))
}

var patternFaults = map[syntax.ErrorCode]string{
	syntax.ErrMissingBracket:        "a closing ] is missing",
	syntax.ErrMissingParen:          "a closing ) is missing",
	syntax.ErrUnexpectedParen:       "a ) has no ( before it",
	syntax.ErrMissingRepeatArgument: "there is nothing to repeat",
	syntax.ErrTrailingBackslash:     "nothing follows the last \\",
}
