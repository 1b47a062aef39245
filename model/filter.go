package model

import "strings"

// CheckFilter says why nothing can be subscribed to with filter, or nil when
// it is a valid topic filter (MQTT 5, 4.7.1), shared or not.
func CheckFilter(filter string) error {
	if err := checkText(filter); err != nil {
		return err
	}
	if rest, shared := strings.CutPrefix(filter, "$share/"); shared {
		group, inner, ok := strings.Cut(rest, "/")
		if !ok || group == "" || inner == "" || strings.ContainsAny(group, "+#") {
			return ErrShare // [MQTT-4.8.2-1], [MQTT-4.8.2-2]
		}
		filter = inner
	}
	for {
		level, rest, more := strings.Cut(filter, "/")
		if level != "+" && strings.Contains(level, "+") {
			return ErrPlus // [MQTT-4.7.1-2]
		}
		if strings.Contains(level, "#") && (level != "#" || more) {
			return ErrHash // [MQTT-4.7.1-1]
		}
		if !more {
			return nil
		}
		filter = rest
	}
}

// Match reports whether a message on topic is delivered for filter. Both must
// be valid. A wildcard in the first level does not match a topic that begins
// with $ [MQTT-4.7.2-1]; foo/# matches foo itself (MQTT 5, 4.7.1.2). Of a shared
// one that is so for the part behind the group.
//
// It is generic so that the borrowed bytes of a [Message] need no copy.
func Match[T string | []byte](filter string, topic T) bool {
	if len(topic) == 0 {
		return false
	}
	if rest, shared := strings.CutPrefix(filter, "$share/"); shared {
		_, filter, _ = strings.Cut(rest, "/") // (MQTT 5, 4.8.2)
	}
	if topic[0] == '$' && filter != "" && (filter[0] == '+' || filter[0] == '#') {
		return false
	}
	f, t := 0, 0
	for {
		fEnd, tEnd := levelEnd(filter, f), levelEnd(topic, t)
		level := filter[f:fEnd]
		if level == "#" {
			return true
		}
		if level != "+" && level != string(topic[t:tEnd]) {
			return false
		}
		f, t = fEnd+1, tEnd+1
		switch {
		case t > len(topic): // no level of the topic is left
			return f > len(filter) || filter[f:] == "#"
		case f > len(filter): // the filter ended first
			return false
		}
	}
}

// levelEnd finds the end of the level that begins at from.
func levelEnd[T string | []byte](topic T, from int) int {
	for from < len(topic) && topic[from] != '/' {
		from++
	}
	return from
}

// Covers reports whether a filter matches every topic that another one matches. Both must
// be valid.
func Covers(wide, narrow string) bool {
	wide, narrow = unshared(wide), unshared(narrow)
	if wide != "" && (wide[0] == '+' || wide[0] == '#') && strings.HasPrefix(narrow, "$") {
		return false
	}
	for {
		w, wideRest, moreWide := strings.Cut(wide, "/")
		n, narrowRest, moreNarrow := strings.Cut(narrow, "/")
		switch {
		case w == "#":
			return true
		case n == "#" || w != "+" && w != n:
			return false
		case !moreNarrow:
			return !moreWide || wideRest == "#"
		case !moreWide:
			return false
		}
		wide, narrow = wideRest, narrowRest
	}
}

// unshared is the part of a shared filter behind its group.
func unshared(filter string) string {
	if rest, shared := strings.CutPrefix(filter, "$share/"); shared {
		_, filter, _ = strings.Cut(rest, "/")
	}
	return filter
}
