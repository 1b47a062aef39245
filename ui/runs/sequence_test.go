package runs

import (
	"reflect"
	"strings"
	"testing"

	"mangrove/broker/draft"
	"mangrove/broker/jobs"
	"mangrove/broker/request"
)

// TestSequencesAreKept with their tab, as a whole or not at all: a part of one would do
// something else.
func TestSequencesAreKept(t *testing.T) {
	step := jobs.SequenceStep{Draft: draft.Draft{Topic: "a", Text: "ON", QoS: 1}, After: 200, Reply: &request.Reply{Filter: "b", Within: 5000}}
	large := jobs.SequenceStep{Draft: draft.Draft{Topic: "a", Text: strings.Repeat("x", LargestSequence/3)}}
	for name, c := range map[string]struct {
		steps jobs.Steps
		kept  int
	}{"two": {jobs.Steps{step, step}, 2}, "none": {nil, 0}, "too large": {jobs.Steps{large, large, large, step}, 0}} {
		d := Draft{Tabs: []Tab{{Stored: "id", Sequence: jobs.Sequence{Steps: c.steps, Rounds: 3, Every: 1000}}}}
		content, err := encode(d)
		if err != nil {
			t.Fatal(err)
		}
		got, err := decode(content)
		if err != nil || len(got.Tabs) != 1 {
			t.Fatalf("%s: %v", name, err)
		}
		if q := got.Tabs[0].Sequence; len(q.Steps) != c.kept || c.kept > 0 && (q.Rounds != 3 || !reflect.DeepEqual(q.Steps, c.steps)) || got.Tabs[0].Steps != len(c.steps)-c.kept {
			t.Errorf("%s: %+v, and %d that are not kept", name, q, got.Tabs[0].Steps)
		}
		if len(d.Tabs[0].Sequence.Steps) != len(c.steps) {
			t.Errorf("%s: what is kept was taken from the window", name)
		}
	}
	if got, err := decode([]byte(`{"version":1,"tabs":[{"sequence":{"steps":[` + strings.TrimSuffix(strings.Repeat("{},", 100_000), ",") + `]}}]}`)); err != nil || len(got.Tabs[0].Sequence.Steps) != jobs.MostSteps {
		t.Error(err)
	}
}
