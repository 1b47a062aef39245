package model

import (
	"bytes"
	"slices"
	"strings"
)

// beginningSteps is how many nodes below the level that is typed are looked at for
// topics that begin with a text.
const beginningSteps = 5_000

// TopicsBeginning lists topics that begin with a text and are longer, those of the upper
// levels first, at the most so many. They are in the order of their names.
func (s *Store) TopicsBeginning(text string, most int) (topics []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list pile[ID]
	for _, id := range s.levelsBeginning(text) {
		list.add(id)
	}
	for i := 0; i < list.n && i < beginningSteps && len(topics) < most; i++ {
		id := *list.at(i)
		if t := s.topic(id); s.leaves.at(id).count > 0 && len(t) > len(text) && bytes.HasPrefix(t, []byte(text)) {
			topics = append(topics, string(t))
		}
		s.eachChild(id, func(child ID) {
			if list.n < beginningSteps {
				list.add(child)
			}
		})
	}
	slices.Sort(topics)
	return topics
}

// levelsBeginning lists the children of the level that a text ends in whose names begin
// with the end of it, at the most beginningSteps.
func (s *Store) levelsBeginning(text string) (list []ID) {
	parent := Root
	name := text
	if slash := strings.LastIndexByte(text, '/'); slash >= 0 {
		name = text[slash+1:]
		if parent = s.find([]byte(text[:slash])); parent == Root {
			return nil
		}
	}
	s.eachChild(parent, func(child ID) {
		if len(list) < beginningSteps && bytes.HasPrefix(s.name(child), []byte(name)) {
			list = append(list, child)
		}
	})
	return list
}
