package simulate

import (
	"context"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"mangrove/broker"
	"mangrove/model"
)

// line is a connection with the devices on it. It is one goroutine.
type line struct {
	of      *Run
	kind    *Kind
	play    *player
	devices []*device
	due     events
	obey    map[string][]obeyed // by topic
	inbox   chan received
	chance  *rand.Rand // of the connection

	session  Session // nil: none
	been     bool    // there was a connection
	twin     Session // of a duplicated id
	sessions int     // connections that were made
	planned  int     // the attempt to connect that counts: an earlier one may still be due
	failed   int     // attempts to connect, one after the other
	under    sync.WaitGroup
	slots    chan struct{}
	gone     atomic.Bool // somebody found that there is no connection
	sending  context.Context
}

// obeyed is a command that a device obeys.
type obeyed struct {
	d *device
	i int
}

// received is a message for a device.
type received struct {
	topic   string
	payload []byte
}

const (
	behind   = time.Second     // as jobs: who is later gives up the times that have passed
	grace    = 2 * time.Second // for what is under way at the end
	lookAt   = time.Second     // whether the connection is still there
	inFlight = 10              // messages above QoS 0 under way on a connection
	waiting  = 1000            // commands
	// largestCommand is what of a command is kept, in bytes.
	largestCommand = 64 << 10
	// mostKept is what all devices may keep of commands, and have still to answer, in bytes;
	// each takes eachKept besides.
	mostKept = 64 << 20
	eachKept = 200
)

func newLine(r *Run, k *Kind) *line {
	return &line{
		of: r, kind: k, play: newPlayer(r.file, r.began), obey: map[string][]obeyed{}, slots: make(chan struct{}, inFlight),
	}
}

// add puts the device with a number in its kind on the line.
func (l *line) add(n int, seed uint64) error {
	d, err := l.play.device(l.kind, n, seed)
	if err != nil {
		return err
	}
	if len(l.devices) == 0 {
		l.chance = newChance(seed, d.kind.first+n, ofConnection)
		l.plan(0)
		l.due.add(&event{what: looks, due: lookAt})
	}
	l.devices = append(l.devices, d)
	for i, c := range l.kind.commands {
		topic, err := l.play.topic(c.topic, d)
		if err != nil {
			return err
		}
		l.obey[topic] = append(l.obey[topic], obeyed{d, i})
	}
	if len(l.obey) > 0 && l.inbox == nil {
		l.inbox = make(chan received, min(waiting, 16*len(l.kind.commands)*(1+l.kind.Count)))
	}
	for i, s := range l.kind.streams {
		first := time.Duration(d.chance.Int64N(int64(s.every)))
		l.due.add(&event{what: publishes, i: i, d: d, due: first, base: first})
	}
	for i, f := range l.kind.failures {
		first := f.at
		if first < 0 {
			first = time.Duration(d.chance.Int64N(int64(f.every)))
		}
		if f.strikes(n) {
			l.due.add(&event{what: begins, i: i, d: d, due: first})
		}
	}
	return nil
}

// now is the time since the run began.
func (l *line) now() time.Duration { return time.Since(l.of.began) }

// run is the line's goroutine. It ends with ctx.
func (l *line) run(ctx context.Context) {
	sending, end := context.WithCancel(context.WithoutCancel(ctx))
	l.sending = sending
	defer end()
	forget := context.AfterFunc(ctx, func() {
		patience := time.AfterFunc(grace, end)
		context.AfterFunc(sending, func() { patience.Stop() })
	})
	defer forget()
	defer l.leave()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for ctx.Err() == nil {
		next := l.due.first()
		if wait := next.due - l.now(); wait > 0 {
			timer.Reset(wait)
			select {
			case <-ctx.Done():
				return
			case m := <-l.inbox:
				l.command(m)
			case <-timer.C:
			}
			continue
		}
		l.do(ctx, l.due.pop())
	}
}

// do does what is due.
func (l *line) do(ctx context.Context, e *event) {
	switch e.what {
	case publishes:
		l.stream(e)
	case begins:
		l.begin(e)
	case ends:
		l.recover(e)
	case bounces:
		l.bounce(e)
	case connects:
		if e.i == l.planned {
			l.connect(ctx)
		}
	case looks:
		l.checkConnection(e)
	case replies:
		l.reply(e)
	}
}

// stream publishes the next message of a stream.
func (l *line) stream(e *event) {
	s := l.kind.streams[e.i]
	p, err := l.play.next(e.d, e.i, e.due)
	switch {
	case err != nil:
		l.of.count(func(st *Status) { st.Unmade++; st.Problem = err })
	case e.d.dead == 0 && e.d.silent == 0:
		l.publish(e.d, p)
		e.d.published()
	}
	e.base += s.every
	if late := l.now() - e.base; late > behind {
		e.base += late - late%s.every
		l.of.count(func(st *Status) { st.Missed += int(late / s.every) })
	}
	if e.due = e.base; s.jitter > 0 {
		e.due += time.Duration(e.d.chance.Int64N(int64(s.jitter)))
	}
	l.due.add(e)
}

// publish publishes a message of a device on the connection there is, behind those of the
// device that are not acknowledged yet: they come in order [MQTT-4.6.0-1].
func (l *line) publish(d *device, p broker.Publication) {
	if l.session == nil || l.gone.Load() {
		if l.been { // before, nobody can expect anything
			l.of.count(func(s *Status) { s.Missed++ })
		}
		return
	}
	if p.QoS == 0 && d.out.idle() {
		l.send(l.session, p)
		return
	}
	select {
	case l.slots <- struct{}{}:
	case <-l.sending.Done():
		return
	}
	if !d.out.add(outgoing{l.session, p}) {
		return
	}
	l.under.Go(func() { // ends with the last of its messages: with their answers, or with the connection
		for {
			o, more := d.out.next()
			if !more {
				return
			}
			l.send(o.session, o.message)
			<-l.slots
		}
	})
}

// outgoing is a message with the connection that it is published on.
type outgoing struct {
	session Session
	message broker.Publication
}

// queue is what a device publishes, one message after the other.
type queue struct {
	mu   sync.Mutex // guards what follows
	left []outgoing
	busy bool // somebody publishes them
}

func (q *queue) idle() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return !q.busy
}

// add puts one at the end, and reports whether somebody has to publish them now.
func (q *queue) add(o outgoing) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.left = append(q.left, o)
	begins := !q.busy
	q.busy = true
	return begins
}

// next takes the first, and reports whether there was one: after the last, nobody publishes
// them any more.
func (q *queue) next() (o outgoing, more bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.busy = len(q.left) > 0; !q.busy {
		q.left = nil
		return o, false
	}
	o = q.left[0]
	q.left = q.left[1:]
	return o, true
}

// send publishes a message and waits for its acknowledgement. It may be called from any
// goroutine.
func (l *line) send(session Session, p broker.Publication) {
	_, err := session.Publish(l.sending, p)
	gone := broker.IsDisconnected(err)
	if gone {
		l.gone.Store(true)
	}
	l.of.count(func(s *Status) {
		switch {
		case err == nil:
			s.Published++
			s.Bytes += int64(len(p.Payload))
			return
		case gone:
			s.Missed++
			return
		case unconfirmed(err), p.QoS > 0 && l.sending.Err() != nil:
			s.Unconfirmed++
		default:
			s.Refused++
		}
		s.Problem = err
	})
}

// publishApart publishes a message of a device that is not one of a stream; nil: none.
func (l *line) publishApart(m *message, d *device, at time.Duration, answered []byte) {
	if m == nil {
		return
	}
	p, err := l.play.publication(m, d, at, answered)
	if err != nil {
		l.of.count(func(s *Status) { s.Unmade++; s.Problem = err })
		return
	}
	l.publish(d, p)
	d.published()
}

// command has devices obey a message.
func (l *line) command(m received) {
	for _, o := range l.obey[m.topic] {
		c := l.kind.commands[o.i]
		if o.d.dead > 0 {
			continue
		}
		if l.of.kept.Load() > mostKept {
			l.Lost(1)
			continue
		}
		l.of.count(func(s *Status) { s.Commands++ })
		if c.keep != "" {
			if o.d.kept == nil {
				o.d.kept = map[string]string{}
			}
			l.of.kept.Add(int64(len(m.payload) - len(o.d.kept[c.keep])))
			o.d.kept[c.keep] = string(m.payload)
		}
		if c.reply != nil {
			l.of.kept.Add(int64(eachKept + len(m.payload)))
			l.due.add(&event{what: replies, due: l.now() + c.after, d: o.d, i: o.i, reply: m.payload})
		}
	}
}

func (l *line) reply(e *event) {
	l.of.kept.Add(-int64(eachKept + len(e.reply)))
	if e.d.dead == 0 && e.d.silent == 0 {
		l.publishApart(l.kind.commands[e.i].reply, e.d, e.due, e.reply)
	}
}

// Apply implements model.Sink: commands go to the line's goroutine. What the broker has
// kept from before is no command that anybody has given now.
func (l *line) Apply(b model.Batch) {
	for _, m := range b.Messages {
		if m.Retained {
			continue
		}
		if len(m.Payload) > largestCommand {
			l.Lost(1)
			continue
		}
		select {
		case l.inbox <- received{string(m.Topic), append([]byte{}, m.Payload...)}:
		default:
			l.Lost(1)
		}
	}
}

// Lost implements model.Sink.
func (l *line) Lost(n int) { l.of.count(func(s *Status) { s.Overrun += n }) }

func (*line) Interrupted(time.Time, time.Time) {}
