package verification

import (
	"context"
	"errors"
	"slices"
	"time"

	"mangrove/broker"
	"mangrove/broker/cause"
	"mangrove/model/checklist"
	"mangrove/model/verify"
)

// AllowPublishing lets the run publish the commands of its checklist. It is called before Watch.
func (l *Live) AllowPublishing() { l.with((*verify.Run).AllowPublishing) }

// Unattended tells that nobody is there to do what a person has to.
func (l *Live) Unattended() { l.with((*verify.Run).Unattended) }

// Step is what a person is to do now. It is not ok when there is nothing.
func (l *Live) Step() (s verify.Step, ok bool) {
	l.with(func(r *verify.Run) { s, ok = r.Step() })
	return s, ok
}

// Done tells that a person has done a step, as [verify.Run.Done] has it.
func (l *Live) Done(check *checklist.Check) (ok bool) {
	l.with(func(r *verify.Run) { ok = r.Done(time.Now(), check) })
	return ok
}

// Skip tells why a person does not do a step, as [verify.Run.Skip] has it.
func (l *Live) Skip(check *checklist.Check, reason string) (ok bool) {
	l.with(func(r *verify.Run) { ok = r.Skip(time.Now(), check, reason) })
	return ok
}

// Waive accepts a verdict, as [verify.Run.Waive] has it.
func (l *Live) Waive(check *checklist.Check, w checklist.Waiver) { l.run.Waive(check, w) }

func (l *Live) with(do func(*verify.Run)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	do(l.run)
}

// publish publishes the command whose turn it is, beside Watch, which waits for it. What is
// subscribed to has to be answered before, lest the reply is missed.
func (l *Live) publish(ctx context.Context, s broker.Session, st *broker.Status) {
	waiting := func(g broker.Grant) bool { return !g.Answered }
	if st.Phase != broker.Connected || slices.ContainsFunc(st.Subscriptions, waiting) {
		return
	}
	var sending verify.Sending
	ok := false
	if l.with(func(r *verify.Run) { sending, ok = r.Send(time.Now()) }); !ok {
		return
	}
	c := sending.Check.Command
	l.under.Go(func() { // ends with the acknowledgement, its time, or ctx
		_, err := s.Publish(ctx, broker.Publication{Topic: c.Topic, Payload: []byte(c.Payload), QoS: c.QoS})
		l.with(func(r *verify.Run) {
			switch now := time.Now(); {
			case err == nil:
				r.Sent(now, sending)
			case ctx.Err() != nil: // the run is over
			case broker.IsDisconnected(err) || errors.Is(err, broker.ErrUnconfirmed):
				r.NotSent(now, sending, "")
			default:
				r.NotSent(now, sending, cause.Of(err).Bound(broker.LongestText).Packed())
			}
		})
	})
}
