package verify

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"
	"weak"

	"mangrove/broker"
	"mangrove/broker/retained"
	"mangrove/broker/verification"
	"mangrove/model/checklist"
	"mangrove/ui/connection"
)

// opened is a checklist as it was read.
type opened struct {
	path string
	file []byte
	list *checklist.Checklist // nil: it cannot be used
	err  error                // why; of [checklist.Faults], or of the file
}

// run is a checklist that is run against a broker, with a connection of its own.
type run struct {
	of      *opened
	conn    weak.Pointer[connection.Connection] // whose broker it is; a closed tab's is let go
	profile broker.Profile
	title   string
	live    *verification.Live
	finish  context.CancelFunc // has the broker asked, and everything judged
	over    chan struct{}      // closed when it is
	news    func()             // tells that there is something new

	standing  atomic.Pointer[verification.Standing] // nil: nothing has been heard yet
	looking   sync.Mutex                            // held by who looks
	connected atomic.Bool
	seen      atomic.Bool // somebody looks
	ending    bool        // it was asked to finish
	ended     bool        // everything is judged
	saved     bool        // its report is in a file, or nobody wants it
	err       error       // what went wrong by then; nil: nothing
}

const (
	// standingEvery is the shortest time between two looks at how it stands.
	standingEvery = 500 * time.Millisecond
	// standingRest is how many times as long as a look takes passes before the next.
	standingRest = 10
	// lastAnswer is how long the broker has to say what it keeps, at the end.
	lastAnswer = 20 * time.Second
)

// tellers are called beside the goroutine that draws: when there is something new, and when
// the run is over.
type tellers struct{ news, over func() }

// wanted is what is run.
type wanted struct {
	of      *opened
	conn    *connection.Connection // whose broker it is run against
	publish bool                   // its commands, too
	wills   func() []string        // of the clients of the broker, where it is ours
}

// start runs a checklist against the broker of a connection.
func start(what wanted, open retained.Opener, tell tellers) *run {
	of, c := what.of, what.conn
	r := &run{of: of, conn: weak.Make(c), profile: c.Profile, title: c.Title(), live: verification.New(of.list), over: make(chan struct{}), news: tell.news}
	if what.publish {
		r.live.AllowPublishing()
	}
	r.live.WillsFrom(what.wills)
	r.seen.Store(true)
	p := c.Profile
	p.Subscriptions, p.Once, p.Will = r.live.Subscriptions(), false, nil
	p.ClientID, p.Resume, p.SessionExpiry = "", false, 0 // beside the connection of the user, which it must not take over
	ctx, cancel := context.WithCancel(context.Background())
	r.finish = cancel
	s := open(p, r.live)
	go func() { // ends with the run, in bounded time once that is to finish
		defer close(r.over)
		defer cancel()
		find := func(filters []string) (*retained.Found, error) {
			ctx, end := context.WithTimeout(context.Background(), lastAnswer)
			defer end()
			return retained.Find(ctx, p, retained.Search{Open: open, Filters: filters})
		}
		looking := make(chan struct{})
		go r.look(looking, tell.news) // ends with the run
		r.err = r.live.Watch(ctx, s, find, func(p verification.Progress) { r.connected.Store(p.Connected) })
		close(looking)
		s.Close() //nolint:errcheck // all that was wanted has been received
		r.stand(false)
		tell.over()
	}()
	return r
}

// look looks at how the run stands, again and again while somebody wants to see it.
func (r *run) look(over <-chan struct{}, told func()) {
	rest := time.NewTimer(0)
	defer rest.Stop()
	for {
		select {
		case <-over:
			return
		case <-rest.C:
		}
		took := time.Duration(0)
		if r.seen.Load() {
			began := time.Now()
			r.stand(r.connected.Load())
			took = time.Since(began)
			told()
		}
		rest.Reset(max(standingEvery, standingRest*took))
	}
}

// lookNow looks at once how the run stands: somebody has done something.
func (r *run) lookNow() {
	go func() { // ends with the look
		r.stand(r.connected.Load())
		r.news()
	}()
}

// stand looks how the run stands. What was looked at later stays.
func (r *run) stand(connected bool) {
	r.looking.Lock()
	defer r.looking.Unlock()
	r.standing.Store(r.live.Standing(time.Now(), connected))
}

// hasBegun reports whether there has been a connection at all.
func (r *run) hasBegun() bool {
	s := r.standing.Load()
	return s != nil && !s.Account.Began.IsZero()
}

// problem is what went wrong; nil for a run that was finished by hand.
func (r *run) problem() error {
	if errors.Is(r.err, context.Canceled) && r.hasBegun() {
		return nil
	}
	return r.err
}

// handover is what is written of a run that is over.
func (r *run) handover(version string) *verification.Handover {
	return &verification.Handover{List: r.of.list, File: r.of.file, Run: r.live.Run(), Broker: r.profile.Address.PublicURL(), Version: version}
}

// startRun reads the checklist and runs it.
func (p *Page) startRun(c *connection.Connection) {
	if p.starting || p.list == nil || p.isRunning() {
		return
	}
	path := p.list.path
	p.starting = true
	p.sayButtons()
	go func() { // ends when it has been read
		of := read(path)
		p.do.Desk.Run(func() { p.askToPublish(of, c) })
	}()
}

// willsOf has the broker of a connection tell of wills, if it is ours.
func (p *Page) willsOf(c *connection.Connection) func() []string {
	if p.do.Wills == nil {
		return nil
	}
	return p.do.Wills(c)
}
