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
	f.whole, f.endless = f.whole+o.whole, f.endless+o.endless
	f.ups, f.down = f.ups+o.ups, f.down+o.down
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
