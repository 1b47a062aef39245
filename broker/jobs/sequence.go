package jobs

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"mangrove/broker/draft"
	"mangrove/broker/request"
	"mangrove/model/decode/schemas"
)

// MostSteps are the most that a sequence has.
const MostSteps = 200

// Sequence is one message after the other, as it is typed. Its JSON is what files keep.
type Sequence struct {
	Steps  Steps `json:"steps,omitempty"`
	Rounds int   `json:"rounds,omitempty"` // 0: until it is stopped
	Every  int64 `json:"every,omitempty"`  // milliseconds from one round to the next; 0: at once
	// Gone is what is done when there is no connection.
	Gone WhenGone `json:"gone,omitempty"`
}

// Steps are those of a sequence.
type Steps []SequenceStep

// UnmarshalJSON reads the first [MostSteps]: three bytes of a file make a step of a hundred
// times the size.
func (s *Steps) UnmarshalJSON(text []byte) error {
	d := json.NewDecoder(bytes.NewReader(text))
	if begin, err := d.Token(); err != nil || begin != json.Delim('[') {
		return errors.Join(err, errNoList)
	}
	for *s = nil; d.More() && len(*s) < MostSteps; {
		var one SequenceStep
		if err := d.Decode(&one); err != nil {
			return err
		}
		*s = append(*s, one)
	}
	return nil
}

var errNoList = errors.New("the steps are no list")

// SequenceStep is one of them.
type SequenceStep struct {
	Draft draft.Draft    `json:"draft"`
	After int64          `json:"after,omitempty"` // milliseconds that it waits before it
	Reply *request.Reply `json:"reply,omitempty"` // the answer that it waits for after it; nil: none
}

// StepError is why a sequence cannot begin.
type StepError struct {
	Step int // from 0
	Err  error
}

// Error names the step.
func (e *StepError) Error() string { return fmt.Sprintf("step %d: %v", e.Step+1, e.Err) }

// Unwrap is what is wrong with it.
func (e *StepError) Unwrap() error { return e.Err }

// Plan is the plan of a sequence. Steps that wait for an answer do so with the client. It
// fails with a [*StepError].
func (q *Sequence) Plan(c *request.Client, shelf *schemas.Shelf) (Plan, error) {
	p := Plan{Rounds: max(0, q.Rounds), Every: milliseconds(q.Every), Gone: q.Gone}
	for i := range q.Steps {
		s := q.Steps[i]
		s.Draft.Unattended = true
		var err error
		step := Step{After: milliseconds(s.After), Client: c}
		if s.Reply != nil {
			step.Request, err = request.NewMaker(s.Draft, *s.Reply, shelf)
		} else {
			step.Maker, err = draft.NewMaker(s.Draft, shelf)
		}
		if err != nil {
			return Plan{}, &StepError{i, err}
		}
		p.Steps = append(p.Steps, step)
	}
	return p, nil
}

// milliseconds is a time that is typed, within what anybody waits.
func milliseconds(n int64) time.Duration {
	const most = int64(365 * 24 * time.Hour / time.Millisecond)
	return time.Duration(max(0, min(n, most))) * time.Millisecond
}
