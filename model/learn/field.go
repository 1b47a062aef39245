package learn

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tidwall/gjson"

	"mangrove/model/checklist"
	"mangrove/model/printable"
	"mangrove/model/value"
)

const (
	mostWords   = 8  // different texts that are known one by one
	longestWord = 64 // bytes of one
	keptNumbers = 16 // the latest, that say how numbers scatter
	longestPath = 256
	nearby      = 24 * time.Hour // a number of seconds is a time when it is about now
)

// field is what is known of a value in the payloads of a topic, or of several topics together.
type field struct {
	path   string
	called string // what it is, where no path says it: the last level of its topic
	secret bool   // a topic that it is of is called as a secret
	number uint64 // of the message that it came with last
	n      int    // in how many payloads it was
	live   int    // in how many that were sent now

	nulls, bools, numbers, texts, objects, arrays int

	whole     int // numbers without a fraction
	endless   int // numbers that no float reaches
	unended   int // texts that are written in place of a number that is not finite
	low, high float64
	recent    []float64 // in a ring
	words     []string
	manyWords bool

	times  int // that it is a time
	offset time.Duration
	timed  int // live ones of these

	before    float64
	ups, down int // compared with the one before

	sequence
	motion motion
}

// motion is how often a number changes.
type motion struct {
	value       float64
	since       time.Time // when it became so; zero: it is not known
	first       time.Time // of the numbers that nothing was missed between
	moves, rest int       // numbers that were another, or the same, than the one before
	longest     time.Duration
	watched     time.Duration
	low, high   float64
}

func (o *motion) take(at time.Time, v float64) {
	if o.moves+o.rest == 0 && o.first.IsZero() {
		o.low, o.high = v, v
	}
	o.low, o.high = min(o.low, v), max(o.high, v)
	if o.since.IsZero() {
		o.value, o.since, o.first = v, at, at
		return
	}
	o.watched, o.longest = max(o.watched, at.Sub(o.first)), max(o.longest, at.Sub(o.since))
	if v == o.value {
		o.rest++
		return
	}
	o.moves++
	o.value, o.since = v, at
}

func (o *motion) broken() { o.since = time.Time{} }

// join adds the motion of the same number of another topic: the slower one counts.
func (o *motion) join(other *motion) {
	if o.moves+o.rest == 0 {
		*o = *other
		return
	}
	o.moves, o.rest = o.moves+other.moves, o.rest+other.rest
	o.longest, o.watched = max(o.longest, other.longest), min(o.watched, other.watched)
	if other.isNearZero() {
		o.low, o.high = other.low, other.high
	}
}

// isNearZero reports whether it came near zero, where it may rest: as a machine that is off,
// and the sun at night.
func (o *motion) isNearZero() bool { return o.low <= o.high-o.low }

const (
	leastMoves   = 20
	restIn       = 20 // of so many numbers, one may be the same as the one before
	longestRests = 10 // the longest rest that there was so many times is one that does not end
	leastRest    = 5 * time.Minute
)

// stuck is how long a number may stay the same, where it changed nearly each time; 0: it may
// for ever. It was watched for at least twice as long.
func (f *field) stuck() time.Duration {
	o := &f.motion
	switch {
	case f.numbers != f.n, f.endless > 0, f.isSecret(), o.moves < leastMoves, o.rest*restIn > o.moves:
		return 0
	case f.counts(), f.isSignal(), f.isSwitched(), o.isNearZero():
		return 0
	}
	if limit := roundUp(max(leastRest, longestRests*o.longest)); 2*limit <= o.watched {
		return limit
	}
	return 0
}

// sequence is whether a number goes up by one with each message.
type sequence struct {
	last   int64
	known  bool
	steps  int
	broken bool
	wrap   int64 // the number that 0 comes after; 0: it is not known
	at     time.Time
	second int // steps that took about a second: it may count these
}

func fitsPath(path string) bool {
	return len(path) <= longestPath && printable.Line(path) == path && value.FindsOnly(path)
}

func (f *field) take(s *sample, v gjson.Result) {
	f.n++
	if s.live {
		f.live++
	}
	switch v.Type {
	case gjson.Null:
		f.nulls++
	case gjson.True, gjson.False:
		f.bools++
	case gjson.Number:
		f.numbers++
		f.takeNumber(s, v)
	case gjson.String:
		f.texts++
		if number, err := strconv.ParseFloat(v.Str, 64); err == nil && (math.IsNaN(number) || math.IsInf(number, 0)) {
			f.unended++
		}
		f.takeWord(s, v.Str)
	case gjson.JSON:
		if v.IsArray() {
			f.arrays++
		} else {
			f.objects++
		}
	}
	f.takeTime(s, v)
}

func (f *field) takeNumber(s *sample, v gjson.Result) {
	if math.IsInf(v.Num, 0) || math.IsNaN(v.Num) {
		f.endless++
		return
	}
	if v.Num == math.Trunc(v.Num) {
		f.whole++
	}
	if f.numbers-f.endless == 1 {
		f.low, f.high = v.Num, v.Num
	} else {
		switch {
		case v.Num > f.before:
			f.ups++
		case v.Num < f.before:
			f.down++
		}
		f.low, f.high = min(f.low, v.Num), max(f.high, v.Num)
	}
	f.before = v.Num
	if len(f.recent) < keptNumbers {
		f.recent = append(f.recent, v.Num)
	} else {
		f.recent[f.numbers%keptNumbers] = v.Num
	}
	if s.live {
		f.step(s, v.Raw)
		f.motion.take(s.at, v.Num)
	}
}

// step compares a number with the one before.
func (f *field) step(s *sample, raw string) {
	got, err := strconv.ParseInt(raw, 10, 64)
	if err != nil {
		f.sequence.broken = true
		return
	}
	q := &f.sequence
	if q.known && s.dup && got == q.last {
		return
	}
	if q.known {
		q.steps++
		switch {
		case got == q.last+1:
		case got == 0 && q.last > 0 && (q.wrap == 0 || q.wrap == q.last):
			q.wrap = q.last
		default:
			q.broken = true
		}
		if gap := s.at.Sub(q.at); gap > time.Second*8/10 && gap < time.Second*12/10 {
			q.second++
		}
	}
	q.known, q.last, q.at = true, got, s.at
}

// broken forgets what came before something may have been missed.
func (f *field) broken() {
	f.known = false
	f.motion.broken()
}

func (f *field) takeWord(s *sample, word string) {
	if f.manyWords || slices.Contains(f.words, word) {
		return
	}
	if word == "" || len(f.words) == mostWords || len(word) > longestWord || printable.Line(word) != word || !s.room(len(word)) {
		f.manyWords, f.words = true, nil
		return
	}
	f.words = append(f.words, strings.Clone(word)) // and not all of the payload
}

func (f *field) takeTime(s *sample, v gjson.Result) {
	t, ok := checklist.TimeOf(v)
	if !ok {
		return
	}
	off := s.at.Sub(t)
	if v.Type == gjson.Number && off.Abs() > nearby {
		return
	}
	f.times++
	if s.live {
		f.timed++
		f.offset = max(f.offset, off.Abs())
	}
}

// join adds what is known of the same field of another topic.
func (f *field) join(o *field) {
	if o.numbers > o.endless {
		if f.numbers == f.endless {
			f.low, f.high = o.low, o.high
		}
		f.low, f.high = min(f.low, o.low), max(f.high, o.high)
	}
	f.n, f.live = f.n+o.n, f.live+o.live
	f.nulls, f.bools, f.numbers = f.nulls+o.nulls, f.bools+o.bools, f.numbers+o.numbers
	f.texts, f.objects, f.arrays = f.texts+o.texts, f.objects+o.objects, f.arrays+o.arrays
	f.whole, f.endless, f.unended = f.whole+o.whole, f.endless+o.endless, f.unended+o.unended
	f.ups, f.down = f.ups+o.ups, f.down+o.down
	f.motion.join(&o.motion)
	f.times, f.timed, f.offset = f.times+o.times, f.timed+o.timed, max(f.offset, o.offset)
	f.recent = append(f.recent, o.recent[:min(len(o.recent), max(0, mostPooled-len(f.recent)))]...)
	f.manyWords = f.manyWords || o.manyWords
	for _, w := range o.words {
		if !slices.Contains(f.words, w) {
			f.words = append(f.words, w)
		}
	}
	if f.manyWords || len(f.words) > mostWords {
		f.manyWords, f.words = true, nil
	}
}

// mostPooled are the numbers of several topics together that say how they scatter.
const mostPooled = 4_096
