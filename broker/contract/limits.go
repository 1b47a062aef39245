package contract

import (
	"fmt"
	"strings"
)

// Limits are where a broker falls short of MQTT. The zero value is a broker
// that does not.
type Limits struct {
	MaxQoS          byte // the highest QoS it has; 0: 2
	RaisesQoS       bool // it delivers at the subscription's QoS what was published at a lower one
	RetainedByName  bool // only a filter without wildcards gets retained messages
	HidesRetained   bool // retained messages come without their flag
	PlusWantsLetter bool // + does not match an empty level
	DotsAreSlashes  bool // a dot in a topic arrives as a slash
	MaxLevels       int  // the most levels a topic may have; 0: at least 129
}

// sentences are the limits for a reader.
func (l Limits) sentences() []string {
	var all []string
	for _, limit := range []struct {
		there bool
		text  string
	}{
		{l.MaxQoS == 1, "no QoS 2: a subscription at QoS 2 is granted QoS 1; tested at QoS 0 and 1"},
		{l.RaisesQoS, "a message published at QoS 0 reaches a subscription at QoS 1 at QoS 1 (against MQTT-3.8.4-6)"},
		{l.HidesRetained, "retained messages come without the retain flag, as if they had just been published (against MQTT-3.3.1-8)"},
		{l.RetainedByName, "a filter with wildcards gets no retained messages: only one that names the topic does"},
		{l.PlusWantsLetter, "+ does not match an empty level (MQTT 3.1.1, 4.7.1.3)"},
		{l.DotsAreSlashes, "a dot in a topic arrives as a slash, since AMQP parts its levels with dots: a.b comes as a/b"},
		{l.MaxLevels > 0, fmt.Sprintf("a topic of more than %d levels ends the broker; none is tried", l.MaxLevels)},
	} {
		if limit.there {
			all = append(all, limit.text)
		}
	}
	return all
}

// best is the highest QoS of the target.
func (s *site) best() byte {
	if s.target.Limits.MaxQoS == 0 {
		return 2
	}
	return s.target.Limits.MaxQoS
}

// delivered is the QoS at which a message arrives: the lower of the two (MQTT
// 5, 4.3).
func (s *site) delivered(published, subscribed byte) byte {
	if s.target.Limits.RaisesQoS {
		return subscribed
	}
	return min(published, subscribed)
}

// arrival is the topic under which a message arrives.
func (s *site) arrival(topic string) string {
	if s.target.Limits.DotsAreSlashes {
		return strings.ReplaceAll(topic, ".", "/")
	}
	return topic
}

// levels is how many levels the deepest topic that is tried has.
func (s *site) levels() int {
	if s.target.Limits.MaxLevels == 0 {
		return 129
	}
	return s.target.Limits.MaxLevels
}

// retainedFilter is a filter of the test's with which a topic's retained
// message comes.
func (s *site) retainedFilter(topic string) string {
	if s.target.Limits.RetainedByName {
		return topic
	}
	return s.topic("#")
}

// unmatched reports that the target's limits keep a topic from a filter that
// matches it.
func (s *site) unmatched(filter, topic string) bool {
	if !s.target.Limits.PlusWantsLetter {
		return false
	}
	levels := strings.Split(topic, "/")
	for i, level := range strings.Split(filter, "/") {
		if level == "+" && i < len(levels) && levels[i] == "" {
			return true
		}
	}
	return false
}
