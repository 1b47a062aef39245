package model

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestRetainedBelow(t *testing.T) {
	s := NewStore(Options{})
	at := time.Now()
	for _, m := range []struct {
		topic, payload string
		retained       bool
	}{
		{"a/replayed", "1", true},
		{"a/live", "1", false},
		{"a/cleared", "1", true}, {"a/cleared", "", false},
		{"a/updated", "old", true}, {"a/updated", "new", false},
		{"a/cleared for good", "1", true}, {"a/cleared for good", "", true},
		{"a/again", "", false}, {"a/again", "1", true},
		{"a", "1", true}, {"b", "1", true},
	} {
		s.Apply(Batch{At: at, Messages: []Message{{Topic: []byte(m.topic), Payload: []byte(m.payload), Retained: m.retained}}})
	}
	s.Tree().Tick(at)
	topics := func(top string) string {
		id, _ := s.Find(top)
		var list []string
		for _, id := range s.RetainedBelow(id) {
			list = append(list, s.Topic(id))
		}
		slices.Sort(list)
		return strings.Join(list, " ")
	}
	for top, want := range map[string]string{
		"a": "a a/again a/replayed a/updated", "b": "b", "a/updated": "a/updated", "a/cleared": "",
	} {
		if got := topics(top); got != want {
			t.Errorf("below %q: %q, want %q", top, got, want)
		}
	}
	for topic, want := range map[string]string{"a/updated": "old", "a/live": "", "a/cleared": "", "a/again": "1"} {
		id, _ := s.Find(topic)
		if got := string(s.LastRetained(id).Payload); got != want {
			t.Errorf("the last retained message of %q is %q, want %q", topic, got, want)
		}
	}
}

func TestWhatTheBrokerKeepsIsCountedOnce(t *testing.T) {
	replay := func(topic, payload string) Message {
		return Message{Topic: []byte(topic), Payload: []byte(payload), Retained: true}
	}
	live := func(topic, payload string) Message { return Message{Topic: []byte(topic), Payload: []byte(payload)} }
	for name, c := range map[string]struct {
		connections    [][]Message
		kept, repeated uint64
	}{
		"one connection":               {[][]Message{{replay("a", "1"), replay("b", "1"), live("a", "2")}}, 2, 0},
		"forwarded as published":       {[][]Message{{replay("a", "1"), replay("a", "2"), replay("a", "2")}}, 1, 0},
		"sent again":                   {[][]Message{{replay("a", "1"), replay("b", "")}, {replay("a", "1"), replay("b", "")}}, 2, 2},
		"sent again twice":             {[][]Message{{replay("a", "1")}, {replay("a", "1")}, {replay("a", "1")}}, 1, 2},
		"changed meanwhile":            {[][]Message{{replay("a", "1")}, {replay("a", "2")}}, 1, 0},
		"changed before, sent again":   {[][]Message{{replay("a", "1"), live("a", "2")}, {replay("a", "2")}}, 1, 1},
		"the broker came back empty":   {[][]Message{{replay("a", "1"), replay("b", "1")}, {}}, 0, 0},
		"another since, as it came in": {[][]Message{{live("a", "1")}, {live("a", "2"), replay("a", "2")}}, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			s := NewStore(Options{})
			at := time.Now()
			for i, messages := range c.connections {
				if i > 0 {
					s.Interrupted(at, at.Add(time.Second))
				}
				at = at.Add(2 * time.Second)
				s.Apply(Batch{At: at, Messages: messages})
			}
			if in := s.Intake(); in.Kept != c.kept || in.Repeated != c.repeated {
				t.Errorf("%d kept and %d repeated, want %d and %d", in.Kept, in.Repeated, c.kept, c.repeated)
			}
		})
	}
}
