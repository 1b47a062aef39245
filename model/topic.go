package model

import (
	"strings"
	"unicode/utf8"
)

// TopicFault is what is wrong with a topic or a filter: a code, of which package explain
// makes a sentence.
type TopicFault string

// What can be wrong.
const (
	ErrEmpty    TopicFault = "empty"
	ErrTooLong  TopicFault = "more than 65,535 bytes"
	ErrNotUTF8  TopicFault = "not UTF-8"
	ErrNUL      TopicFault = "NUL character"
	ErrWildcard TopicFault = "wildcard in a topic"
	ErrPlus     TopicFault = "misplaced +"
	ErrHash     TopicFault = "misplaced #"
	ErrShare    TopicFault = "misplaced $share"
)

// Error is the code.
func (f TopicFault) Error() string { return string(f) }

// CheckTopic says why nothing can be published to topic, or nil when it is a
// valid topic name (MQTT 5, 4.7.1 and 4.7.3). Empty levels are valid: /a, a/
// and a//b are three topics of their own.
func CheckTopic(topic string) error {
	if err := checkText(topic); err != nil {
		return err
	}
	if strings.ContainsAny(topic, "+#") {
		return ErrWildcard // [MQTT-3.3.2-2]
	}
	return nil
}

// Levels gives the levels of a topic or filter: n separators make n+1 levels,
// any of which may be empty.
func Levels(topic string) []string { return strings.Split(topic, "/") }

func checkText(topic string) error {
	switch {
	case topic == "":
		return ErrEmpty // [MQTT-4.7.3-1]
	case len(topic) > MaxTopic:
		return ErrTooLong // [MQTT-4.7.3-3]
	case !utf8.ValidString(topic):
		return ErrNotUTF8 // [MQTT-1.5.4-1]
	case strings.IndexByte(topic, 0) >= 0:
		return ErrNUL // [MQTT-4.7.3-2]
	}
	return nil
}
