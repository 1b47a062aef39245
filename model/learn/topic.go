package learn

import (
	"bytes"
	"math"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/tidwall/gjson"

	"mangrove/model"
	"mangrove/model/value"
)

// topic is what is known of a topic.
type topic struct {
	name    string
	live    int
	kept    int  // messages that the broker had kept
	holds   bool // it keeps one, as far as is known
	told    bool // it keeps one, as it has said at the end
	qos     byte // the least
	unread  int  // payloads that were too large to be looked into
	objects int  // payloads that are objects of JSON
	others  int  // payloads that are something else
	bytes   int  // of these, those that are no text
	bad     int  // and those that begin as JSON and are none
	whole   *field
	fields  map[string]*field
	left    int // fields for which there was no room
	latest  []byte
	known   bool // the latest payload is in latest
	rhythm  rhythm
	owned   bool // a device has it
}

func (t *topic) take(l *Learner, at time.Time, m *model.Message) {
	if len(m.Payload) == 0 && (m.Retained || t.holds || t.live+t.kept == 0) {
		t.holds = false
		return // which takes away what the broker kept, and is anybody's
	}
	if m.Retained {
		t.kept++
		t.holds = true
	} else {
		t.live++
		t.rhythm.beat(at)
	}
	t.qos = min(t.qos, m.QoS)
	again := m.Retained && t.kept+t.live > 1 && t.known && bytes.Equal(t.latest, m.Payload)
	if t.remember(l, m); again {
		return // sent once more with another subscription
	}
	if len(m.Payload) > largestRead {
		t.unread++
		l.left[LargePay]++
		return
	}
	s := sample{Learner: l, topic: t, at: at, live: !m.Retained, dup: m.Dup}
	switch {
	case !utf8.Valid(m.Payload):
		t.others++
		t.bytes++
		s.wholly(gjson.Result{Type: gjson.Null}) // bytes are no text
		return
	case !value.IsJSON(m.Payload):
		t.others++
		if looksLikeJSON(m.Payload) {
			t.bad++
		}
		s.wholly(gjson.Result{Type: gjson.String, Str: string(m.Payload), Raw: string(m.Payload)})
		return
	}
	root := gjson.ParseBytes(m.Payload)
	if !root.IsObject() {
		t.others++
		s.wholly(root)
		return
	}
	t.objects++
	s.root = root
	s.object("", root, deepest)
}

// looksLikeJSON reports whether a payload begins as an object or a list does.
func looksLikeJSON(payload []byte) bool {
	begin := bytes.TrimLeft(payload, " \t\r\n")
	return len(begin) > 0 && (begin[0] == '{' || begin[0] == '[')
}

// isKept reports whether the broker keeps a message, which it may have been asked at the end.
func (t *topic) isKept(asked bool) bool {
	if asked {
		return t.told
	}
	return t.holds
}

// remember keeps the latest payload, as far as there is room for it.
func (t *topic) remember(l *Learner, m *model.Message) {
	most := largestLatest
	if m.Retained {
		most = largestKept
	}
	if t.known = len(m.Payload) <= most; !t.known {
		return
	}
	if len(m.Payload) > cap(t.latest) {
		if t.known = l.room(len(m.Payload) - cap(t.latest)); !t.known {
			return
		}
		t.latest = make([]byte, 0, len(m.Payload))
	}
	t.latest = append(t.latest[:0], m.Payload...)
}

// broken forgets what came before something may have been missed.
func (t *topic) broken(to time.Time) {
	t.rhythm.broken(to)
	if t.whole != nil {
		t.whole.broken()
	}
	for _, f := range t.fields {
		f.broken()
	}
}

// deepest is how deep objects are looked into.
const deepest = 6

// sample is a payload that is looked into.
type sample struct {
	*Learner
	*topic
	at   time.Time
	live bool
	dup  bool
	root gjson.Result
}

// wholly takes a payload that is one value.
func (s *sample) wholly(v gjson.Result) {
	if s.whole == nil {
		if !s.room(fieldCost) {
			s.topic.left++
			return
		}
		s.whole = &field{}
	}
	s.whole.take(s, v)
}

// object takes the members of an object. Of those that have one name the first counts, as for
// a path of gjson.
func (s *sample) object(above string, o gjson.Result, deeper int) {
	o.ForEach(func(key, v gjson.Result) bool {
		path := gjson.Escape(key.String())
		if above != "" {
			path = above + "." + path
		}
		f := s.fields[path]
		if f == nil {
			if f = s.meetField(path, v); f == nil {
				return true
			}
		}
		if f.number == s.number {
			return true
		}
		f.number = s.number
		f.take(s, v)
		if v.IsObject() && deeper > 1 {
			s.object(path, v, deeper-1)
		}
		return true
	})
}

// meetField makes what is known of a field; nil: it is left out.
func (s *sample) meetField(path string, v gjson.Result) *field {
	if len(s.fields) >= s.most.fields || !fitsPath(path) || !leadsTo(s.root, path, v) || !s.room(fieldCost+len(path)) {
		s.topic.left++
		return nil
	}
	if s.fields == nil {
		s.fields = map[string]*field{}
	}
	path = strings.Clone(path) // and not all of the payload
	f := &field{path: path}
	s.fields[path] = f
	return f
}

// leadsTo reports whether a path finds a value where it stands.
func leadsTo(root gjson.Result, path string, v gjson.Result) bool {
	found := root.Get(path)
	return found.Index == v.Index && found.Raw == v.Raw
}

// keptGaps are the silences that are known one by one: the latest.
const keptGaps = 64

// rhythm is when live messages came.
type rhythm struct {
	last     time.Time
	since    time.Time // from when on there is a connection again, until the next message
	gaps     []uint32  // milliseconds, in a ring
	n        int
	shortest time.Duration
	longest  time.Duration
	wait     time.Duration // the longest from when there was a connection again to a message
}

func (r *rhythm) beat(at time.Time) {
	switch {
	case !r.last.IsZero() && !at.Before(r.last):
		r.add(at.Sub(r.last))
	case !r.since.IsZero():
		r.wait = max(r.wait, at.Sub(r.since))
	}
	r.last, r.since = at, time.Time{}
}

func (r *rhythm) add(gap time.Duration) {
	ms := uint32(min(gap.Milliseconds(), math.MaxUint32)) //nolint:gosec // no more than that
	if len(r.gaps) < keptGaps {
		r.gaps = append(r.gaps, ms)
	} else {
		r.gaps[r.n%keptGaps] = ms
	}
	if r.n == 0 || gap < r.shortest {
		r.shortest = gap
	}
	r.n++
	r.longest = max(r.longest, gap)
}

func (r *rhythm) broken(to time.Time) {
	if !r.last.IsZero() || !r.since.IsZero() {
		r.last, r.since = time.Time{}, to
	}
}

// open is the silence at the end.
func (r *rhythm) open(end time.Time) time.Duration {
	switch {
	case !r.last.IsZero():
		return end.Sub(r.last)
	case !r.since.IsZero():
		return end.Sub(r.since)
	}
	return 0
}

// steady are the silences without those within a burst, as of several messages at once.
func (r *rhythm) steady() (gaps []float64) {
	sorted := slices.Sorted(slices.Values(r.gaps))
	if len(sorted) == 0 {
		return nil
	}
	long := sorted[(len(sorted)-1)*9/10]
	for _, g := range sorted {
		if g > long/10 {
			gaps = append(gaps, float64(g))
		}
	}
	return gaps
}

// median is the usual silence, in milliseconds.
func (r *rhythm) median() float64 {
	sorted := slices.Sorted(slices.Values(r.gaps))
	return float64(sorted[len(sorted)/2])
}

// countOff is how many silences differ from the usual one by more than a part of it.
func (r *rhythm) countOff(usual, part float64) (n int) {
	for _, g := range r.gaps {
		if math.Abs(float64(g)-usual) > part*usual {
			n++
		}
	}
	return n
}

// shortestLimit is for topics that come many times a second: networks and brokers pause.
const shortestLimit = 10 * time.Second

// limit is how long a silence may be: twice the 99th percentile, and more than any that was.
func (r *rhythm) limit() time.Duration {
	sorted := slices.Sorted(slices.Values(r.gaps))
	high := time.Duration(sorted[(len(sorted)*99+99)/100-1]) * time.Millisecond
	return max(shortestLimit, 2*high, (max(r.longest, r.wait)*5)/4)
}
