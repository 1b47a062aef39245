package learning

import (
	"slices"
	"time"

	"mangrove/broker"
	"mangrove/broker/retained"
	"mangrove/model"
	"mangrove/model/checklist"
	"mangrove/model/learn"
	"mangrove/model/verify"
)

// Against holds a site against a checklist while it learns from it. It is the session's sink.
type Against struct {
	*Live

	run *verify.Run // guarded by the mutex of Live
}

// NewAgainst makes the sink. The checklist has no deadline then: the run ends when it is compared.
func NewAgainst(list *checklist.Checklist) *Against {
	open := *list
	open.Deadline = 0
	a := &Against{Live: New(), run: verify.New(&open)}
	a.run.Unattended()
	return a
}

// Subscriptions are those for some filters, and for what the checklist is about besides: topics
// that begin with $; none when the filters leave out others.
func (a *Against) Subscriptions(filters []string) (all []broker.Subscription) {
	for _, f := range filters {
		all = append(all, broker.Subscription{Filter: f, QoS: broker.BestQoS})
	}
	for _, wanted := range a.run.Filters() {
		switch {
		case slices.ContainsFunc(filters, func(f string) bool { return model.Covers(f, wanted) }):
		case wanted[0] == '$':
			all = append(all, broker.Subscription{Filter: wanted, QoS: broker.BestQoS})
		default:
			return nil
		}
	}
	return all
}

// Apply implements [model.Sink].
func (a *Against) Apply(b model.Batch) {
	a.Live.Apply(b)
	a.mu.Lock()
	defer a.mu.Unlock()
	a.start(b.At)
	for i := range b.Messages {
		a.run.Message(b.At, &b.Messages[i])
	}
}

// Lost implements [model.Sink].
func (a *Against) Lost(messages int) {
	a.Live.Lost(messages)
	a.mu.Lock()
	defer a.mu.Unlock()
	a.run.Lost(messages)
}

// Interrupted implements [model.Sink].
func (a *Against) Interrupted(from, to time.Time) {
	a.Live.Interrupted(from, to)
	a.mu.Lock()
	defer a.mu.Unlock()
	a.run.Disconnected(from)
	a.run.Connected(to)
}

func (a *Against) start(at time.Time) {
	if a.run.Account().Began.IsZero() {
		a.run.Begin(at)
	}
}

// Pass lets time pass, with or without a connection. What is subscribed to has been answered, with
// some QoS.
func (a *Against) Pass(st *broker.Status) {
	a.mu.Lock()
	defer a.mu.Unlock()
	now := time.Now()
	if st.Phase != broker.Connected {
		a.run.Disconnected(now)
		return
	}
	a.start(now)
	a.run.Connected(now)
	granted := byte(2)
	for _, g := range st.Subscriptions {
		if g.Answered && g.Denied == nil {
			granted = min(granted, g.Granted)
		}
	}
	a.run.Granted(granted)
	a.run.Tick(now)
}

// Compare gives how the site is otherwise, once the session is closed. find says what the broker
// keeps now; where that fails, some of it could not be compared.
func (a *Against) Compare(find Find) (*learn.Comparison, error) {
	end := time.Now()
	found, missed := find()
	a.mu.Lock()
	defer a.mu.Unlock()
	a.run.Unkept() // what it has to know is that it is asked
	if missed == nil {
		a.answer(end, found)
	}
	a.run.Finish(end)
	return learn.Against(a.run, a.site.Propose(end)), missed
}

func (a *Against) answer(at time.Time, found *retained.Found) {
	for _, m := range found.Messages {
		a.site.Keeps(m.Topic, m.Payload)
		a.run.Kept(at, &model.Message{Topic: []byte(m.Topic), Payload: m.Payload, QoS: m.QoS, Retained: true})
	}
	if !found.Full { // else what was not among it may be kept all the same
		a.site.Asked()
		a.run.Asked()
	}
}
