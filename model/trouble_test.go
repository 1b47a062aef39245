package model

import (
	"bytes"
	"testing"
	"time"
)

// TestTopicsThatLookAlike keeps apart what brokers keep apart.
func TestTopicsThatLookAlike(t *testing.T) {
	topics := []string{
		"House/hall", "house/hall", "HOUSE/HALL",
		"a/b", "/a/b", "a/b/", "a//b", "/", "//",
		"caf\u00e9", "cafe\u0301", // the same word, composed and not
		"constructor", "__proto__/x",
	}
	s := NewStore(Options{})
	for _, topic := range topics {
		apply(s, message(topic, "value of "+topic))
	}
	s.Tree().Tick(epoch)
	if n := s.Topics(); n != len(topics) {
		t.Errorf("%d topics, want %d", n, len(topics))
	}
	for _, topic := range topics {
		if e := latest(t, s, topic); string(e.Payload) != "value of "+topic {
			t.Errorf("%q holds %q", topic, e.Payload)
		}
		id, _ := s.Find(topic)
		if got := s.Topic(id); got != topic {
			t.Errorf("%q is called %q", topic, got)
		}
	}
}

// TestClockGoesBackwards has the clock set back between two messages.
func TestClockGoesBackwards(t *testing.T) {
	s := NewStore(Options{})
	now := s.started.Add(time.Hour)
	for i := range 20 {
		s.Apply(Batch{At: now.Add(time.Duration(i) * time.Second), Messages: []Message{message("beat", "x")}})
	}
	s.Tree().Tick(now.Add(20 * time.Second))
	back := s.started.Add(-time.Hour)
	s.Apply(Batch{At: back, Messages: []Message{message("beat", "after")}})
	s.Tree().Tick(back)
	id, _ := s.Find("beat")
	st := s.Stats(id, back)
	if st.Messages != 21 || st.Intervals.Gaps != 19 || st.Intervals.Learned.Round(time.Millisecond) != time.Second {
		t.Errorf("%+v", st)
	}
	if st.MessageRate < 0 || st.MessageRate > 100 {
		t.Errorf("%v messages a second", st.MessageRate)
	}
	for i := range 5 {
		at := s.started.Add(time.Duration(i) * time.Minute)
		s.Apply(Batch{At: at, Messages: []Message{message("beat", "after")}})
		s.Tree().Tick(at)
	}
	if rate := s.Stats(id, s.started.Add(time.Hour+time.Minute)).MessageRate; rate > 0.1 {
		t.Errorf("%v messages a second after a minute of silence: the rate does not fade", rate)
	}
	if e := latest(t, s, "beat"); string(e.Payload) != "after" || !e.At.Equal(s.started.Add(4*time.Minute)) {
		t.Errorf("the latest is %q of %v", e.Payload, e.At)
	}
	if got := payloads(s.NewStream(id, false, nil)); got[len(got)-5:] != "after" {
		t.Errorf("the messages are not in the order of their arrival: %q", got)
	}
}

// TestLargestPayload stores a payload as large as a packet can be, less its
// header.
func TestLargestPayload(t *testing.T) {
	size := 268_435_455 - 2 - len("large") - 1
	if testing.Short() {
		size /= 100
	}
	payload := bytes.Repeat([]byte("0123456789abcdef"), size/16)
	s := NewStore(Options{Budget: 8 << 20})
	s.Apply(Batch{At: epoch, Messages: []Message{{Topic: []byte("large"), Payload: payload}, message("small", "1")}})
	for range 100 {
		apply(s, message("small", string(payload[:100_000])))
	}
	if e := latest(t, s, "large"); !bytes.Equal(e.Payload, payload) {
		t.Errorf("%d bytes came back of %d", len(e.Payload), len(payload))
	}
	if in := s.Intake(); in.Received != in.Applied || in.Dropped != 0 {
		t.Errorf("%+v", in)
	}
}
