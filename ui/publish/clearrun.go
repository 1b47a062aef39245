package publish

import (
	"context"
	"errors"
	"strings"
	"time"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/broker/retained"
	"mangrove/broker/sent"
	"mangrove/ui/desk"
	"mangrove/ui/format"
)

// saidEvery is how often it is said how far it is.
const saidEvery = 100 * time.Millisecond

// cleared is what has become of a clearing.
type cleared struct {
	retained.Result
	of       int             // topics, but for those that the broker kept nothing for any more
	changed  map[string]bool // of them, those with another message than was shown
	undo     int             // messages that can be brought back
	name     string          // they are kept by
	shelf    retained.Kept   // what they are kept as
	kept     []broker.Publication
	watch    *retained.Watch // until they are cleared; nil: the broker cannot be looked at
	qos      byte
	took     time.Duration
	stopped  bool  // by the user
	unseen   error // why it could not be looked whether the broker has forgotten them
	lookErr  error // nothing was cleared, because the broker could not be looked at
	shelfErr error // nothing was cleared, because nothing could be kept
}

// isGone reports whether there is no connection to publish on.
func isGone(err error) bool { return broker.IsDisconnected(err) }

// isUnsure reports whether it is not known what has become of a message.
func isUnsure(err error) bool {
	return errors.Is(err, broker.ErrUnconfirmed) || errors.Is(err, broker.ErrUnanswered) || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled)
}

// clear keeps the messages on the shelf and has the broker forget them. It stops when the
// connection is lost.
func (p *Panel) clear(c *clearing) {
	if p.cannotClear() {
		return
	}
	if c.session != p.conn.Session || c.address != p.conn.Profile.Address {
		p.offerNotice("Nothing was cleared: the connection has changed. Ask again.")
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	shown := p.desk.ShowProgress("Retained messages", c.fill(c.scope.running, "messages", c.messages()), cancel)
	profile := p.profile()
	most := byte(2)
	if st := p.conn.Status; st.Phase == broker.Connected {
		most = st.Limits.MaxQoS
	}
	say, keep := p.sayHow(shown, clearedSoFar), p.keeper()
	go func() { // ends with the last topic, when it is stopped, or with the session
		defer cancel()
		r := &cleared{qos: min(1, most)}
		defer r.closeWatch()
		if p.prepare(ctx, *profile, c, r) {
			began := time.Now()
			r.Result, r.lookErr = p.publishEmpty(ctx, profile, c, say)
			r.took = time.Since(began)
			p.endWatch(ctx, r)
			if r.Done > 0 && p.Open != nil {
				p.desk.Run(func() {
					if !shown.Closed {
						shown.Set("Checking whether the broker still keeps them…", 1, 1)
					}
				})
				p.lookAgain(ctx, *profile, c, r)
			}
			p.finishClearing(c, r, began)
			e := clearingEntry(sent.Clearing, strings.Join(c.filters, ", "), r.of, &r.Result)
			if e.At, e.Counts.Took = began, r.took; r.undo > 0 {
				e.Shelf = r.name
			}
			if r.of > 0 {
				keep(e)
			}
		}
		r.stopped = ctx.Err() != nil
		p.desk.Run(func() {
			r.stopped = r.stopped && shown.Closed
			shown.Close()
			p.cleared(c, r)
		})
	}()
}

// publishEmpty has the broker forget the messages.
func (p *Panel) publishEmpty(ctx context.Context, profile *broker.Profile, c *clearing, say func(done, of int)) (r retained.Result, err error) {
	topics := c.topics()
	if c.found == nil {
		profile = nil // there is no other connection
	}
	err = p.withSession(ctx, profile, c.session, func(s broker.Session) {
		r = retained.Clear(ctx, s, topics, func(done int) { say(done, len(topics)) })
	})
	if err != nil {
		r.Left = topics
	}
	return r, err
}

// lookAgain looks whether the broker has forgotten what it has acknowledged.
func (p *Panel) lookAgain(ctx context.Context, profile broker.Profile, c *clearing, r *cleared) {
	ctx, cancel := context.WithTimeout(ctx, lookFor)
	defer cancel()
	r.unseen = r.Confirm(ctx, profile, retained.Search{Open: p.Open, Filters: c.looked(), Quiet: p.Quiet}, c.topics())
}

// topics are those of the messages.
func (c *clearing) topics() []string {
	topics := make([]string, len(c.items))
	for i := range c.items {
		topics[i] = c.items[i].Topic
	}
	return topics
}

// profile is a copy of that of the connection.
func (p *Panel) profile() *broker.Profile {
	profile := p.conn.Profile
	return &profile
}

// withSession calls a function with a session to publish with: one of its own, made with a
// profile, on which what is published does not come back, or without that the tab's.
func (p *Panel) withSession(ctx context.Context, profile *broker.Profile, tab broker.Session, do func(broker.Session)) error {
	if profile == nil || p.Open == nil {
		do(tab)
		return nil
	}
	s, err := retained.Connect(ctx, *profile, p.Open)
	if err != nil {
		return err
	}
	defer s.Close() //nolint:errcheck // all that was wanted is acknowledged
	do(s)
	return nil
}

// doing says how far a clearing or a publishing is: of one message, and of several.
type doing struct{ one, several string }

var (
	clearedSoFar   = doing{"Cleared {done} of {count} retained message…", "Cleared {done} of {count} retained messages…"}
	publishedSoFar = doing{"Published again {done} of {count} retained message…", "Published again {done} of {count} retained messages…"}
)

// sayHow gives what says how far it is, from any goroutine, now and then.
func (p *Panel) sayHow(shown *desk.Progress, did doing) func(done, of int) {
	var told time.Time
	return func(done, of int) {
		if now := time.Now(); now.Sub(told) >= saidEvery {
			told = now
			p.desk.Run(func() {
				if !shown.Closed {
					shown.Set(format.Counted(of, did.one, did.several, "done", format.Count(done)), done, of)
				}
			})
		}
	}
}

// prepare looks at what the broker keeps by now, and keeps it. It reports whether it may be cleared.
func (p *Panel) prepare(ctx context.Context, profile broker.Profile, c *clearing, r *cleared) bool {
	if c.found != nil && p.Open != nil {
		if r.lookErr = p.findAgain(ctx, profile, c, r); r.lookErr != nil {
			return false
		}
	}
	r.of = len(c.items)
	for i := range c.items {
		if m := &c.items[i]; m.known {
			r.kept = append(r.kept, m.publication())
		}
	}
	if r.undo = len(r.kept); r.undo == 0 {
		return true
	}
	r.shelf = retained.Kept{Broker: c.address.PublicURL(), At: time.Now()}
	if c.found != nil {
		r.shelf.Filters = c.looked()
	}
	if r.name, r.shelfErr = p.Cleared.Put(r.shelf, r.kept); r.shelfErr != nil {
		r.undo = 0
	}
	return r.shelfErr == nil
}

// finishClearing takes in what was cleared.
func (p *Panel) finishClearing(c *clearing, r *cleared, began time.Time) {
	not := make(map[string]bool, len(r.Failed)+len(r.Left))
	unsure := 0
	for _, one := range r.Failed {
		not[one.Topic] = true
		if isUnsure(one.Err) {
			unsure++
		}
	}
	for _, topic := range r.Left {
		not[topic] = true
	}
	for i := range c.items {
		if topic := c.items[i].Topic; !not[topic] {
			p.own.noteOwn(broker.Publication{Topic: topic, Retain: true}, began)
		}
	}
	if r.name != "" {
		p.Cleared.FinishClearing(r.name, r.Done > 0 || unsure > 0)
	}
	if r.Done+unsure == 0 {
		r.undo = 0
	}
}

// cleared says what has become of it, and offers to undo it.
func (p *Panel) cleared(c *clearing, r *cleared) {
	words, failed := c.result(r)
	p.offline = failed != nil && isGone(failed)
	p.retain.SetChecked(false) // done, and not to be done again by the next press
	p.showOutcome(format.Clock(time.Now())+"  "+words, failed != nil)
	if r.undo > 0 {
		p.OnUndo(words+c.undoWords(r), func() { p.restore(r.name, c) })
	} else {
		p.OnOffer(words, "", nil)
	}
	if not := len(r.Failed) + len(r.Left); not > 0 && !c.one {
		p.showLeft(format.Counted(r.of, "Cleared {done} of {count} retained message", "Cleared {done} of {count} retained messages", "done", format.Count(r.Done)), &r.Result, notForgotten, c.address)
	}
}

// undoWords says what Undo does not do.
func (c *clearing) undoWords(r *cleared) (words string) {
	if c.found != nil || c.one {
		return ""
	}
	if r.undo < r.of {
		words = format.Fill(" Undo publishes again the {count} received here.", "count", format.Count(r.undo))
	}
	unsure := 0
	for i := range c.items {
		if c.items[i].unsure {
			unsure++
		}
	}
	if unsure > 0 {
		words += format.Fill(" For {count}, Undo publishes a later message, since the broker does not say which one it kept.", "count", format.Count(unsure))
	}
	return words
}

// result says what has become of it, and gives why not all is done; nil when it is, or was
// ended by the user.
func (c *clearing) result(r *cleared) (words string, failed error) {
	if words, is, failed := c.nothing(r); is {
		return words, failed
	}
	how := format.Fill("acknowledged at QoS {QoS} in {time}", "QoS", r.qos, "time", format.Interval(r.took))
	return c.some(r, how)
}

// nothing says why nothing was cleared, if so.
func (c *clearing) nothing(r *cleared) (words string, is bool, failed error) {
	switch {
	case r.lookErr != nil && r.stopped, r.of == 0 && r.stopped:
		return "Nothing was cleared.", true, nil
	case r.lookErr != nil:
		return "Nothing was cleared, because the retained messages could not be fetched again. " + explain.Error(r.lookErr, c.address), true, r.lookErr
	case errors.Is(r.shelfErr, retained.ErrTooMuch):
		return format.Fill("Nothing was cleared: the messages take more than the {size} that are kept for Undo. Clear fewer at a time.",
			"size", format.Size(retained.MostShelved)), true, r.shelfErr
	case r.shelfErr != nil:
		return "Nothing was cleared, because the messages could not be kept for Undo. " + explain.Error(r.shelfErr, c.address), true, r.shelfErr
	case r.of == 0:
		return "Nothing was cleared: the broker no longer keeps any of them.", true, nil
	}
	return "", false, nil
}

// why is the failure that matters the most.
func (r *cleared) why() (failed error) {
	for i, one := range r.Failed {
		if i == 0 || isGone(one.Err) {
			failed = one.Err
		}
	}
	return failed
}

// some says what was cleared, and how.
func (c *clearing) some(r *cleared, how string) (words string, failed error) {
	if r.qos == 0 {
		how = "sent at QoS 0, which is not acknowledged"
	}
	failed = r.why()
	switch {
	case c.one && failed != nil:
		return c.fill(notCleared(failed)) + " " + explain.Error(failed, c.address), failed
	case c.one:
		return sentences(c.fill(c.scope.done)+", "+how+".", r.unseenWords()), nil
	}
	words = c.fill(c.scope.done, "done", format.Count(r.Done), "messages", format.Counted(r.of, "{count} retained message", "{count} retained messages"))
	if r.Done == r.of {
		newer := ""
		if n := len(r.changed); n > 0 {
			newer = format.Counted(n, "{count} message had changed since the list was shown; Undo publishes the latest.",
				"{count} messages had changed since the list was shown; Undo publishes the latest.")
		}
		return sentences(words+", "+how+".", newer, r.unseenWords()), nil
	}
	if r.stopped {
		return sentences(words+".", c.rest(r), r.unseenWords()), nil
	}
	return sentences(words+".", c.rest(r), r.unseenWords(), explain.Error(failed, c.address)), failed
}

// notCleared is what has become of the only message there is, by what went wrong.
func notCleared(failed error) string {
	switch {
	case isUnsure(failed):
		return "The retained message of {topic} may or may not be cleared."
	case errors.Is(failed, retained.ErrStillKept):
		return "The retained message of {topic} is still there."
	}
	return "The retained message of {topic} was not cleared."
}

// unseenWords say that what the broker has acknowledged is all that is known.
func (r *cleared) unseenWords() string {
	if r.unseen == nil {
		return ""
	}
	return "It could not be checked whether the broker still keeps something there."
}

// rest says exactly what was not cleared.
func (*clearing) rest(r *cleared) string {
	unsure, still := 0, 0
	for _, one := range r.Failed {
		switch {
		case isUnsure(one.Err):
			unsure++
		case errors.Is(one.Err, retained.ErrStillKept):
			still++
		}
	}
	unanswered := ""
	if unsure > 0 {
		unanswered = format.Fill("For {count} the broker did not answer, so it may or may not be cleared.", "count", format.Count(unsure))
	}
	return sentences(leftAlone(len(r.Left)+len(r.Failed)-unsure-still), unanswered, stillThere(still))
}
