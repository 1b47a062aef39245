package sent

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"mangrove/broker/draft"
	"mangrove/broker/jobs"
	"mangrove/broker/request"
)

func seriesOf(payloads ...string) *Series {
	s := &Series{Sequence: jobs.Sequence{Rounds: 2, Every: 1000, Gone: jobs.End}}
	for i, text := range payloads {
		step := jobs.SequenceStep{Draft: draft.Draft{Topic: "dev/" + string(rune('a'+i%26)), Text: text, QoS: 1}, After: 200}
		if i == 1 {
			step.Reply = &request.Reply{Filter: "answer", Within: 500}
		}
		s.Sequence.Steps = append(s.Sequence.Steps, step)
	}
	return s
}

// TestAllMessagesOfASequenceAreKept and found, with what else the sequence was.
func TestAllMessagesOfASequenceAreKept(t *testing.T) {
	h := NewHistory(t.TempDir(), Usual)
	want := seriesOf("first", "second", "third")
	if err := h.Add(Entry{Kind: Sequence, Draft: want.Sequence.Steps[0].Draft, Series: want}); err != nil {
		t.Fatal(err)
	}
	all, err := h.All()
	if err != nil || len(all) != 1 || !reflect.DeepEqual(all[0].Series, want) || !all[0].Series.Whole() {
		t.Fatalf("got %+v, %v", all, err)
	}
	for words, finds := range map[string]bool{"first third": true, "dev/c": true, "SECOND": true, "fourth": false} {
		s := NewSearch(words)
		if s.Finds(&all[0], "") != finds {
			t.Errorf("%q: %v", words, !finds)
		}
	}
}

// TestALongSequenceIsBounded: its line can be read again, and what is not kept is counted.
func TestALongSequenceIsBounded(t *testing.T) {
	repeated := func(s string, n int) (all []string) {
		for range n {
			all = append(all, s)
		}
		return all
	}
	broad := seriesOf(repeated("x", jobs.MostSteps)...)
	for i := range broad.Sequence.Steps {
		broad.Sequence.Steps[i].Draft.Topic = strings.Repeat("t", 60_000)
	}
	for name, c := range map[string]struct {
		series           *Series
		steps, cut, lost int
	}{
		"few":            {seriesOf(repeated("x", 3)...), 3, 0, 0},
		"large payloads": {seriesOf(repeated(strings.Repeat("x", LargestPayload+1), 3)...), 3, 3, 0},
		"many":           {seriesOf(repeated(strings.Repeat("x", 60_000), jobs.MostSteps)...), jobs.MostSteps, jobs.MostSteps - 16, 0},
		"escaped":        {seriesOf(repeated(strings.Repeat("\x01", 60_000), 10)...), 10, 9, 0},
		"no UTF-8":       {seriesOf("x", "\xff"), 2, 0, 0},
		"large topics":   {broad, 16, 0, jobs.MostSteps - 16},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			h := NewHistory(dir, Usual)
			if err := h.Add(Entry{Kind: Sequence, Draft: c.series.Sequence.Steps[0].Draft, Series: c.series}); err != nil {
				t.Fatal(err)
			}
			content, err := os.ReadFile(filepath.Join(dir, fileName))
			if err != nil || len(content) > longestLine {
				t.Fatalf("%d bytes, %v", len(content), err)
			}
			all, err := h.All()
			if err != nil || len(all) != 1 {
				t.Fatalf("got %d, %v", len(all), err)
			}
			s := all[0].Series
			if len(s.Sequence.Steps) != c.steps || len(s.Cut) != c.cut || s.Lost != c.lost || s.Whole() != (c.cut+c.lost == 0) {
				t.Errorf("%d messages, %d of them cut, %d lost", len(s.Sequence.Steps), len(s.Cut), s.Lost)
			}
			checkCut(t, s)
		})
	}
}

// checkCut: a message that is cut has its topic, and says how much of its payload is left out.
func checkCut(t *testing.T, s *Series) {
	t.Helper()
	for _, cut := range s.Cut {
		if d := s.Sequence.Steps[cut.Step].Draft; d.Text != "" || d.Topic == "" || cut.Left == 0 {
			t.Errorf("message %d is %+v", cut.Step, d)
		}
	}
}

// TestSequencesOfEarlierPrograms have their first message.
func TestSequencesOfEarlierPrograms(t *testing.T) {
	var e Entry
	if err := json.Unmarshal([]byte(`{"id":"1","kind":"sequence","draft":{"topic":"a","text":"ON"},"counts":{"steps":2}}`), &e); err != nil {
		t.Fatal(err)
	}
	if s := NewSearch("on"); e.Series != nil || e.Draft.Text != "ON" || !e.Whole() || !s.Finds(&e, "") {
		t.Errorf("got %+v", e)
	}
}
