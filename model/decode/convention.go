package decode

import (
	"strings"

	"mangrove/model/decode/sparkplug"
)

// convention is a rule that many devices follow: the format of the payloads of topics.
type convention struct {
	name   string
	format Format
	has    func(topic string) bool
}

// conventions are those whose payloads do not say themselves what they are.
var conventions = []convention{
	{"Sparkplug B", Sparkplug, func(topic string) bool { // but for STATE, whose payload is JSON [Sparkplug 3.0, 4 and 6.4]
		_, _, ok := sparkplug.NodeOf(topic)
		return ok
	}},
	{"Meshtastic", Meshtastic, func(topic string) bool {
		l := strings.Split(topic, "/")
		return l[0] == "msh" && (hasPair(l, "2", "e") || hasPair(l, "2", "c") || hasPair(l, "2", "map"))
	}},
	{"Ruuvi", Ruuvi, func(topic string) bool { return strings.HasPrefix(topic, "ruuvi/") && strings.Count(topic, "/") == 2 }},
}

// hasPair reports whether two levels stand one behind the other.
func hasPair(levels []string, first, second string) bool {
	for i := range len(levels) - 1 {
		if levels[i] == first && levels[i+1] == second {
			return true
		}
	}
	return false
}

// byTopic finds the convention that a topic follows.
func byTopic(topic string) (convention, bool) {
	for _, c := range conventions {
		if c.has(topic) {
			return c, true
		}
	}
	return convention{}, false
}

// FollowsConvention reports whether the topic of a payload says of what format it is.
func FollowsConvention(topic string) bool {
	_, ok := byTopic(topic)
	return ok
}
