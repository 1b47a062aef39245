package verify

import (
	"strings"

	"mangrove/model"
)

// overlapping finds one of the filters that match a topic which another one matches as well;
// not found: there is none. Steps grows with the levels that are compared.
func overlapping(f *filters[string], filter string, steps *int) (found string, ok bool) {
	return meeting(f, model.Levels(filter), true, steps)
}

// meeting goes through the levels. At the first one, wildcards match nothing that begins
// with $ [MQTT-4.7.2-1].
func meeting(f *filters[string], levels []string, first bool, steps *int) (found string, ok bool) {
	if *steps++; *steps > mostCompared {
		return "", false
	}
	system := first && len(levels) > 0 && strings.HasPrefix(levels[0], "$")
	if len(f.rest) > 0 && !system {
		return f.rest[0], true
	}
	if ends := len(levels) == 0 || levels[0] == "#"; ends && len(f.here) > 0 {
		return f.here[0], true
	}
	if len(levels) == 0 {
		return "", false
	}
	return below(f, levels, first, steps)
}

// below goes on at the levels that the first one of a filter may be.
func below(f *filters[string], levels []string, first bool, steps *int) (found string, ok bool) {
	rest := levels[1:]
	if levels[0] == "#" {
		rest = levels
	}
	system := first && strings.HasPrefix(levels[0], "$")
	for level, next := range candidates(f, levels[0], system) {
		if first && strings.HasPrefix(level, "$") && levels[0] != level {
			continue
		}
		if found, ok = meeting(next, rest, false, steps); ok {
			return found, true
		}
	}
	return "", false
}

// candidates are the levels that one may be the same as.
func candidates(f *filters[string], level string, system bool) map[string]*filters[string] {
	if level == "+" || level == "#" {
		return f.next
	}
	some := map[string]*filters[string]{}
	if next := f.next[level]; next != nil {
		some[level] = next
	}
	if next := f.next["+"]; next != nil && !system {
		some["+"] = next
	}
	return some
}

// count is how many filters match a topic.
func (f *filters[T]) count(topic string) (n int) {
	f.matching(topic, func(T) { n++ })
	return n
}

// remove takes a filter away.
func remove(f *filters[string], filter string) {
	at := f
	for _, level := range model.Levels(filter) {
		if level == "#" {
			at.rest = nil
			return
		}
		at = at.next[level]
	}
	at.here = nil
}
