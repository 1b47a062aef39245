package decode

import "strings"

// convention is a rule that many devices follow: the format of the payloads of topics.
type convention struct {
	name   string
	format Format
	topic  func(levels []string) bool
}

// conventions are those whose payloads do not say themselves what they are.
var conventions = []convention{
	{"Sparkplug B", Sparkplug, func(l []string) bool {
		return l[0] == "spBv1.0" && len(l) >= 4 && len(l) <= 5 && isSparkplugType(l[2])
	}},
	{"Meshtastic", Meshtastic, func(l []string) bool {
		return l[0] == "msh" && (hasPair(l, "2", "e") || hasPair(l, "2", "c") || hasPair(l, "2", "map"))
	}},
	{"Ruuvi", Ruuvi, func(l []string) bool { return l[0] == "ruuvi" && len(l) == 3 }},
}

// isSparkplugType reports whether a level is a type of message whose payload is
// Sparkplug's: STATE has JSON [Sparkplug 3.0, 4 and 6.4].
func isSparkplugType(level string) bool {
	switch level {
	case "NBIRTH", "NDATA", "NDEATH", "NCMD", "DBIRTH", "DDATA", "DDEATH", "DCMD":
		return true
	}
	return false
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
	levels := strings.Split(topic, "/")
	for _, c := range conventions {
		if c.topic(levels) {
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
