package model

import (
	"errors"
	"strings"
	"unicode/utf8"
)

// What is wrong with a topic or a filter. Whoever shows them to a person makes
// a sentence of them.
var (
	ErrEmpty    = errors.New("a topic needs at least one character")
	ErrTooLong  = errors.New("a topic holds at most 65,535 bytes")
	ErrNotUTF8  = errors.New("a topic must be valid UTF-8 text")
	ErrNUL      = errors.New("a topic cannot contain the NUL character")
	ErrWildcard = errors.New("a topic to publish to cannot contain the wildcards + and #; give the exact topic")
	ErrPlus     = errors.New("the wildcard + must stand alone in its level, as in a/+/b")
	ErrHash     = errors.New("the wildcard # must stand alone in the last level, as in a/#")
	ErrShare    = errors.New("a shared subscription is written $share/group/filter, without wildcards in the group")
)

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
