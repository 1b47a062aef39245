package model

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

func TestTopicsBeginning(t *testing.T) {
	s := NewStore(Options{})
	var b Batch
	for _, topic := range []string{"plant", "plant/a/temperature", "plant/a/pressure", "plant/b", "planet/x", "/lead", "/lead/er", "a//b", "한국/온도"} {
		b.Messages = append(b.Messages, Message{Topic: []byte(topic), Payload: []byte("1")})
	}
	for i := range 10_000 {
		b.Messages = append(b.Messages, Message{Topic: fmt.Appendf(nil, "many/%05d", i), Payload: []byte("1")})
	}
	b.At = time.Now()
	s.Apply(b)
	for text, want := range map[string][]string{
		"plan":       {"planet/x", "plant", "plant/a/pressure", "plant/a/temperature", "plant/b"},
		"plant":      {"plant/a/pressure", "plant/a/temperature", "plant/b"},
		"plant/":     {"plant/a/pressure", "plant/a/temperature", "plant/b"},
		"plant/a/t":  {"plant/a/temperature"},
		"plant/b":    nil,
		"plant/b/":   nil,
		"none":       nil,
		"none/x":     nil,
		"/":          {"/lead", "/lead/er"},
		"/l":         {"/lead", "/lead/er"},
		"a/":         {"a//b"},
		"a//":        {"a//b"},
		"한":          {"한국/온도"},
		"many/0999":  {"many/09990", "many/09991", "many/09992", "many/09993", "many/09994", "many/09995", "many/09996", "many/09997", "many/09998", "many/09999"},
		"many/00001": nil,
		"plant/#":    nil,
	} {
		if got := s.TopicsBeginning(text, 20); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	if got := s.TopicsBeginning("m", 20); len(got) != 20 {
		t.Errorf("%d of many", len(got))
	}
}
