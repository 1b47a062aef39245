package runs

import (
	"mangrove/broker/draft"
	"mangrove/broker/jobs"
)

// LargestSequence is what is kept of a sequence, in bytes.
const LargestSequence = 256_000

// boundSequence leaves out a sequence that is larger than is kept: a part of it would do
// something else.
func (t *Tab) boundSequence(room *int) {
	steps, size := t.Sequence.Steps, 0
	for i := range steps {
		s := &steps[i]
		size += draftSize(&s.Draft)
		if s.Reply != nil {
			size += len(s.Reply.Filter) + len(s.Reply.Where)
		}
	}
	if size > min(*room, LargestSequence) || len(steps) > jobs.MostSteps {
		t.Sequence, t.Steps = jobs.Sequence{}, len(steps)
		return
	}
	*room -= size
}

// draftSize is about what a message takes in the file.
func draftSize(d *draft.Draft) int {
	n := 100 + len(d.Topic) + len(d.Text) + 2*len(d.Bytes) + len(d.Message)
	for _, list := range [][]string{d.Schema, d.Folders} {
		for _, s := range list {
			n += len(s)
		}
	}
	if p := d.Properties; p != nil {
		n += len(p.ContentType) + len(p.ResponseTopic) + 2*len(p.CorrelationData)
		for _, u := range p.User {
			n += len(u.Name) + len(u.Value)
		}
	}
	return n
}
