package model

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

// TestListenersHear what their filters match, until they are stopped, and all of it is
// stored.
func TestListenersHear(t *testing.T) {
	var l Listeners
	s := NewStore(Options{})
	sink := l.Before(s)
	at := time.Unix(1000, 0)
	apply := func(topics ...string) {
		b := Batch{At: at}
		for _, topic := range topics {
			b.Messages = append(b.Messages, Message{Topic: []byte(topic), Payload: []byte("of " + topic)})
		}
		sink.Apply(b)
	}
	var heard []string
	hear := func(name string) func(time.Time, *Message) {
		return func(when time.Time, m *Message) {
			if !when.Equal(at) {
				t.Errorf("heard at %v", when)
			}
			heard = append(heard, fmt.Sprintf("%s %s %s", name, m.Topic, m.Payload))
		}
	}
	expect := func(want ...string) {
		t.Helper()
		if !slices.Equal(heard, want) {
			t.Errorf("heard %q, want %q", heard, want)
		}
		heard = nil
	}
	apply("a/1")
	expect()
	one, err := l.Listen("a/+", hear("one"))
	if err != nil {
		t.Fatal(err)
	}
	all, err := l.Listen("#", hear("all"))
	if err != nil {
		t.Fatal(err)
	}
	apply("a/1", "b")
	expect("one a/1 of a/1", "all a/1 of a/1", "all b of b")
	one()
	one() // twice is no fault
	apply("a/1")
	expect("all a/1 of a/1")
	all()
	apply("a/1")
	expect()
	if got := s.Intake().Received; got != 5 {
		t.Errorf("%d messages were stored, want 5", got)
	}
	if sink.Lost(3); s.Intake().Dropped != 3 {
		t.Errorf("%d messages are counted as lost, want 3", s.Intake().Dropped)
	}
	if _, err := l.Listen("a/#/b", nil); err == nil {
		t.Error("a filter that is none was taken")
	}
}

// TestListenersPassEverythingOn: what else a sink is told goes through them as well.
func TestListenersPassEverythingOn(t *testing.T) {
	var l Listeners
	s := NewStore(Options{})
	sink := l.Before(s)
	begin := time.Unix(1000, 0)
	apply := func(at time.Time) {
		sink.Apply(Batch{At: at, Messages: []Message{{Topic: []byte("a"), Payload: []byte("1")}}})
	}
	apply(begin)
	sink.Interrupted(begin.Add(time.Second), begin.Add(3*time.Second))
	apply(begin.Add(4 * time.Second))
	sink.Lost(7)
	st := s.NewStream(Root, true, nil)
	st.Catch()
	rows := st.List().Rows(0, make([]StreamRow, 2))
	if len(rows) != 2 || rows[1].Interrupted != 2*time.Second {
		t.Errorf("the messages are %+v, want the second after 2 s without a connection", rows)
	}
	if in := s.Intake(); in.Dropped != 7 {
		t.Errorf("%d messages were lost, want 7", in.Dropped)
	}
}
