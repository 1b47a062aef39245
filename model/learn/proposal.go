package learn

import (
	"time"

	"mangrove/model/checklist"
)

// Proposal is a checklist that a site has fulfilled while it was watched.
type Proposal struct {
	Began, Ended time.Time
	Away         time.Duration // without a connection
	Deadline     time.Duration
	Topics       int
	Messages     int
	Subjects     []*Subject // devices, then rules
	Left         []Left     // what was left out, in the order of the codes
}

// Key is one that says what a subject is: its name and its value, as a checklist has them.
type Key struct{ Name, Value string }

// Subject is a device, or a rule over a set of topics.
type Subject struct {
	Device  bool
	Keys    []Key    // id, use and what its convention asks for; topic
	Topics  int      // that it has
	Members []string // of a rule with a level that has a name
	Lines   []Line

	names []string // the topics that its values come on; of a rule for names: none
}

// Line is a check that is proposed, and what it rests on.
type Line struct {
	Check *checklist.Check
	Why   Basis
}

// Code is what a line rests on.
type Code string

// What lines rest on.
const (
	Heard   Code = "heard"    // N live messages
	SaidSo  Code = "said so"  // it says that it is online
	Found   Code = "found"    // Low: what it said
	Gaps    Code = "gaps"     // N silences between messages, from Shortest to Longest
	Kept    Code = "kept"     // the broker keeps N topics
	NotKept Code = "not kept" // it keeps none of N topics
	Granted Code = "granted"  // N messages with this QoS at the least
	Listed  Code = "listed"   // N names
	Numbers Code = "numbers"  // N samples from Low to High
	Same    Code = "same"     // N samples, all of them Low
	Counts  Code = "counts"   // N samples of a number that counts, from Low to High
	Words   Code = "words"    // N samples with Of different texts, of which Low is one
	Pair    Code = "pair"     // N samples; of the words that belong together, only some came: Low
	Values  Code = "values"   // N samples
	Times   Code = "times"    // N samples, off by Longest at the most
	Moves   Code = "moves"    // N changes, with Longest between two at the most
	Steps   Code = "steps"    // N numbers, each one more than the one before
	Topics  Code = "topics"   // N topics
	Folded  Code = "folded"   // the types of Of values, each with N samples at the least
)

// Confidence is how sure a line is.
type Confidence string

// The confidences, by the samples that there were.
const (
	Sure   Confidence = "sure"   // 50 and more
	Likely Confidence = "likely" // 10 and more
	Guess  Confidence = "guess"
)

// Basis is what a line rests on: a code with its values.
type Basis struct {
	Code              Code
	Sure              Confidence
	N, Of             int
	Low, High         string
	Shortest, Longest time.Duration
	Part              int // where it is above 0: it came in N of so many messages
}

const (
	sureFrom   = 50
	likelyFrom = 10
)

func confidence(samples int) Confidence {
	switch {
	case samples >= sureFrom:
		return Sure
	case samples >= likelyFrom:
		return Likely
	}
	return Guess
}
