// Package jobs publishes by itself: one message again and again, bursts, and sequences of
// messages. It knows no window; whoever starts a job asks how it stands.
package jobs

import (
	"context"
	"time"

	"mangrove/broker"
	"mangrove/broker/draft"
	"mangrove/broker/request"
	"mangrove/model/template"
)

// Plan is what a job publishes, and when. It goes in rounds: in each one, all steps once.
type Plan struct {
	Steps  []Step
	Every  time.Duration // from the beginning of one round to that of the next; 0: at once
	Jitter time.Duration // a round begins up to so much after its time, by chance
	Rounds int           // 0: until it is stopped
	Burst  int           // how many messages each step publishes in a round; 0: one

	// InFlight is how many messages may wait for their acknowledgement at a time. With
	// more than one they may reach the broker in another order. 0: one.
	InFlight int
	// Gone is what is done when there is no connection.
	Gone WhenGone
	// NeverClear ends the job before a message that is empty and retained, which has the
	// broker forget what it keeps ([broker.ErrWouldClear]). Only a template shows that late.
	NeverClear bool

	// Values are what templates are answered with. Index, Start and Now are the job's.
	Values template.Values
}

// Step is one message of a round.
type Step struct {
	Maker *draft.Maker
	After time.Duration // it waits so long before it
	// Request has the step wait for an answer, and makes its message in place of Maker.
	// nil: it waits for none. Client makes the requests.
	Request *request.Maker
	Client  *request.Client
	// Publish publishes it; nil: with the session's Publish.
	Publish func(ctx context.Context, p broker.Publication) (broker.Acknowledgement, error)
}

// WhenGone is what a job does when there is no connection.
type WhenGone int

// The ways. A message that could not be sent is the first one afterwards.
const (
	Wait WhenGone = iota // go on with the next connection
	End                  // end the job
)

// inFlight is how many messages may be under way: with several steps, one.
func (p *Plan) inFlight() int {
	if len(p.Steps) > 1 || p.InFlight < 1 {
		return 1
	}
	return p.InFlight
}

func (p *Plan) burst() int { return max(1, p.Burst) }

// messages is how many there will be, 0 when nobody knows.
func (p *Plan) messages() int { return p.Rounds * len(p.Steps) * p.burst() }

// wanted is how many messages in a second are asked for, 0 when as many as can be.
func (p *Plan) wanted() float64 {
	if p.Every <= 0 {
		return 0
	}
	return float64(len(p.Steps)*p.burst()) / p.Every.Seconds()
}
