package model

import (
	"fmt"
	"testing"
)

// TestStreamAtTheEndOfASegment fills segments to the last byte and looks at
// every message once, whenever the list catches up.
func TestStreamAtTheEndOfASegment(t *testing.T) {
	const fit = segmentSize / 64 // entries with 32 bytes of payload
	s := NewStore(Options{})
	st := s.NewStream(Root, true, nil)
	payload := fmt.Sprintf("%32d", 0)
	many := make([]Message, fit)
	for i := range many {
		many[i] = message("a", payload)
	}
	for segment := range 3 {
		for _, part := range [][]Message{many[:fit-1], many[:1]} {
			apply(s, part...)
			for more := true; more; {
				_, more = st.Catch()
			}
		}
		if n := st.List().Len(); n != (segment+1)*fit {
			t.Fatalf("%d messages are listed, %d came", n, (segment+1)*fit)
		}
	}
}

// TestForgetAtTheEndOfASegment clears the history when its last segment is
// full.
func TestForgetAtTheEndOfASegment(t *testing.T) {
	s := NewStore(Options{})
	for range segmentSize / 64 {
		apply(s, message("a", fmt.Sprintf("%32d", 0)))
	}
	id, _ := s.Find("a")
	if n, _ := s.Forget(id); n != segmentSize/64-1 {
		t.Errorf("%d messages were forgotten", n)
	}
	st := s.NewStream(Root, true, nil)
	for more := true; more; {
		_, more = st.Catch()
	}
	if n := st.List().Len(); n != 1 {
		t.Errorf("%d messages are still listed, not the latest alone", n)
	}
}
