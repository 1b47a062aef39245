package verify

import (
	"slices"
	"strings"

	"mangrove/model"
)

// filters finds which of many filters match a topic, in a time that depends on the levels
// of the topic and not on how many there are.
type filters[T any] struct {
	next map[string]*filters[T] // by level; wildcards as they are written
	here []T                    // of filters that end here
	rest []T                    // of filters that end here in #
}

func (f *filters[T]) add(filter string, of T) {
	at := f
	for _, level := range model.Levels(filter) {
		if level == "#" {
			at.rest = append(at.rest, of)
			return
		}
		if at.next == nil {
			at.next = map[string]*filters[T]{}
		}
		next := at.next[level]
		if next == nil {
			next = &filters[T]{}
			at.next[level] = next
		}
		at = next
	}
	at.here = append(at.here, of)
}

// matching calls a function for every filter that matches. A wildcard in the first level
// does not match a topic that begins with $ [MQTT-4.7.2-1].
func (f *filters[T]) matching(topic string, do func(T)) {
	if !strings.HasPrefix(topic, "$") {
		f.match(topic, true, do)
		return
	}
	level, rest, more := strings.Cut(topic, "/")
	if next := f.next[level]; next != nil {
		next.match(rest, more, do)
	}
}

// uncovered are filters without those that another one covers, each once. A filter that
// matches another one as if it were a topic covers it, as [model.Covers] has it.
func uncovered(wanted []string) (all []string) {
	var known filters[string]
	seen := make(map[string]bool, len(wanted))
	for _, f := range wanted {
		if !seen[f] {
			seen[f] = true
			known.add(f, f)
		}
	}
	for _, f := range wanted {
		covered := !seen[f] // it has been here
		known.matching(f, func(other string) { covered = covered || other != f })
		if !covered {
			all = append(all, f)
		}
		delete(seen, f)
	}
	return all
}

// mostCompared is how many levels are compared to find the filters that overlap. Those of a
// checklist that takes more stay as they are.
const mostCompared = 5_000_000

// disjoint are filters that match all that these do. Where two overlap, brokers may send a
// message twice (MQTT 5, 3.3.4): a wider one stands for both, as long as it stays below their
// first level. Others a broker may refuse, or have far too much for; see [Run.copy].
func disjoint(wanted []string) []string {
	known := &filters[string]{}
	steps := 0
	var all []string
	for _, f := range wanted {
		for {
			other, overlaps := overlapping(known, f, &steps)
			if steps > mostCompared || !overlaps {
				break // too many are not compared
			}
			wide := wider(f, other)
			if wide == "" || wide[0] == '+' || wide[0] == '#' {
				break
			}
			remove(known, other)
			all = slices.DeleteFunc(all, func(one string) bool { return one == other })
			f = wide
		}
		known.add(f, f)
		all = append(all, f)
	}
	return all
}

// wider is a filter that matches all that two do.
func wider(a, b string) string {
	as, bs := model.Levels(a), model.Levels(b)
	var levels []string
	for i := range max(len(as), len(bs)) {
		if i >= len(as) || i >= len(bs) || as[i] == "#" || bs[i] == "#" {
			levels = append(levels, "#")
			break
		}
		if as[i] == bs[i] {
			levels = append(levels, as[i])
		} else {
			levels = append(levels, "+")
		}
	}
	return strings.Join(levels, "/")
}

func (f *filters[T]) match(topic string, more bool, do func(T)) {
	for _, one := range f.rest {
		do(one)
	}
	if !more {
		for _, one := range f.here {
			do(one)
		}
		return
	}
	level, rest, further := strings.Cut(topic, "/")
	if next := f.next[level]; next != nil {
		next.match(rest, further, do)
	}
	if next := f.next["+"]; next != nil && level != "+" && level != "#" {
		next.match(rest, further, do)
	}
}
