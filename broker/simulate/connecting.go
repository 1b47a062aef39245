package simulate

import (
	"context"
	"errors"
	"time"

	"mangrove/broker"
	"mangrove/model"
)

// until is how often a connection that is being made is looked at.
const until = 10 * time.Millisecond

func unconfirmed(err error) bool {
	return errors.Is(err, broker.ErrUnconfirmed) || errors.Is(err, broker.ErrUnanswered)
}

// profile is what the line connects with.
func (l *line) profile() (broker.Profile, error) {
	p := l.of.options.Profile
	p.Once, p.Will, p.Subscriptions = true, nil, nil // connecting again takes a new will
	p.Resume, p.SessionExpiry = false, 0
	for topic := range l.obey {
		p.Subscriptions = append(p.Subscriptions, broker.Subscription{Filter: topic, QoS: 1})
	}
	if p.ClientID = ""; l.kind.shared > 0 {
		return p, nil
	}
	d := l.devices[0]
	if p.ClientID = d.id; l.kind.will != nil {
		will, err := l.play.publication(l.kind.will, d, l.now(), nil)
		if err != nil {
			return p, err
		}
		p.Will = &broker.Will{Publication: will}
	}
	return p, nil
}

// connect makes the connection, and has the devices say that they are there.
func (l *line) connect(ctx context.Context) {
	if l.session != nil || l.kind.shared == 0 && l.devices[0].dead > 0 {
		return
	}
	for _, d := range l.devices {
		d.session, d.seq = l.sessions%countsTo, 0
	}
	p, err := l.profile()
	if err == nil {
		err = l.open(ctx, p)
	}
	if err != nil {
		if ctx.Err() == nil {
			l.of.count(func(s *Status) { s.Problem = err })
			l.failed++
			l.retry()
		}
		return
	}
	l.failed = 0
	l.sessions++
	l.of.count(func(s *Status) { s.Connected++; s.Connects++ })
	for _, d := range l.devices {
		for _, m := range l.kind.birth {
			if d.dead == 0 {
				l.publishApart(m, d, l.now(), nil)
			}
		}
	}
}

// open waits until the connection stands. Only some are made at a time.
func (l *line) open(ctx context.Context, p broker.Profile) error {
	select {
	case l.of.gate <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-l.of.gate }()
	s := l.of.options.Open(p, l)
	tick := time.NewTicker(until)
	defer tick.Stop()
	for {
		switch st := s.Status(); st.Phase {
		case broker.Connected:
			l.gone.Store(false)
			l.session, l.been = s, true
			return nil
		case broker.Stopped, broker.Waiting:
			closed(s)
			if st.Problem == nil {
				return broker.ErrNotConnected
			}
			return st.Problem
		case broker.Connecting:
		}
		select {
		case <-ctx.Done():
			closed(s)
			return ctx.Err()
		case <-tick.C:
		}
	}
}

// closed ends a session; how it ends is of no interest.
func closed(s Session) {
	_ = s.Close()
}

// disconnect ends the connection: with DISCONNECT, or without, so that the broker
// publishes the will.
func (l *line) disconnect(will bool) {
	if l.session == nil {
		return
	}
	if will {
		l.session.Abandon()
	} else {
		closed(l.session)
	}
	l.session = nil
	l.of.count(func(s *Status) { s.Connected-- })
}

// checkConnection finds out whether the connection is still there.
func (l *line) checkConnection(e *event) {
	if l.session != nil && (l.gone.Load() || l.session.Status().Phase != broker.Connected) {
		why := l.session.Status().Problem
		l.disconnect(true)
		l.of.count(func(s *Status) { s.Problem = why })
		l.retry()
	}
	if l.twin != nil && l.twin.Status().Phase == broker.Stopped {
		l.endTwin()
		l.duplicate()
	}
	e.due = max(e.due, l.now()) + lookAt
	l.due.add(e)
}

// retry plans the next attempt to connect, later each time.
func (l *line) retry() {
	r := l.kind.reconnect
	if r.never && l.failed == 0 {
		return
	}
	wait := r.after
	for range min(l.failed, 20) {
		wait = min(2*wait, r.most)
	}
	wait += time.Duration(l.chance.Int64N(int64(wait)/4 + 1)) // not all at the same time
	l.plan(l.now() + wait)
}

// plan has the line connect at a time, in place of what was planned before.
func (l *line) plan(at time.Duration) {
	l.planned++
	l.due.add(&event{what: connects, due: at, i: l.planned})
}

// duplicate has another client take the id of the device.
func (l *line) duplicate() {
	p := l.of.options.Profile
	p.ClientID, p.Will, p.Subscriptions, p.Once = l.devices[0].id, nil, nil, true
	p.Resume, p.SessionExpiry = false, 0
	if l.twin == nil {
		l.twin = l.of.options.Open(p, nobody{})
	}
}

func (l *line) endTwin() {
	if l.twin != nil {
		closed(l.twin)
		l.twin = nil
	}
}

// leave ends the line in order: the devices say so, what is under way is waited for, and
// the connection is closed.
func (l *line) leave() {
	if l.session != nil {
		for _, d := range l.devices {
			if d.dead == 0 && l.sending.Err() == nil {
				l.publishApart(l.kind.end, d, l.now(), nil)
			}
		}
	}
	l.under.Wait()
	l.endTwin()
	l.disconnect(false)
}

// nobody hears what comes for a twin.
type nobody struct{}

// Apply implements model.Sink.
func (nobody) Apply(model.Batch) {}

// Lost implements model.Sink.
func (nobody) Lost(int) {}

func (nobody) Interrupted(time.Time, time.Time) {}
