package server

import (
	"strings"

	"mangrove/model"
)

// topicTree is a set of topics by level, to find those that a filter matches.
// mochi has one too, but reads and writes it at the same time without a lock.
type topicTree struct {
	next  map[string]*topicTree
	topic string // empty when only longer ones are in the set
}

func (t *topicTree) add(topic string) {
	n := t
	for level := range strings.SplitSeq(topic, "/") {
		child := n.next[level]
		if child == nil {
			if n.next == nil {
				n.next = map[string]*topicTree{}
			}
			child = &topicTree{}
			n.next[strings.Clone(level)] = child
		}
		n = child
	}
	n.topic = topic
}

func (t *topicTree) remove(topic string) { t.cut(model.Levels(topic)) }

// cut removes a topic below t and reports whether nothing is left of t.
func (t *topicTree) cut(levels []string) bool {
	if len(levels) == 0 {
		t.topic = ""
	} else if child := t.next[levels[0]]; child != nil && child.cut(levels[1:]) {
		delete(t.next, levels[0])
	}
	return t.topic == "" && len(t.next) == 0
}

// matching gives the topics that a valid, not shared filter matches.
func (t *topicTree) matching(filter string) (topics []string) {
	t.walk(model.Levels(filter), true, &topics)
	return topics
}

func (t *topicTree) walk(levels []string, first bool, found *[]string) {
	if len(levels) == 0 || levels[0] == "#" { // a/# matches a (MQTT 5, 4.7.1.2)
		if t.topic != "" {
			*found = append(*found, t.topic)
		}
	}
	if len(levels) == 0 {
		return
	}
	if levels[0] != "#" && levels[0] != "+" {
		if child := t.next[levels[0]]; child != nil {
			child.walk(levels[1:], false, found)
		}
		return
	}
	rest := levels[1:]
	if levels[0] == "#" {
		rest = levels
	}
	for name, child := range t.next {
		if !first || !strings.HasPrefix(name, "$") { // [MQTT-4.7.2-1]
			child.walk(rest, false, found)
		}
	}
}
