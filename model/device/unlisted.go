package device

import (
	"strings"
	"time"
)

// Unlisted is the base of the Zigbee2MQTT that a topic is below of, where that has listed all its
// devices and groups, and none of them has the topic; and when the latest of the lists came. Not
// ok: there is no such Zigbee2MQTT, it has not said all of that, or the topic is one of its own.
func (s *Set) Unlisted(topic string) (base string, asOf time.Time, ok bool) {
	if len(s.zigbee) == 0 {
		return "", time.Time{}, false
	}
	var b *zigbeeBase // the longest: one may be below another
	for depth, end := 0, 0; depth < longestLevels; depth++ {
		next := strings.IndexByte(topic[end:], '/')
		if next < 0 {
			break
		}
		end += next + 1
		if found := s.zigbee[topic[:end-1]]; found != nil {
			b, base = found, topic[:end-1]
		}
	}
	if b == nil || !b.whole || !b.groupsWhole || s.left > 0 || b.has(topic[len(base)+1:]) {
		return "", time.Time{}, false
	}
	return base, b.asOf, true
}

// has reports whether what is below the base is of the bridge, or of something that it lists.
func (b *zigbeeBase) has(rest string) bool {
	for end, depth := 0, 0; depth < longestLevels; depth++ {
		next := strings.IndexByte(rest[end:], '/')
		name := rest
		if next >= 0 {
			name = rest[:end+next]
		}
		if u := b.names[name]; name == "bridge" || name == b.coordinator || b.groups[name] || u != nil && u.listed {
			return true
		}
		if next < 0 {
			return false
		}
		end += next + 1
	}
	return true // nobody knows
}
