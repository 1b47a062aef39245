package connection

import (
	"math"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"mangrove/model"
	"mangrove/model/decode/sparkplug"
	"mangrove/model/series"
	"mangrove/model/value"
)

// NumberOf says which number: that at a path of a topic's payloads, or with an empty path
// that which they are.
type NumberOf struct{ Topic, Path string }

// Numbers collects the numbers that charts show, from the history and as they come. What
// is wanted is said by the goroutine that draws; it is collected with the feed.
type Numbers struct {
	// Reader gives what reads the payloads of a topic. It is called by the goroutine that
	// draws, and what it gives by that which collects too. It may be nil.
	Reader func(topic string) PayloadReader
	// Version says what the numbers of a topic are read with; by another one they are
	// others. It is called by the goroutine that draws, and may be nil.
	Version func(topic string) any

	Units Units // that devices have announced

	store *model.Store
	mu    sync.Mutex
	list  []*Reading
	looks []Look
	turn  int // whose turn it is, of the goroutine that collects

	behind bool // messages that say what others mean have not been taken in, of the same
}

// PayloadReader reads those payloads of a topic that are neither JSON nor text; of the
// others the tree is nil. Before it is ready it would wait for a schema.
type PayloadReader interface {
	Ready() bool
	Tree(e *model.Entry) *value.Tree
}

// jsonOnly is the reader where there is none.
type jsonOnly struct{}

func (jsonOnly) Ready() bool                   { return true }
func (jsonOnly) Tree(*model.Entry) *value.Tree { return nil }

// Reading is a number over time. Any goroutine may ask for what is in it.
type Reading struct {
	series.Series

	Of      NumberOf
	unit    atomic.Pointer[string]
	units   *Units
	numbers atomic.Bool // not all of it are words
	kind    atomic.Pointer[series.Kind]
	summary atomic.Pointer[series.Summary]
	asked   atomic.Pointer[summaryOf]
	wanted  int                           // by so many
	version any                           // of what it is read with
	anew    atomic.Pointer[PayloadReader] // what all of it is to be read with from now on

	// Of the goroutine that collects.
	reader PayloadReader
	id     model.ID
	stream *model.Stream
	passed uint64 // messages of the stream
	tries  int    // how often a unit has been looked for
	said   time.Time
	of     summaryOf
	added  uint64
	judged judgement
}

// summaryOf is what a summary is made of.
type summaryOf struct {
	from, to int64
	now      time.Time // zero: there is no connection
}

const (
	// numbersRoom is the memory in bytes for all numbers of a connection, and mostRoom
	// that for one series: a million numbers.
	numbersRoom = 96 << 20
	mostRoom    = 20 << 20
	// collectTime is how long numbers are collected at a time.
	collectTime = 10 * time.Millisecond
	// unitTries is in how many payloads a unit is looked for.
	unitTries = 3
)

// NewNumbers collects nothing yet.
func NewNumbers(s *model.Store) *Numbers { return &Numbers{store: s} }

// Want has a number collected, until it has been let go as often.
func (n *Numbers) Want(of NumberOf) *Reading {
	n.mu.Lock()
	defer n.mu.Unlock()
	i := slices.IndexFunc(n.list, func(r *Reading) bool { return r.Of == of })
	if i < 0 {
		r := &Reading{Of: of, units: &n.Units, reader: n.reader(of.Topic), version: n.version(of.Topic)}
		r.SetRoom(mostRoom)
		i, n.list = len(n.list), append(n.list, r)
		n.share()
	}
	n.list[i].wanted++
	return n.list[i]
}

// reader is what reads payloads of a topic.
func (n *Numbers) reader(topic string) PayloadReader {
	if n.Reader == nil {
		return jsonOnly{}
	}
	return n.Reader(topic)
}

func (n *Numbers) version(topic string) any {
	if n.Version == nil {
		return nil
	}
	return n.Version(topic)
}

// ReadAgain has those numbers collected anew whose messages are read with something else
// by now: what the user asks for, or what a birth has named.
func (n *Numbers) ReadAgain() {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, r := range n.list {
		if v := n.version(r.Of.Topic); v != r.version {
			reader := n.reader(r.Of.Topic)
			r.version = v
			r.anew.Store(&reader)
		}
	}
}

// begin begins anew where all is to be read with something else.
func (r *Reading) begin() (begun bool) {
	reader := r.anew.Swap(nil)
	if reader == nil {
		return false
	}
	r.reader, r.stream, r.tries = *reader, nil, 0
	r.Clear()
	r.unit.Store(nil)
	r.numbers.Store(false)
	return true
}

// Release wants a number no more.
func (n *Numbers) Release(r *Reading) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if r.wanted--; r.wanted == 0 {
		n.list = slices.DeleteFunc(n.list, func(one *Reading) bool { return one == r })
		n.share()
	}
}

// share divides the memory there is.
func (n *Numbers) share() {
	for _, r := range n.list {
		r.SetRoom(min(mostRoom, numbersRoom/len(n.list)))
	}
}

// Collect takes in what has come, for a while. It reports whether anything is new.
func (n *Numbers) Collect(now time.Time) (changed bool) {
	n.lookNext(time.Now())
	n.mu.Lock()
	list := slices.Clone(n.list)
	n.mu.Unlock()
	start := time.Now()
	for i := range list {
		r := list[(n.turn+i)%len(list)]
		if n.collect(r, start) {
			changed = true
		}
		r.Settle(now)
		if r.judge(now) {
			changed = true
		}
		if r.summarize(now) {
			changed = true
		}
		if time.Since(start) > collectTime {
			n.turn = (n.turn + i + 1) % len(list)
			return true
		}
	}
	return changed
}

// collect takes in the messages of one topic.
func (n *Numbers) collect(r *Reading, start time.Time) (changed bool) {
	if n.behind && sparkplug.IsTopic(r.Of.Topic) {
		return false
	}
	changed = r.begin()
	if r.stream == nil || n.store.Topic(r.id) != r.Of.Topic {
		id, known := n.store.Find(r.Of.Topic)
		if r.stream = nil; !known {
			return changed
		}
		r.id, r.stream, r.passed = id, n.store.NewStream(id, false, nil), 0
	}
	if !r.reader.Ready() {
		return changed
	}
	r.stream.Catch()
	list, before := r.stream.List(), r.Added()
	enough := func() bool { return time.Since(start) > collectTime }
	for !enough() {
		from := int(max(r.passed, list.Gone()) - list.Gone())
		if from >= list.Len() {
			break
		}
		r.passed = list.Gone() + uint64(list.Pass(from, func(m model.Passed) bool {
			n.take(r, m)
			return enough()
		}))
	}
	return changed || r.Added() != before
}

// take takes in one message.
func (n *Numbers) take(r *Reading, m model.Passed) {
	if m.Interrupted {
		r.Gap()
	}
	if m.Lost {
		return
	}
	v, word, unit, ok := r.read(&m)
	switch {
	case ok:
	case math.IsNaN(v): // it says that the number is not known
		r.End(m.At)
		return
	default:
		return
	}
	if !word {
		r.numbers.Store(true)
	}
	r.Add(m.At, v)
	if unit != "" {
		r.unit.Store(&unit)
	}
}

// read reads the number in a message, and for a few messages what it is of.
func (r *Reading) read(m *model.Passed) (v float64, word bool, unit string, ok bool) {
	e := model.Entry{Position: m.Position, At: m.At, Payload: m.Payload, Properties: m.Properties, Moved: m.Moved}
	look := r.unit.Load() == nil && r.tries < unitTries
	t := r.reader.Tree(&e)
	if t == nil {
		v, word, ok = series.Number(m.Payload, r.Of.Path)
		if look && ok {
			r.tries++
			unit = series.Unit(m.Payload, r.Of.Path)
		}
		return v, word, unit, ok
	}
	i := t.Find(r.Of.Path)
	v, word, ok = series.OfTree(t, i)
	if look && ok {
		r.tries++
		unit = series.UnitOf(t, i)
	}
	return v, word, unit, ok
}

// Unit is what the numbers are of, as the payloads say or what was announced of them; ""
// where nothing does.
func (r *Reading) Unit() string {
	if unit := r.unit.Load(); unit != nil {
		return *unit
	}
	return r.units.Of(r.Of)
}

// Words reports whether it is always one way or the other, as on and off.
func (r *Reading) Words() bool { return !r.numbers.Load() && r.Len() > 0 }

// Kind is what kind of series it was when that was last found out.
func (r *Reading) Kind() (k series.Kind, known bool) {
	if found := r.kind.Load(); found != nil {
		return *found, true
	}
	return k, false
}

// judgement is when it was found out of what kind a series is, and of how many numbers.
type judgement struct {
	at    time.Time
	added uint64
}

// judge finds out now and then of what kind it is, and at once where there are many more
// numbers.
func (r *Reading) judge(now time.Time) (changed bool) {
	before, added := r.kind.Load(), r.Added()
	since := now.Sub(r.judged.at)
	if added == r.judged.added || added < 2*r.judged.added && since >= 0 && since < summarizeEach {
		return false
	}
	r.judged = judgement{now, added}
	k := r.Series.Kind()
	r.kind.Store(&k)
	return before == nil || before.Class != k.Class || before.OnOff != k.OnOff || before.Whole != k.Whole
}

// Summary is what the numbers of a time were when that was last found out, and has it
// found out anew. now is the zero time without a connection.
func (r *Reading) Summary(from, to int64, now time.Time) (s series.Summary, ok bool) {
	r.asked.Store(&summaryOf{from, to, now})
	if found := r.summary.Load(); found != nil {
		return *found, true
	}
	return s, false
}

// other reports whether a summary is one of another time, and not of the same that has
// gone on: that becomes longer where all there is is shown, and moves.
func (s *summaryOf) other(before *summaryOf) bool {
	const little = 20 // one part in so many
	length, was := s.to-s.from, before.to-before.from
	moved := length - was
	if s.now.IsZero() { // nothing goes on, or nobody knows
		moved = max(moved, -moved, s.to-before.to, before.to-s.to)
	}
	return max(moved, -moved) > was/little || s.now.IsZero() != before.now.IsZero()
}

// How often it is found out what numbers are, of few and of many.
const (
	summarizeEach     = time.Second
	summarizeManyEach = 5 * time.Second
	manyNumbers       = 200_000
)

// summarize finds out what the numbers asked for are: at once where that is another time,
// and else now and then.
func (r *Reading) summarize(now time.Time) (changed bool) {
	asked := r.asked.Swap(nil)
	if asked == nil {
		return false
	}
	each := summarizeEach
	if r.Len() > manyNumbers {
		each = summarizeManyEach
	}
	other := asked.other(&r.of)
	if now.Sub(r.said) < each && !other || !other && r.Added() == r.added && now.Sub(r.said) < summarizeManyEach {
		return false
	}
	r.said, r.of, r.added = now, *asked, r.Added()
	s := r.Summarize(asked.from, asked.to, asked.now)
	before := r.summary.Swap(&s)
	return before == nil || *before != s
}
