package publish

import (
	"errors"
	"time"

	"mangrove/broker/cause"
	"mangrove/broker/draft"
	"mangrove/broker/jobs"
	"mangrove/broker/request"
	"mangrove/broker/retained"
	"mangrove/broker/sent"
	"mangrove/broker/simulate"
)

// entry is the entry of a job in the history, without what became of it.
func (r *running) entry(environment string) sent.Entry {
	e := sent.Entry{At: r.job.Status().Began, Kind: sent.Job, Environment: environment}
	if r.sequence != nil {
		e.Kind, e.Series = sent.Sequence, &sent.Series{Sequence: *r.sequence}
	}
	if len(r.of) > 0 {
		e.Draft = r.of[0]
	}
	return e
}

// outcome is what became of a job.
func (r *running) outcome(s *jobs.Status) sent.Outcome {
	switch {
	case s.Problem != nil:
		return sent.Outcome{State: sent.Failed, Cause: r.cause(s.Problem, r.of...)}
	case s.Stopped:
		return sent.Outcome{State: sent.Stopped}
	}
	return sent.Outcome{State: sent.Done}
}

// countsOf are the counts of a job with so many steps.
func countsOf(s *jobs.Status, steps int) *sent.Counts {
	return &sent.Counts{Messages: s.Messages, Steps: steps, Published: s.Published, Acknowledged: s.Acknowledged, NoSubscribers: s.NoSubscribers,
		Unconfirmed: s.Unconfirmed, Refused: s.Refused, Unanswered: s.Unanswered, Bytes: s.Bytes, Took: s.Ended.Sub(s.Began)}
}

// finish completes the entry of requests: with the answer to the one, or with counts.
func (r *round) finish(e sent.Entry, stopped bool) sent.Entry {
	r.mu.Lock()
	defer r.mu.Unlock()
	e.Kind = sent.Request
	if !r.alone {
		e.Counts = &sent.Counts{Messages: r.total, Answered: r.answered, Unanswered: r.failed}
		e.Outcome.State = sent.Done
		if stopped {
			e.Outcome.State = sent.Stopped
		}
		return e
	}
	switch last := &r.last; {
	case r.answered+r.failed == 0:
		e.Outcome.State = sent.Stopped
	case r.failed > 0:
		e.Outcome = sent.Outcome{State: sent.NoAnswer, Cause: r.cause(last.Err, r.of)}
	default:
		e.Outcome = sent.Outcome{State: sent.Answered, Took: last.Answer.Latency}
		e.Reply = &sent.Reply{Topic: last.Answer.Topic, Payload: last.Answer.Payload, Size: len(last.Answer.Payload), Latency: last.Answer.Latency}
	}
	return e
}

// countAnswer counts what came of a request, for the history.
func (r *round) countAnswer(got *request.Result) {
	if r.last = *got; got.Err != nil && !errors.Is(got.Err, errNotKept) {
		r.failed++
	} else {
		r.answered++
	}
}

// clearingEntry is the entry of a clearing, or of messages that were published again.
func clearingEntry(kind sent.Kind, filter string, of int, r *retained.Result) sent.Entry {
	e := sent.Entry{Kind: kind, Draft: draft.Draft{Topic: filter}, Counts: &sent.Counts{Messages: of, Published: r.Done, Left: len(r.Left)}}
	for _, one := range r.Failed {
		if isUnsure(one.Err) {
			e.Counts.Unconfirmed++
		} else {
			e.Counts.Refused++
		}
	}
	e.Outcome.State = sent.Done
	if r.Done < of {
		e.Outcome.State = sent.Failed
	}
	return e
}

// simulationEntry is the entry of devices that were played until now, without its outcome.
func simulationEntry(file string, s *simulate.Status, now time.Time) sent.Entry {
	return sent.Entry{At: s.Began, Kind: sent.Simulation, File: file, Counts: &sent.Counts{Published: s.Published, Unconfirmed: s.Unconfirmed,
		Refused: s.Refused, Bytes: s.Bytes, Took: now.Sub(s.Began)}}
}

// simulationOutcome is what became of one; not stopped: its time ran out.
func simulationOutcome(s *simulate.Status, stopped bool) sent.Outcome {
	switch {
	case s.Connects == 0 && s.Problem != nil:
		return sent.Outcome{State: sent.Failed, Cause: cause.Of(s.Problem)}
	case stopped:
		return sent.Outcome{State: sent.Stopped}
	case s.Connects == 0:
		return sent.Outcome{State: sent.Failed, Cause: &cause.Cause{Code: cause.NoDevice}}
	}
	return sent.Outcome{State: sent.Done}
}
