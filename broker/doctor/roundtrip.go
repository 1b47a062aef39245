package doctor

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"mangrove/broker"
	"mangrove/model"
)

// echo is a sink that waits for one payload and forgets everything else.
type echo struct {
	token string
	back  chan byte // the QoS of each that has come
}

func newEcho() *echo { return &echo{token: random(16), back: make(chan byte, 16)} }

// NewTopic makes up a topic for a round trip that nobody else uses.
func NewTopic() string { return "mangrove/doctor/" + random(4) }

// random gives so many random bytes in hexadecimal.
func random(bytes int) string {
	b := make([]byte, bytes)
	_, _ = rand.Read(b) // it never fails
	return hex.EncodeToString(b)
}

// payload is what is published at a QoS.
func (e *echo) payload(qos byte) string { return fmt.Sprintf("mangrove doctor %s %d", e.token, qos) }

// Apply looks for a payload of ours.
func (e *echo) Apply(b model.Batch) {
	for _, m := range b.Messages {
		for qos := range byte(3) {
			if string(m.Payload) == e.payload(qos) {
				select {
				case e.back <- qos:
				default: // somebody repeats them
				}
			}
		}
	}
}

// wait waits for the payload of a QoS; false when ctx ended first.
func (e *echo) wait(ctx context.Context, qos byte) bool {
	for {
		select {
		case came := <-e.back:
			if came == qos {
				return true
			}
		case <-ctx.Done():
			return false
		}
	}
}

// Lost does not matter: what is missed is said.
func (e *echo) Lost(int) {}

func (*echo) Interrupted(time.Time, time.Time) {}

// roundTrips publishes at every QoS to a topic that is subscribed to.
func (e *examination) roundTrips(ctx context.Context, s broker.Session, echo *echo) {
	topic := e.Topic
	if topic == "" {
		topic = NewTopic()
	}
	var why Finding
	switch {
	case e.profile.ReadOnly:
		why.Code = ReadOnly
	case !e.Publish:
		why.Code = NotRequested
	case e.failed != nil:
		why = Finding{Code: NotTriedEarlier, Failed: *e.failed}
	}
	if why.Code == "" {
		e.run(ctx, Trial{Kind: Subscription, Filter: topic}, func(ctx context.Context) Step {
			if err := s.Subscribe(ctx, broker.Subscription{Filter: topic, QoS: 2}); err != nil {
				why.Code = TopicDenied
				return denied(err)
			}
			return Step{Finding: Finding{Code: TopicGranted, Topic: topic}}
		})
	}
	for qos := range byte(3) {
		trial := Trial{Kind: RoundTrip, QoS: qos}
		switch {
		case why.Code != "":
			e.skip(trial, why)
		case qos > s.Status().Limits.MaxQoS && s.Status().Phase == broker.Connected:
			e.skip(trial, Finding{Code: AboveQoS, QoS: s.Status().Limits.MaxQoS})
		default:
			e.failed = nil // one that fails does not hinder the next
			e.run(ctx, trial, func(ctx context.Context) Step {
				return roundTrip(ctx, s, echo, broker.Publication{Topic: topic, QoS: qos})
			})
		}
	}
}

func roundTrip(ctx context.Context, s broker.Session, echo *echo, p broker.Publication) Step {
	p.Payload = []byte(echo.payload(p.QoS))
	began := time.Now()
	if _, err := s.Publish(ctx, p); err != nil {
		return denied(err)
	}
	acknowledged := time.Since(began)
	if !echo.wait(ctx, p.QoS) {
		step := Step{State: Warned, Finding: Finding{Code: NotBack, Topic: p.Topic}}
		if status := s.Status(); status.Phase != broker.Connected && status.Problem != nil {
			step = failure(status.Problem)
		}
		return step
	}
	took := time.Since(began)
	step := Step{Took: took, Finding: Finding{Code: CameBack, After: took}}
	if p.QoS > 0 {
		step.Details = []Detail{{Code: Acknowledged, After: acknowledged}}
	}
	return step
}

// denied is a step of the round trip that went wrong. That the broker refuses
// this topic says nothing about others, so the connection works.
func denied(err error) Step {
	step := failure(err)
	var refusal *broker.Refusal
	if errors.As(err, &refusal) && refusal.Packet != "DISCONNECT" {
		step.State, step.Finding.Code = Warned, TopicProblem
	}
	return step
}

// connected polls a session until it stands or has given up.
func connected(ctx context.Context, s broker.Session) (broker.Status, error) {
	poll := time.NewTicker(2 * time.Millisecond)
	defer poll.Stop()
	for {
		status := s.Status()
		switch status.Phase {
		case broker.Connected:
			return status, nil
		case broker.Stopped:
			return status, errors.Join(status.Problem, stoppedWhy(status))
		}
		select {
		case <-poll.C:
		case <-ctx.Done():
			return status, fmt.Errorf("%w: %w", broker.ErrNoAnswer, ctx.Err())
		}
	}
}

// stoppedWhy is for a session that ended without a problem: somebody closed it.
func stoppedWhy(status broker.Status) error {
	if status.Problem == nil {
		return broker.ErrClosed
	}
	return nil
}
