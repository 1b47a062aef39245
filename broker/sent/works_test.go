package sent

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
	"time"

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
