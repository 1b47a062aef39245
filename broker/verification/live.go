package verification

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"mangrove/broker"
	"mangrove/broker/retained"
	"mangrove/model"
	"mangrove/model/checklist"
	"mangrove/model/verify"
)

// lookEvery is how often it is looked at the connection and at what has not come.
const lookEvery = 50 * time.Millisecond

// tellEvery is how often it is told how far a run is: to count takes a while, of a large one.
const tellEvery = time.Second

// Live judges what a session brings. It is the session's sink.
type Live struct {
	mu    sync.Mutex // guards run: the session's reader, Watch and whoever does a step use it
	run   *verify.Run
	under sync.WaitGroup // commands that are being published

	wills  func() []string // of the clients of a broker of our own; nil: it is none
	listed time.Time       // when these were asked for; Watch alone uses it
}

// New makes the sink for a checklist.
func New(list *checklist.Checklist) *Live { return &Live{run: verify.New(list)} }

// Subscriptions are what the session has to ask for: no filter that another one covers, at
// QoS 2 so that the publisher's shows, and live messages without the flag of retained ones.
func (l *Live) Subscriptions() (all []broker.Subscription) {
	for _, f := range l.run.Filters() {
		all = append(all, broker.Subscription{Filter: f, QoS: broker.BestQoS})
	}
	return all
}

// Apply implements [model.Sink].
func (l *Live) Apply(b model.Batch) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.begin(b.At)
	for i := range b.Messages {
		l.run.Message(b.At, &b.Messages[i])
	}
}

// Lost implements [model.Sink].
func (l *Live) Lost(messages int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.run.Lost(messages)
}

// Interrupted implements [model.Sink].
func (l *Live) Interrupted(from, to time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.run.Disconnected(from)
	l.run.Connected(to)
}

func (l *Live) begin(at time.Time) {
	if l.run.Account().Began.IsZero() {
		l.run.Begin(at)
	}
}

// Progress is how far a run is.
type Progress struct {
	Tally     verify.Tally
	Elapsed   time.Duration
	Connected bool
}

// Watch follows a run until its deadline, until ctx is done, or until the session has
// stopped for good, which is an error when there has been no connection at all. find asks
// the broker anew for what it keeps, also when ctx is done; told, which may be nil, hears how far the run is.
func (l *Live) Watch(ctx context.Context, s broker.Session, find Find, told func(Progress)) error {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	var found following
	defer found.asking.Wait()
	defer l.under.Wait()
	publishing, end := context.WithCancel(ctx)
	defer end()
	var stopped error
	var said time.Time // how far it is
	var held bool      // the connection, then
	for over := false; !over; {
		st := s.Status()
		over = l.look(&st)
		found.subscribe(ctx, l, s)
		l.publish(publishing, s, &st)
		l.listWills(st.Phase == broker.Connected, false)
		if st.Phase == broker.Stopped {
			over, stopped = true, errors.Join(st.Problem)
		}
		if connected := st.Phase == broker.Connected; told != nil && (connected != held || time.Since(said) >= tellEvery) {
			told(l.progress(connected))
			held, said = connected, time.Now()
		}
		if over {
			break
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			over = true
		}
	}
	if l.account().Began.IsZero() {
		return errors.Join(stopped, ctx.Err())
	}
	l.listWills(stopped == nil && s.Status().Phase == broker.Connected, true)
	var missed error
	if stopped == nil { // whoever ends a run early has the broker asked, too: unasked, what it keeps would be taken for missing
		missed = l.askKept(find)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.run.Finish(time.Now())
	return errors.Join(stopped, missed)
}

// look tells the run how the connection stands and lets time pass. It reports whether the
// deadline is over.
func (l *Live) look(st *broker.Status) (due bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	if st.Phase != broker.Connected {
		l.run.Disconnected(now)
		return false
	}
	l.begin(now)
	l.run.Connected(now) // a look between CONNACK and this took it for gone again
	granted := byte(2)
	for _, g := range st.Subscriptions {
		switch {
		case !g.Answered:
		case errors.Is(g.Denied, broker.ErrUnanswered): // there may be one
		case g.Denied != nil:
			l.run.Refused(g.Filter)
		default:
			granted = min(granted, g.Granted)
		}
	}
	l.run.Granted(granted)
	l.run.Tick(now)
	return l.run.Due(now)
}

func (l *Live) account() verify.Account {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.run.Account()
}

func (l *Live) progress(connected bool) Progress {
	l.mu.Lock()
	defer l.mu.Unlock()
	return Progress{l.run.Tally(), l.run.Elapsed(time.Now()), connected}
}

// Standing is how a run stands. It is not written to any more.
type Standing struct {
	Progress
	Results []verify.Result // as [verify.Run.Results] has them
	Step    *verify.Step    // what a person is to do now; nil: nothing
	Waiting int             // verdicts that wait for something that has not come, see [verify.Waiting]
	Devices verify.Devices
	Account verify.Account
}

// Standing is how the run stands at a time.
func (l *Live) Standing(now time.Time, connected bool) *Standing {
	l.mu.Lock()
	defer l.mu.Unlock()
	s := &Standing{Results: l.run.Results(), Account: l.run.Account(), Progress: Progress{Elapsed: l.run.Elapsed(now), Connected: connected}}
	for i := range s.Results {
		v := &s.Results[i].Verdict
		v.Evidence, v.Reason.Names = slices.Clone(v.Evidence), slices.Clone(v.Reason.Names) // the run goes on with its own
	}
	s.Tally, s.Devices, s.Waiting = l.run.Tally(), verify.CountDevices(s.Results), verify.Waiting(s.Results, s.Elapsed)
	if step, ok := l.run.Step(); ok {
		s.Step = &step
	}
	s.Account.Gaps = slices.Clone(s.Account.Gaps)
	return s
}

// Evidence are messages that verdicts rest on, by their numbers, as far as they are kept.
func (l *Live) Evidence(numbers []int) (all []verify.Evidence) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, n := range numbers {
		if e := l.run.Evidence(n); e.Topic != "" {
			all = append(all, e)
		}
	}
	return all
}

// Find asks a broker for what it keeps on filters, with a new subscription.
type Find func(filters []string) (*retained.Found, error)

// askKept asks the broker what it keeps, as far as the run has to know.
func (l *Live) askKept(find Find) error {
	l.mu.Lock()
	filters := l.run.Unkept()
	l.mu.Unlock()
	if len(filters) == 0 {
		return nil
	}
	found, err := find(filters)
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if !found.Full { // else what was not among it may be kept all the same
		defer l.run.Asked()
	}
	for _, m := range found.Messages {
		l.run.Kept(time.Now(), &model.Message{Topic: []byte(m.Topic), Payload: m.Payload, QoS: m.QoS, Retained: true})
	}
	return nil
}

// Run is the run, once Watch has returned and the session is closed.
func (l *Live) Run() *verify.Run { return l.run }
