package sent

import (
	"encoding/json"

	"mangrove/broker/draft"
	"mangrove/broker/jobs"
)

// Series is a sequence that was published: all of its messages, as far as they are kept.
type Series struct {
	Sequence jobs.Sequence `json:"sequence"`
	Cut      []Cut         `json:"cut,omitempty"`
	// Lost are the messages at its end that are not kept at all.
	Lost int `json:"lost,omitempty"`
}

// Cut is a message of a series that is not kept as a whole.
type Cut struct {
	Step int `json:"step"`           // from 0
	Left int `json:"left,omitempty"` // bytes of the payload that is not kept; 0: a text that was no UTF-8
}

// Whole reports whether all messages are as they were typed.
func (s *Series) Whole() bool { return len(s.Cut) == 0 && s.Lost == 0 }

// Drafts are the messages that are kept.
func (s *Series) Drafts() (all []draft.Draft) {
	if s == nil {
		return nil
	}
	for i := range s.Sequence.Steps {
		all = append(all, s.Sequence.Steps[i].Draft)
	}
	return all
}

// cutBytes is the most that a [Cut] takes in JSON.
const cutBytes = 64

// bound keeps what has room in so many bytes of JSON: of every message all but the payload,
// and then payloads, the first ones first. It shares nothing with what it was given.
func (s *Series) bound(room int) *Series {
	kept := &Series{Sequence: s.Sequence}
	kept.Sequence.Steps = nil
	room -= jsonSize(kept) + cutBytes
	var left []int // bytes of each payload
	for i := range s.Sequence.Steps {
		step := s.Sequence.Steps[i]
		step.Draft, _ = step.Draft.Storable()
		left = append(left, max(len(step.Draft.Text), len(step.Draft.Bytes)))
		step.Draft.Text, step.Draft.Bytes = "", nil
		if step.Reply != nil {
			reply := *step.Reply
			step.Reply = &reply
		}
		size := jsonSize(step) + cutBytes
		if size > room {
			break
		}
		room -= size
		kept.Sequence.Steps = append(kept.Sequence.Steps, step)
	}
	kept.Lost = len(s.Sequence.Steps) - len(kept.Sequence.Steps)
	for i := range kept.Sequence.Steps {
		whole, exact := s.Sequence.Steps[i].Draft.Storable()
		step := &kept.Sequence.Steps[i]
		more := jsonSize(whole) - jsonSize(step.Draft)
		switch {
		case left[i] > LargestPayload, more > room:
			kept.Cut = append(kept.Cut, Cut{i, left[i]})
			continue
		case !exact:
			kept.Cut = append(kept.Cut, Cut{Step: i})
		}
		step.Draft = whole
		room -= more
	}
	return kept
}

// jsonSize is how many bytes something has in JSON, with a comma.
func jsonSize(v any) int {
	text, _ := json.Marshal(v) // it has texts and numbers
	return len(text) + 1
}
