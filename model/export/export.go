// Package export writes topics with their latest messages as JSON and CSV, for
// commands and for the window alike. It reads a store and writes to a
// writer; it opens no files.
package export

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"mangrove/model"
	"mangrove/model/printable"
)

// Head says where what is exported comes from.
type Head struct {
	Broker   string // its URL, without credentials
	Protocol string // MQTT version
	// Decode says what a payload of a topic means, to stand beside it; nil: nothing does.
	Decode func(topic string, e model.Entry) *Decoded
}

// Topic is one topic with its latest message.
type Topic struct {
	Topic    string    `json:"topic"`
	Name     []byte    `json:"topicBytes,omitempty"` // base64 of a topic that is not UTF-8, whose text is not all of it
	Payload  []byte    `json:"payload"`              // base64 of the exact bytes
	Text     *string   `json:"text,omitempty"`       // when it is UTF-8
	Decoded  *Decoded  `json:"decoded,omitempty"`    // when it is asked for
	LetGo    int       `json:"letGo,omitempty"`      // bytes that were too large for the memory and are not here
	QoS      byte      `json:"qos"`
	Retained bool      `json:"retained"`
	Count    uint64    `json:"count"` // messages received on the topic
	Time     time.Time `json:"time"`  // arrival, RFC 3339 with nanoseconds
}

// topic is a topic with the latest of its messages.
func topic(s *model.Store, id model.ID) Topic {
	e, _ := s.Latest(id, 0)
	return withMessage(s, id, e)
}

func withMessage(s *model.Store, id model.ID, e model.Entry) Topic {
	t := Topic{
		Topic: s.Topic(id), Payload: e.Payload, LetGo: e.Lost, QoS: e.QoS, Retained: e.Retained,
		Count: s.Stats(id, e.At).Messages, Time: e.At,
	}
	if !utf8.ValidString(t.Topic) {
		t.Name = []byte(t.Topic)
	}
	if utf8.Valid(e.Payload) && e.Lost == 0 {
		text := string(e.Payload)
		t.Text = &text
	}
	return t
}

// JSON writes one object: where it comes from, what came in, and the topics
// at and below a node, in the order of the tree. Control characters and others
// that a terminal would obey are escapes in it, which leaves every value what it
// is.
func JSON(w io.Writer, s *model.Store, top model.ID, h Head) error {
	ids := s.Tree().SortedBelow(top)
	head, err := json.MarshalIndent(struct {
		Broker   string       `json:"broker"`
		Protocol string       `json:"protocol"`
		Topics   int          `json:"topics"`
		Messages uint64       `json:"messages"`
		Intake   model.Intake `json:"intake"`
	}{h.Broker, h.Protocol, len(ids), s.Stats(top, time.Now()).SubtreeMessages, s.Intake()}, "", "  ")
	if err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "%s,\n  \"tree\": [", strings.TrimSuffix(string(printable.JSON(head)), "\n}"))
	separator := "\n    "
	for _, id := range ids {
		e, _ := s.Latest(id, 0)
		t := withMessage(s, id, e)
		if h.Decode != nil && e.Lost == 0 {
			t.Decoded = h.Decode(t.Topic, e)
		}
		b, err := json.Marshal(t)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s%s", separator, printable.JSON(b))
		separator = ",\n    "
	}
	fmt.Fprint(out, "\n  ]\n}\n")
	return out.Flush()
}
