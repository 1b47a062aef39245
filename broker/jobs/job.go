package jobs

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"time"

	"mangrove/broker"
	"mangrove/broker/request"
	"mangrove/model/template"
)

// Job is a plan that is being carried out. Its methods may be called from any goroutine.
type Job struct {
	plan    Plan
	session broker.Session
	end     context.CancelFunc
	done    chan struct{}

	mu     sync.Mutex
	status Status
	recent recent
	paused chan struct{} // closed when the user lets it go on; nil: not paused
	gone   chan struct{} // closed when there is a connection again; nil: nobody waits for one
	wait   int           // messages that wait for a connection
	held   held
}

// connectionEvery is how often a job without a connection looks for one.
const connectionEvery = 100 * time.Millisecond

// behind is how much a job may be late before it gives up the times that have passed.
const behind = time.Second

// grace is how long the acknowledgement of a message is waited for after a job is stopped.
const grace = 2 * time.Second

// Start begins a job. It ends with its last round, with Stop, with ctx, when the session
// has ended, and when a message cannot be made or is refused for good.
func Start(ctx context.Context, session broker.Session, plan Plan) *Job {
	ctx, end := context.WithCancel(ctx)
	j := &Job{plan: plan, session: session, end: end, done: make(chan struct{})}
	j.status = Status{Began: time.Now(), Messages: plan.messages(), Wanted: plan.wanted()}
	go j.run(ctx)
	return j
}

// Stop ends the job, and waits until it has.
func (j *Job) Stop() {
	j.end()
	<-j.done
}

// Done is closed when the job has ended.
func (j *Job) Done() <-chan struct{} { return j.done }

// Pause holds the job before its next message, or lets it go on.
func (j *Job) Pause(on bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	switch {
	case on && j.paused == nil:
		j.paused = make(chan struct{})
		j.held.begin(time.Now())
	case !on && j.paused != nil:
		close(j.paused)
		j.paused = nil
		j.held.end(time.Now())
	}
}

// run is the job's goroutine; it ends with the job.
func (j *Job) run(ctx context.Context) {
	defer close(j.done)
	defer j.end()
	under := &way{slots: make(chan struct{}, j.plan.inFlight())}
	err := j.rounds(ctx, under)
	under.Wait()
	j.ended(ctx, err)
}

// way is what is under way to the broker.
type way struct {
	sync.WaitGroup
	slots chan struct{} // as many as may be at a time
}

// rounds carries out all rounds. Their times are those of the plan, but for what the job
// was held: paused, or without a connection.
func (j *Job) rounds(ctx context.Context, under *way) error {
	began, v := time.Now(), j.plan.Values
	v.Index, v.Start, v.Now = 0, began, time.Time{}
	for round := 0; j.plan.Rounds == 0 || round < j.plan.Rounds; round++ {
		due := began.Add(time.Duration(round) * j.plan.Every)
		if late := time.Since(due); late > behind && j.plan.Every > 0 {
			began, due = began.Add(late), time.Now()
			j.count(func(s *Status) { s.Late += late })
		}
		if j.plan.Jitter > 0 {
			due = due.Add(rand.N(j.plan.Jitter))
		}
		if err := sleepUntil(ctx, due); err != nil {
			return err
		}
		before := j.heldSoFar()
		if err := j.round(ctx, round, &v, under); err != nil {
			return err
		}
		began = began.Add(j.heldSoFar() - before)
		j.count(func(s *Status) { s.Rounds++ })
	}
	return nil
}

// round publishes all messages of a round.
func (j *Job) round(ctx context.Context, round int, v *template.Values, under *way) error {
	for i := range j.plan.Steps {
		for range j.plan.burst() {
			if err := j.one(ctx, shot{&j.plan.Steps[i], round}, *v, under); err != nil {
				return err
			}
			v.Index++
		}
	}
	return nil
}

// shot is a message to be published: of a step, in a round.
type shot struct {
	*Step
	round int
}

// one publishes one message of a step. What goes wrong with a message that others do not
// wait for is told by the next.
func (j *Job) one(ctx context.Context, step shot, v template.Values, under *way) error {
	if step.After > 0 {
		if err := sleepUntil(ctx, time.Now().Add(step.After)); err != nil {
			return err
		}
	}
	if err := j.ready(ctx); err != nil {
		return err
	}
	m, err := step.make(v)
	if err == nil && j.plan.NeverClear && m.WouldClear() {
		err = broker.ErrWouldClear
	}
	if err != nil {
		return err
	}
	select {
	case under.slots <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	if cap(under.slots) == 1 {
		defer func() { <-under.slots }()
		return j.publish(ctx, step, m)
	}
	under.Go(func() { // ends with the answer, or with the connection
		defer func() { <-under.slots }()
		if err := j.publish(ctx, step, m); err != nil && ctx.Err() == nil {
			j.fail(err)
		}
	})
	return nil
}

// message is what a step publishes.
type message struct{ request.Request }

// make makes the message of a step.
func (s *shot) make(v template.Values) (m message, err error) {
	if s.Request != nil {
		m.Request, err = s.Request.Make(v)
		return m, err
	}
	m.Publication, err = s.Maker.Make(v)
	return m, err
}

// send publishes it once.
func (j *Job) send(ctx context.Context, step shot, m *message) (broker.Acknowledgement, error) {
	switch {
	case step.Request != nil:
		answer, err := step.Client.Do(ctx, m.Request)
		return answer.Acknowledged, err
	case step.Publish != nil:
		return step.Publish(ctx, m.Publication)
	}
	return j.session.Publish(ctx, m.Publication)
}

// publish publishes a message, as often as it takes until there is a connection to do so.
func (j *Job) publish(ctx context.Context, step shot, m message) error {
	patient, done := patience(ctx)
	defer done()
	if step.Request != nil {
		patient = ctx // an answer that nobody wants is not waited for
	}
	var none *request.NoAnswer
	for {
		start := time.Now()
		answer, err := j.send(patient, step, &m)
		switch {
		case err == nil:
			j.published(step, len(m.Payload), answer, start)
			return nil
		case errors.Is(err, broker.ErrNotConnected) && j.plan.Gone == Wait:
			if err := j.waitForConnection(ctx, err); err != nil {
				return err
			}
		case errors.As(err, &none):
			j.published(step, len(m.Payload), none.Acknowledged, start)
			j.count(func(s *Status) { s.Unanswered++ })
			return err
		case errors.Is(err, broker.ErrUnconfirmed), errors.Is(err, broker.ErrUnanswered), m.QoS > 0 && patient.Err() != nil:
			j.count(func(s *Status) { s.Unconfirmed++; s.Problem = err })
			if j.plan.Gone == End {
				return err
			}
			return nil // it may have arrived: again would be twice
		case ctx.Err() != nil:
			return ctx.Err()
		case broker.Gone(err):
			return err
		default:
			j.count(func(s *Status) { s.Refused++ })
			return err
		}
	}
}

// patience is for what is under way when a job is stopped: its acknowledgement is waited
// for a little longer.
func patience(ctx context.Context) (context.Context, func()) {
	patient, give := context.WithCancel(context.WithoutCancel(ctx))
	forget := context.AfterFunc(ctx, func() {
		timer := time.AfterFunc(grace, give)
		context.AfterFunc(patient, func() { timer.Stop() })
	})
	return patient, func() {
		forget()
		give()
	}
}

// waitForConnection looks for a connection until there is one.
func (j *Job) waitForConnection(ctx context.Context, why error) error {
	j.waiting(true, why)
	defer j.waiting(false, nil)
	tick := time.NewTicker(connectionEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
		switch j.session.Status().Phase {
		case broker.Connected:
			return nil
		case broker.Stopped:
			return why
		}
	}
}

// waiting notes that a message waits for a connection, or no longer does. As long as any
// does, no other is begun.
func (j *Job) waiting(on bool, why error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if on {
		j.wait++
		j.status.Problem = why
	} else {
		j.wait--
	}
	switch {
	case j.wait > 0 && j.gone == nil:
		j.gone = make(chan struct{})
		j.held.begin(time.Now())
	case j.wait == 0 && j.gone != nil:
		close(j.gone)
		j.gone = nil
		j.held.end(time.Now())
	}
	j.status.Waiting = j.wait > 0
}

func (j *Job) heldSoFar() time.Duration {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.held.sum(time.Now())
}

// ready waits while the job is held, and tells of what has gone wrong meanwhile.
func (j *Job) ready(ctx context.Context) error {
	for {
		j.mu.Lock()
		hold, failed := j.paused, j.status.failed
		if hold == nil {
			hold = j.gone
		}
		j.mu.Unlock()
		switch {
		case failed != nil:
			return failed
		case hold == nil:
			return ctx.Err()
		}
		select {
		case <-hold:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// sleepUntil waits until a time has come.
func sleepUntil(ctx context.Context, at time.Time) error {
	wait := time.Until(at)
	if wait <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
