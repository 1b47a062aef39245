package device

import "strings"

// Unlisted is the base of the gateway that a topic is below of, where the gateway has listed all
// its devices and groups, and none of them has the topic. Not ok: there is no such gateway, it has
// not said all of that, or the topic is one of its own.
func (s *Set) Unlisted(topic string) (base string, ok bool) {
	if len(s.zigbee) == 0 {
		return "", false
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
		return "", false
	}
	return base, true
}

// has reports whether what is below the base is of the bridge, or of something that it lists.
func (b *zigbeeBase) has(rest string) bool {
	for end, depth := 0, 0; depth < longestLevels; depth++ {
		next := strings.IndexByte(rest[end:], '/')
		name := rest
		if next >= 0 {
			name = rest[:end+next]
		}
		if u := b.names[name]; name == "bridge" || b.groups[name] || u != nil && u.listed {
			return true
		}
		if next < 0 {
			return false
		}
		end += next + 1
	}
	return true // nobody knows
}
