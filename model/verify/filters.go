package verify

import (
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

// matching calls a function for every filter that matches a topic, or covers a filter. A wildcard in the first level
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
	if level == "#" { // of a filter, which only another # covers
		return
	}
	if next := f.next[level]; next != nil {
		next.match(rest, further, do)
	}
	if next := f.next["+"]; next != nil && level != "+" {
		next.match(rest, further, do)
	}
}
