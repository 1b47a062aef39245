package sent

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/cause"
	"mangrove/broker/draft"
)

// TestWorksAreKept with their counts, and of an answer its beginning.
func TestWorksAreKept(t *testing.T) {
	h := NewHistory(t.TempDir(), Usual)
	job := Entry{ID: "1", Kind: Job, Draft: draft.Draft{Topic: "t"}, Outcome: Outcome{State: Done}, Counts: &Counts{Published: 7, Took: time.Second}}
	request := Entry{ID: "2", Kind: Request, Draft: draft.Draft{Topic: "t"}, Outcome: Outcome{State: Answered},
		Reply: &Reply{Topic: "r", Payload: bytes.Repeat([]byte{0xFF}, longestReply+1), Latency: time.Millisecond}}
	clearing := Entry{ID: "3", Kind: Clearing, Draft: draft.Draft{Topic: "t/#"}, Counts: &Counts{Published: 2}, Shelf: "name"}
	for _, e := range []Entry{job, request, clearing} {
		if err := h.Add(e); err != nil {
			t.Fatal(err)
		}
	}
	all, err := h.All()
	if err != nil || len(all) != 3 {
		t.Fatalf("got %d, %v", len(all), err)
	}
	if !reflect.DeepEqual(all[2], job) || !reflect.DeepEqual(all[0], clearing) {
		t.Errorf("got %+v and %+v", all[2], all[0])
	}
	if r := all[1].Reply; len(r.Payload) != longestReply || r.Size != longestReply+1 || r.Topic != "r" || r.Latency != time.Millisecond {
		t.Errorf("of the answer it has %d of %d bytes", len(r.Payload), r.Size)
	}
	if !all[2].Whole() || !all[1].Whole() || all[0].Whole() || all[0].IsMessage() {
		t.Error("a clearing is a message")
	}
}

func TestAnswersAreFound(t *testing.T) {
	e := Entry{Kind: Request, Draft: draft.Draft{Topic: "dev/set"}, Reply: &Reply{Topic: "dev/state", Payload: []byte("All Done")}}
	for words, want := range map[string]bool{"all done": true, "dev/state": true, "request": true, "never": false} {
		s := NewSearch(words)
		if s.Finds(&e, "") != want {
			t.Errorf("%q: %v", words, !want)
		}
	}
}

// TestSimulationsAreNoMessages: they have the name of a file, which is found and has its bound.
func TestSimulationsAreNoMessages(t *testing.T) {
	h := NewHistory(t.TempDir(), Usual)
	if err := h.Add(Entry{Kind: Simulation, File: strings.Repeat("é", longestFile), Counts: &Counts{Published: 3}}); err != nil {
		t.Fatal(err)
	}
	all, err := h.All()
	if err != nil || len(all) != 1 || all[0].IsMessage() || all[0].Whole() || len(all[0].File) != longestFile {
		t.Fatalf("got %+v, %v", all, err)
	}
	e := Entry{Kind: Simulation, File: "Plant.yaml"}
	for words, want := range map[string]bool{"plant": true, "simulation yaml": true, "never": false} {
		s := NewSearch(words)
		if s.Finds(&e, "") != want {
			t.Errorf("%q: %v", words, !want)
		}
	}
}

// TestWhyAWorkFailed is kept as a code with values, cut where it is too long; what an earlier
// program kept of it is read as it was.
func TestWhyAWorkFailed(t *testing.T) {
	dir := t.TempDir()
	h := NewHistory(dir, Usual)
	long := &cause.Cause{Code: cause.Other, Said: strings.Repeat("x", longestReason+1)}
	for _, o := range []Outcome{{State: Failed, Cause: cause.Of(broker.ErrLost)}, {State: Failed, Cause: long}} {
		if err := h.Add(Entry{Kind: Job, Outcome: o}); err != nil {
			t.Fatal(err)
		}
	}
	f, err := os.OpenFile(filepath.Join(dir, fileName), os.O_APPEND|os.O_WRONLY, 0)
	if err == nil {
		_, err = f.WriteString(`{"id":"1","at":"2026-01-02T03:04:05Z","address":"mqtt://plant","draft":{},"outcome":{"state":"failed","reason":"It was lost."},"kind":"job"}` + "\n")
	}
	if err := errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
	all, err := h.All()
	if err != nil || len(all) != 3 || all[0].Outcome.Reason != "It was lost." || all[0].Outcome.Cause != nil {
		t.Fatalf("%+v, %v", all, err)
	}
	if c := all[2].Outcome.Cause; c == nil || !errors.Is(c.Err(), broker.ErrLost) || all[2].Outcome.Reason != "" {
		t.Errorf("%+v", all[2].Outcome)
	}
	if c := all[1].Outcome.Cause; c == nil || len(c.Said) != longestReason+len("…") || !strings.HasSuffix(c.Said, "…") {
		t.Errorf("%+v", c)
	}
}
