// Package learning watches a site over a connection and writes the checklist that it has
// fulfilled, with what each line of it rests on; or the one that a document makes of a site,
// with what of it is not used; or it holds the site against a checklist.
package learning

import (
	"context"
	"errors"
	"sync"
	"time"

	"mangrove/broker"
	"mangrove/broker/retained"
	"mangrove/model"
	"mangrove/model/learn"
)

// Live learns from what a session brings. It is the session's sink.
type Live struct {
	mu   sync.Mutex // guards site: the session's reader and Watch use it
	site *learn.Learner
}

// New makes the sink.
func New() *Live { return &Live{site: learn.New()} }

// Apply implements [model.Sink].
func (l *Live) Apply(b model.Batch) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for i := range b.Messages {
		l.site.Message(b.At, &b.Messages[i])
	}
}

// Lost implements [model.Sink].
func (l *Live) Lost(messages int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.site.Lost(messages)
}

// Interrupted implements [model.Sink].
func (l *Live) Interrupted(from, to time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.site.Interrupted(from, to)
}

// Progress is how far it is.
type Progress struct {
	Topics, Messages int
	Elapsed          time.Duration // since the filters were subscribed to
	Connected        bool
}

// lookEvery is how often it is looked at the connection.
const lookEvery = 50 * time.Millisecond

// Watching is for how long a site is watched.
type Watching struct {
	For  time.Duration // once the filters are subscribed to
	Told func(Progress)
}

// Watch watches a site, until ctx is done. It is an error when there is no first connection,
// when the session has stopped for good, and when the broker has refused a filter.
func (l *Live) Watch(ctx context.Context, s broker.Session, w Watching) error {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	var subscribed time.Time
	for {
		st := s.Status()
		if st.Phase == broker.Stopped || st.Phase == broker.Waiting && subscribed.IsZero() {
			return errors.Join(st.Problem)
		}
		ready, err := answered(&st)
		if err != nil {
			return err
		}
		now := time.Now()
		switch {
		case subscribed.IsZero() && ready:
			subscribed = now
			l.begin(now)
		case !subscribed.IsZero() && now.Sub(subscribed) >= w.For:
			l.end(&st)
			return nil
		}
		if !subscribed.IsZero() {
			w.Told(l.progress(now.Sub(subscribed), st.Phase == broker.Connected))
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			if subscribed.IsZero() {
				return errors.Join(st.Problem, ctx.Err())
			}
			l.end(&st)
			return nil
		}
	}
}

// end tells that there is no connection at the end, where that is so.
func (l *Live) end(st *broker.Status) {
	if st.Phase != broker.Connected {
		l.Interrupted(st.Since, time.Now())
	}
}

// answered reports whether the broker has answered all subscriptions.
func answered(st *broker.Status) (ready bool, err error) {
	if st.Phase != broker.Connected {
		return false, nil
	}
	ready = true
	for _, g := range st.Subscriptions {
		ready = ready && g.Answered
		if g.Answered {
			err = errors.Join(err, g.Denied)
		}
	}
	return ready, err
}

func (l *Live) begin(at time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.site.Begin(at)
}

func (l *Live) progress(elapsed time.Duration, connected bool) Progress {
	l.mu.Lock()
	defer l.mu.Unlock()
	p := Progress{Elapsed: elapsed, Connected: connected}
	p.Topics, p.Messages = l.site.Count()
	return p
}

// Find asks a broker for what it keeps, with a new subscription.
type Find func() (*retained.Found, error)

// Propose gives the checklist, once the session is closed. find says what the broker keeps now:
// of a topic that came live a first subscription does not say it. Where that fails, the
// proposal says of fewer topics whether they are kept.
func (l *Live) Propose(find Find) (*learn.Proposal, error) {
	end := time.Now()
	l.mu.Lock()
	ask := l.site.Askable()
	l.mu.Unlock()
	var missed error
	if ask {
		missed = l.ask(find)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.site.Propose(end), missed
}

func (l *Live) ask(find Find) error {
	found, err := find()
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, m := range found.Messages {
		l.site.Keeps(m.Topic, m.Payload)
	}
	if !found.Full { // else what was not among it may be kept all the same
		l.site.Asked()
	}
	return nil
}
