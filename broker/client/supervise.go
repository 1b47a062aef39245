package client

import (
	"context"
	"errors"
	"time"

	"mangrove/broker"
	"mangrove/broker/client/internal/link"
)

// settled is how long a connection must have held for its loss to be taken as
// the first failure, not as one more.
const settled = 30 * time.Second

// supervise is the session's goroutine: it connects, serves the connection
// until it is lost, rests and begins anew, until ctx ends.
func (s *Session) supervise(ctx context.Context) {
	defer close(s.done)
	defer s.end()
	if err := checkProfile(s.profile); err != nil {
		s.giveUp(err)
		<-ctx.Done() // no retry mends it
		return
	}
	failures := 0
	for ctx.Err() == nil {
		c, err := s.connect(ctx)
		if err == nil {
			began := time.Now()
			err = s.serve(ctx, c)
			if time.Since(began) >= settled {
				failures = 0
			}
		}
		if ctx.Err() != nil {
			return
		}
		err = s.diagnose(ctx, err)
		failures++
		s.waitForRetry(ctx, err, failures)
	}
}

// serve subscribes on a connection and stays with it until it ends; it returns
// why.
func (s *Session) serve(ctx context.Context, c *connection) error {
	s.enter(c)
	stop := context.AfterFunc(ctx, func() { c.wire.LimitDelivery(s.grace) })
	defer stop() // after leave, which may wait
	defer s.leave(c)
	asked := s.subscribeAll(ctx, c)
	var stopped <-chan time.Time // when a burst that may be an overflow has had time to go on
	for {
		select {
		case <-ctx.Done():
			return s.hangUp(ctx, c)
		case why := <-c.Lost():
			var unserved *broker.SubscribeError
			if !errors.As(asked, &unserved) || s.rejectionOf(unserved.Filters[0]) != nil { // which nobody asked for this time
				return why
			}
			unserved = &broker.SubscribeError{Filters: unserved.Filters, Err: why}
			s.noteRejected(unserved)
			return unserved
		case <-c.burst.due:
			stopped = time.After(burstPause)
		case <-stopped:
			for _, filter := range c.burst.take() {
				s.sweep(ctx, c, filter)
			}
		}
	}
}

// hangUp ends the connection in order, waits for the broker, for the reader and for the
// library, but not for long.
func (s *Session) hangUp(ctx context.Context, c *connection) error {
	c.Close()
	c.wire.AwaitEnd(link.Goodbye)
	c.wire.Finish()
	select {
	case why := <-c.Lost():
		s.log.Debug("hung up", "library", why)
	case <-time.After(4 * link.Goodbye):
		s.log.Warn("the library did not end in time")
	}
	return ctx.Err()
}

// enter makes c the session's connection.
func (s *Session) enter(c *connection) {
	s.log.Info("connected", "version", c.version, "client", c.clientID)
	s.update(func(status *broker.Status) {
		s.conn, s.agreed = c, c.version
		status.Phase, status.Version, status.ClientID = broker.Connected, c.version, c.clientID
		status.Problem, status.Attempt, status.RetryAt = nil, 0, time.Time{}
	})
	select {
	case <-s.retry: // it has come true
	default:
	}
}

// noteInterruption tells the sink of the time without a connection. The reader
// of the new one calls it with CONNACK, before any message that came with that;
// the supervisor starts that reader after it has written lostAt.
func (s *Session) noteInterruption() {
	now := time.Now()
	if !s.lostAt.IsZero() {
		s.sink.Interrupted(s.lostAt, now)
		s.lostAt = now // should this connection come to nothing
	}
}

// leave forgets the connection and what the broker granted on it, once its reader
// delivers no more.
func (s *Session) leave(c *connection) {
	c.wire.Finish()
	s.inflight.Lost()
	s.lostAt = time.Now()
	s.update(func(status *broker.Status) {
		s.conn = nil
		for i := range status.Subscriptions {
			status.Subscriptions[i] = broker.Grant{Subscription: status.Subscriptions[i].Subscription}
		}
	})
}

// waitForRetry waits for the next attempt: a while when trying again may help, until
// Retry when it will not.
func (s *Session) waitForRetry(ctx context.Context, err error, failures int) {
	var next <-chan time.Time
	if s.profile.Once || s.isPermanent(err) {
		s.giveUp(err)
	} else {
		delay := s.delay(failures)
		timer := time.NewTimer(delay)
		defer timer.Stop()
		next = timer.C
		s.log.Info("waiting for the next attempt", "delay", delay, "problem", err)
		s.update(func(status *broker.Status) {
			status.Phase, status.Problem, status.RetryAt = broker.Waiting, err, time.Now().Add(delay)
		})
	}
	select {
	case <-next:
	case <-s.retry:
	case <-ctx.Done():
	}
}

func (s *Session) giveUp(err error) {
	s.log.Warn("given up", "problem", err)
	s.inflight.Forget()
	s.update(func(status *broker.Status) {
		status.Phase, status.Problem, status.RetryAt = broker.Stopped, err, time.Time{}
	})
}

// end is the supervisor's last word.
func (s *Session) end() {
	s.inflight.Forget()
	s.update(func(status *broker.Status) {
		s.conn = nil
		status.Phase, status.RetryAt = broker.Stopped, time.Time{}
	})
	s.log.Info("closed")
}
