package publish

import (
	"bytes"
	"context"
	"sync"
	"time"

	"mangrove/broker"
	"mangrove/broker/draft"
	"mangrove/broker/retained"
	"mangrove/model"
	"mangrove/ui/format"
)

// Bounds of the look at what the broker keeps for a topic before it is replaced.
const (
	lookAtOne   = 3 * time.Second        // all of it
	quietForOne = 500 * time.Millisecond // how long nothing may come before there is nothing
)

// before finds out what a message takes the place of, so that Undo can bring it back. The
// broker does not tell those who are subscribed already that it keeps what comes, so that
// it is looked at unless that is surely known.
type before struct {
	own     *ownRetained
	store   *model.Store
	profile broker.Profile
	search  retained.Search // without Open: it goes by what was received
	since   time.Time       // what the broker keeps for the topic, and all that is published to it, comes since then; zero: it does not
	tells   bool            // each message comes with whether it is kept
	m       broker.Publication
}

// replaced is what a message takes the place of.
type replaced struct {
	retainedMessage
	others  bool  // it is of somebody else
	odd     bool  // its properties cannot be read in full
	unknown error // why it is not known what the broker keeps
}

// newBefore is that of a message which is published now on a connection.
func (p *Panel) newBefore(m *broker.Publication) before {
	b := before{own: &p.own, store: p.conn.Store, profile: p.conn.Profile, m: *m}
	if !m.Retain {
		return b
	}
	now := time.Now()
	if d, ok := p.conn.WatchedFor(now)(m.Topic); ok {
		b.since, b.tells = now.Add(-d), p.conn.TellsRetained(m.Topic)
	}
	if p.conn.Status.Phase == broker.Connected {
		b.search = retained.Search{Open: p.Open, Quiet: p.Quiet}
		if b.search.Quiet <= 0 {
			b.search.Quiet = quietForOne
		}
	}
	return b
}

// looks reports whether the broker has to be looked at. Any goroutine may ask.
func (b *before) looks() bool {
	if !b.m.Retain || b.search.Open == nil {
		return false
	}
	_, sure := b.known()
	return !sure
}

// known is what the broker keeps, as far as that is sure: it was received as retained, or
// was published here, and nothing came since that may have taken its place.
func (b *before) known() (m retainedMessage, sure bool) {
	if b.since.IsZero() {
		return m, false
	}
	id, received := b.store.Find(b.m.Topic)
	m, sure = b.own.get(b.m.Topic)
	ours := sure
	var e, latest model.Entry
	if received {
		e, latest = b.store.LastRetained(id), b.store.Received(id)
	}
	if e.Position != 0 && (!sure || e.At.After(m.at)) {
		m, sure, ours = retainedFrom(b.m.Topic, &e), e.Lost == 0, false
	}
	switch {
	case !sure || m.at.Before(b.since):
		return m, false
	case b.tells || latest.Position == 0 || latest.Position == e.Position && !ours:
		return m, true
	}
	return m, ours && (!latest.At.After(m.at) || m.isEcho(&latest))
}

// isEcho reports whether a message that was received is what was published here, which the
// broker sends to this window, too.
func (m *retainedMessage) isEcho(e *model.Entry) bool {
	properties, err := broker.ReadProperties(e.Properties)
	echo := broker.Publication{Payload: e.Payload, QoS: m.QoS, Properties: properties}
	return err == nil && e.Lost == 0 && retained.Same(&m.Publication, &echo)
}

// find gives what the message takes the place of. Where the broker has to be looked at, it
// takes no longer than [lookAtOne].
func (b *before) find() (r replaced) {
	if !b.m.Retain {
		return r
	}
	if !b.looks() {
		return b.received()
	}
	ctx, cancel := context.WithTimeout(context.Background(), lookAtOne)
	defer cancel()
	found, err := retained.FindOne(ctx, b.profile, b.search, b.m.Topic)
	if err != nil {
		r = b.received()
		r.unknown = err
		return r
	}
	if len(found.Messages) == 0 {
		return r
	}
	m := found.Messages[0]
	own, ours := b.own.get(m.Topic)
	r.retainedMessage, r.odd = retainedMessage{Publication: m}, len(found.Odd) > 0
	r.others = !retained.Same(&m, &b.m) && (!ours || !retained.Same(&own.Publication, &m))
	return r
}

// received is what it takes the place of as far as that was received.
func (b *before) received() (r replaced) {
	if m, sure := b.known(); sure {
		own, ours := b.own.get(b.m.Topic)
		r.retainedMessage, r.others = m, !ours || !own.at.Equal(m.at)
	} else {
		r.retainedMessage, r.others = b.own.others(b.store, b.m.Topic)
	}
	r.others = r.others && !bytes.Equal(r.Payload, b.m.Payload)
	return r
}

// putBack publishes again what was replaced with ours, unless the broker keeps something newer by
// now. Where it cannot be looked at, it is published.
func (p *Panel) putBack(m broker.Publication, ours []byte, shown string) {
	if p.readOnly() {
		return
	}
	search, profile := retained.Search{Open: p.Open, Quiet: p.Quiet}, p.conn.Profile
	if search.Open == nil || p.conn.Status.Phase != broker.Connected {
		p.SendAgain(draft.Of(m))
		return
	}
	if search.Quiet <= 0 {
		search.Quiet = quietForOne
	}
	go func() { // ends with the look, at the latest after lookAtOne
		ctx, cancel := context.WithTimeout(context.Background(), lookAtOne)
		defer cancel()
		found, err := retained.FindOne(ctx, profile, search, m.Topic)
		p.desk.Run(func() {
			if err == nil && len(found.Messages) > 0 && !bytes.Equal(found.Messages[0].Payload, ours) {
				newer := retainedMessage{Publication: found.Messages[0]}
				p.offerNotice(format.Excerpt(format.Fill("Nothing was undone: the broker keeps a newer message for {topic}: {message}.", "topic", shown, "message", newer.words())))
				return
			}
			p.SendAgain(draft.Of(m))
		})
	}()
}

// offerBack says what was replaced with ours, which can be undone, or that it is not known.
func (p *Panel) offerBack(r *replaced, ours []byte, shown string) {
	topic := format.ExcerptOf(format.TopicInSentence(shown), 80)
	var words []string
	if r.others {
		words = append(words, format.Fill("The retained message of {topic} was replaced: {words}.", "topic", topic, "words", r.words()))
	}
	switch {
	case r.others && r.unknown != nil:
		words = append(words, "It is what was received here; the broker may have kept another message.")
	case r.others && r.odd:
		words = append(words, "Its properties cannot be read in full, and Undo does not bring them back.")
	case r.unknown != nil:
		words = append(words, format.Fill("It is not known what the broker kept for {topic}. If there was a retained message, it was replaced, and there is no Undo.", "topic", topic))
	}
	switch {
	case r.others:
		p.OnUndo(format.Excerpt(sentences(words...)), func() { p.putBack(r.publication(), ours, topic) })
	case len(words) > 0:
		p.OnOffer(format.Excerpt(sentences(words...)), "", nil)
	}
}

// turns keeps messages in the order in which they were published, while one of them waits for
// a look at the broker.
type turns struct{ last chan struct{} } // closed when the last of them is with the broker; nil: none waits

// takeTurn takes a turn: wait ends when those before are with the broker, and done says that this
// one is. What need not wait itself, nor for others, does not keep anything waiting.
func (t *turns) takeTurn(waits bool) (wait, done func()) {
	before := t.last
	if before != nil {
		select {
		case <-before:
			before = nil
		default:
		}
	}
	if t.last = nil; before == nil && !waits {
		return func() {}, func() {}
	}
	own := make(chan struct{})
	t.last = own
	wait = func() {
		if before != nil {
			<-before
		}
	}
	return wait, sync.OnceFunc(func() { close(own) })
}
