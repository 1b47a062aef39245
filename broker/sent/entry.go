// Package sent keeps what was published, across runs of the program: messages as they were
// typed, when, where to, and what became of them; of jobs, requests, clearings and
// simulations one entry each, with counts. What a template makes of secrets is never in it.
// The newest are kept, up to a number and a size.
package sent

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"mangrove/broker"
	"mangrove/broker/cause"
	"mangrove/broker/draft"
)

// Entry is a message that was published, or was to be, or one of the works of [Kind].
type Entry struct {
	ID string    `json:"id"`
	At time.Time `json:"at"`
	// Connection is the ID of the stored connection, if it is one, Address that of the
	// broker, without user and query.
	Connection  string      `json:"connection,omitempty"`
	Address     string      `json:"address"`
	Environment string      `json:"environment,omitempty"` // its ID
	Draft       draft.Draft `json:"draft"`
	// Left are the bytes of a payload that was too large to be kept. Inexact: not all
	// else of the draft is kept, or not exactly.
	Left    int  `json:"left,omitempty"`
	Inexact bool `json:"inexact,omitempty"`

	Outcome Outcome `json:"outcome"`

	Kind   Kind    `json:"kind,omitempty"`
	Counts *Counts `json:"counts,omitempty"` // of works; nil: of a single message
	Reply  *Reply  `json:"reply,omitempty"`  // the answer to a request to one; nil: none came
	// Shelf is the name by which cleared messages are kept to be brought back; empty: they
	// are not.
	Shelf string `json:"shelf,omitempty"`
	// File is the name of a simulation's file, without its folder.
	File string `json:"file,omitempty"`
	// Series are all messages of a sequence; nil: of none, or of an earlier program.
	Series *Series `json:"series,omitempty"`
}

// Whole reports whether the draft is all that was typed, so that it can be sent again.
func (e *Entry) Whole() bool { return e.Left == 0 && !e.Inexact && e.IsMessage() }

// IsMessage reports whether the draft is a message at all: of a clearing it only says which
// topics it was about, and of a simulation nothing.
func (e *Entry) IsMessage() bool {
	return e.Kind != Clearing && e.Kind != Restoring && e.Kind != Simulation
}

// State is a kind of outcome.
type State string

// What can become of a message.
const (
	Sent         State = "sent" // at QoS 0, which nobody acknowledges
	Acknowledged State = "acknowledged"
	Refused      State = "refused"
	Unconfirmed  State = "unconfirmed" // the connection ended before
	Late         State = "late"        // no acknowledgement in time
	NotConnected State = "not connected"
	TooMuch      State = "beyond limits" // of what the broker accepts
	Failed       State = "failed"
	Done         State = "done"    // a work, to its end
	Stopped      State = "stopped" // a work, by the user
	Answered     State = "answered"
	NoAnswer     State = "no answer"
)

// Outcome is what became of a message.
type Outcome struct {
	State  State         `json:"state"`
	Code   byte          `json:"code,omitempty"`   // the reason code
	Reason string        `json:"reason,omitempty"` // in the words of the broker; of works of an earlier program, a sentence
	Took   time.Duration `json:"took,omitempty"`   // nanoseconds until the acknowledgement
	// Cause is why a work has failed; nil: it has not, or an earlier program kept its Reason.
	Cause *cause.Cause `json:"cause,omitempty"`
}

// NoSubscribers reports whether the broker has said that nobody subscribes to the topic.
func (o *Outcome) NoSubscribers() bool {
	return o.State == Acknowledged && broker.Acknowledgement{Code: o.Code}.NoSubscribers()
}

// OutcomeOf is what a session says of a message.
func OutcomeOf(answer broker.Acknowledgement, err error, took time.Duration) Outcome {
	o := Outcome{State: Sent}
	var refused *broker.Refusal
	switch {
	case err == nil && answer.Came:
		o = Outcome{State: Acknowledged, Code: answer.Code, Reason: answer.Reason, Took: took}
	case err == nil:
	case errors.As(err, &refused):
		o = Outcome{State: Refused, Code: refused.Code, Reason: refused.Reason, Took: took}
	case errors.Is(err, broker.ErrUnconfirmed):
		o.State = Unconfirmed
	case errors.Is(err, context.DeadlineExceeded):
		o.State = Late
	case broker.IsDisconnected(err):
		o.State = NotConnected
	case errors.Is(err, broker.ErrBeyondLimits), errors.Is(err, broker.ErrUnsupported):
		o.State = TooMuch
	default:
		o.State = Failed
	}
	return o
}

// What is kept of an entry, in bytes.
const (
	LargestPayload = 64_000
	largestRest    = 256_000 // of its topic, paths and properties together
	longestReason  = 2000
	longestFile    = 1000 // more than any system allows
)

// bound leaves out what is not kept, and says so in the entry. It shares nothing with what
// it was given.
func (e *Entry) bound() {
	size := max(len(e.Draft.Text), len(e.Draft.Bytes))
	if size > LargestPayload {
		e.Draft.Text, e.Draft.Bytes, e.Left = "", nil, size
	}
	var exact bool
	e.Draft, exact = e.Draft.Storable()
	d, rest := &e.Draft, 0
	for _, s := range d.Texts() {
		rest += len(s)
	}
	if d.Properties != nil {
		rest += len(d.Properties.CorrelationData)
	}
	e.Inexact = e.Inexact || !exact || rest > largestRest
	if rest > largestRest {
		d.Schema, d.Folders, d.Properties = nil, nil, nil
		d.Topic, d.Message = beginning(d.Topic, largestRest/2), beginning(d.Message, longestReason)
	}
	e.Outcome.Reason, e.Outcome.Cause = beginning(e.Outcome.Reason, longestReason), e.Outcome.Cause.Bound(longestReason)
	e.File = beginning(validOf(e.File), longestFile)
	e.Reply = e.Reply.bound()
	if e.Counts != nil {
		counts := *e.Counts
		e.Counts = &counts
	}
	if e.ID == "" {
		e.ID = rand.Text()
	}
	if series := e.Series; series != nil {
		e.Series = nil
		e.Series = series.bound(longestLine - jsonSize(e) - len(`"series":`))
	}
}

func validOf(s string) string { return strings.ToValidUTF8(s, "\ufffd") }

func beginning(s string, most int) string {
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "")
}

// Search finds entries by words, in capitals or not, each of them in the topic, the
// payload, a property, the address, the name of the connection or that of a file.
type Search struct{ words []string }

// NewSearch reads what is typed.
func NewSearch(typed string) Search { return Search{strings.Fields(strings.ToLower(typed))} }

// Finds reports whether an entry has all the words; name is what its connection is
// called.
func (s Search) Finds(e *Entry, name string) bool {
	beside := []string{name, e.Address, string(e.Outcome.State), string(e.Kind), e.File}
	if r := e.Reply; r != nil {
		beside = append(beside, r.Topic)
		if utf8.Valid(r.Payload) {
			beside = append(beside, string(r.Payload))
		}
	}
	for _, d := range e.Series.Drafts() {
		beside = append(beside, textsOf(&d)...)
	}
	return s.FindsDraft(&e.Draft, beside...)
}

// FindsDraft reports whether a draft has all the words, or they stand beside it.
func (s Search) FindsDraft(d *draft.Draft, beside ...string) bool {
	if len(s.words) == 0 {
		return true
	}
	all := append(textsOf(d), beside...)
	text := strings.ToLower(strings.Join(all, "\n"))
	for _, word := range s.words {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

// textsOf are all texts of a draft, the payload's too.
func textsOf(d *draft.Draft) []string {
	all := append(d.Texts(), d.Text)
	if utf8.Valid(d.Bytes) {
		all = append(all, string(d.Bytes))
	}
	return all
}
