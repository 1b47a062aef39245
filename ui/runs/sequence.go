package runs

import (
	"mangrove/broker/draft"
	"mangrove/broker/jobs"
)

// largestSequence is what is kept of a sequence, in bytes.
const largestSequence = 256 << 10

// boundSequence leaves out a sequence that is larger than is kept, from the end on.
func boundSequence(q *jobs.Sequence, room *int) {
	q.Steps = q.Steps[:min(len(q.Steps), jobs.MostSteps)]
	left := min(*room, largestSequence)
	for i := range q.Steps {
		s := &q.Steps[i]
		n := draftSize(&s.Draft)
		if s.Reply != nil {
			n += len(s.Reply.Filter) + len(s.Reply.Where)
		}
		if left -= n; left < 0 {
			q.Steps = q.Steps[:i]
			return
		}
		*room -= n
	}
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
