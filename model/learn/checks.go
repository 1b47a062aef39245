package learn

import (
	"math"
	"strconv"
	"strings"
	"time"

	"mangrove/model/checklist"
	"mangrove/model/lint"
)

const (
	fewest      = checklist.DefaultSamples
	leastRange  = 5  // numbers from which on a range is proposed
	leastEnum   = 50 // texts
	leastNeeded = 20 // payloads, all of which have what is taken to be needed
	leastWhole  = 20 // numbers, all without a fraction
	leastGaps   = 5
	leastSteps  = 10
	leastSkew   = 5 // times of a topic
	mostSkew    = 5 * time.Second
	mostLines   = 60 // of the fields of a subject
	steadiness  = 0.3
)

// group is topics that are judged alike: those of a device together, those of a rule each
// by itself.
type group struct {
	topics   []*topic
	together bool
	end      time.Time
	asked    bool
	name     func(topic, path string) (name string, ok bool) // of a value; nil: its path
	interval Line
	periodic bool // there is an interval
}

func (l *Learner) group(topics []*topic, together bool, end time.Time) *group {
	g := &group{topics: topics, together: together, end: end, asked: l.asked}
	g.interval, g.periodic = g.rhythm()
	return g
}

// live is the number of live messages of the topic that has the fewest, of a device that of all.
func (g *group) live() (least, all int) {
	least = math.MaxInt
	for _, t := range g.topics {
		least, all = min(least, t.live), all+t.live
	}
	if g.together {
		least = all
	}
	return least, all
}

// rhythm is the longest silence that is let pass.
func (g *group) rhythm() (line Line, ok bool) {
	find := g.rhythmOfEach
	if g.together {
		find = g.rhythmOfOne
	}
	limit, least, why := find()
	if limit == 0 {
		return line, false
	}
	why.Code, why.Sure = Gaps, confidence(why.N)
	check := &checklist.Check{Kind: checklist.Interval, Max: roundUp(limit), Samples: min(fewest, least)}
	if check.Expect = g.regular(); check.Expect > 0 {
		check.Tolerance = regularTolerance
	}
	return Line{check, why}, true
}

const (
	leastRegular     = 20  // silences of each topic
	regularPart      = 0.2 // that nearly all of them may be off the usual one
	regularTolerance = 0.3 // that the usual one may be off another time: two devices in place of one halve it
	shortestRegular  = 5 * time.Second
)

// regular is the usual silence where all topics have the same, as of a clock; 0: there is none.
// A device with several topics sends them one right after the other.
func (g *group) regular() time.Duration {
	if g.together && len(g.topics) > 1 {
		return 0
	}
	var usual []float64
	for _, t := range g.topics {
		if t.rhythm.n < leastRegular {
			return 0
		}
		usual = append(usual, t.rhythm.median())
	}
	all := median(usual)
	for _, t := range g.topics {
		if odd := t.rhythm.countOff(all, regularPart); odd*leastRegular > len(t.rhythm.gaps) {
			return 0
		}
	}
	if all < float64(shortestRegular.Milliseconds()) {
		return 0
	}
	return (time.Duration(all) * time.Millisecond).Round(100 * time.Millisecond)
}

// rhythmOfOne is that of a device: its messages on all topics come no less often than those on
// the one that has the shortest. limit is 0 where there is none; least are the silences that
// there were.
func (g *group) rhythmOfOne() (limit time.Duration, least int, why Basis) {
	for _, t := range g.topics {
		r := &t.rhythm
		if r.n < leastGaps || r.limit() < r.open(g.end) || !isSteady(relative(r.steady())) {
			continue
		}
		if limit == 0 || r.limit() < limit {
			limit, least, why = r.limit(), r.n, Basis{N: r.n, Shortest: r.shortest, Longest: r.longest}
		}
	}
	return limit, least, why
}

// rhythmOfEach is one that all topics have.
func (g *group) rhythmOfEach() (limit time.Duration, least int, why Basis) {
	var steady []float64
	least = math.MaxInt
	for _, t := range g.topics {
		r := &t.rhythm
		if r.n == 0 || r.limit() < r.open(g.end) {
			return 0, 0, why
		}
		if why.N == 0 || r.shortest < why.Shortest {
			why.Shortest = r.shortest
		}
		steady = append(steady, relative(r.steady())...)
		limit, least = max(limit, r.limit()), min(least, r.n)
		why.N, why.Longest = why.N+r.n, max(why.Longest, r.longest)
	}
	if len(steady) < leastGaps || !isSteady(steady) {
		return 0, 0, why
	}
	return limit, least, why
}

// relative are silences as parts of their mean; a single one says nothing.
func relative(gaps []float64) (all []float64) {
	if len(gaps) < 2 {
		return nil
	}
	mean := 0.0
	for _, g := range gaps {
		mean += g / float64(len(gaps))
	}
	if mean == 0 {
		return nil
	}
	for _, g := range gaps {
		all = append(all, g/mean)
	}
	return all
}

// isSteady reports whether the coefficient of variation of silences, relative to their mean,
// is small.
func isSteady(gaps []float64) bool {
	if len(gaps) < leastGaps-1 {
		return false
	}
	sum := 0.0
	for _, g := range gaps {
		sum += (g - 1) * (g - 1)
	}
	return math.Sqrt(sum/float64(len(gaps))) < steadiness
}

// nice are the times that limits are rounded up to.
var nice = []time.Duration{
	time.Second, 2 * time.Second, 3 * time.Second, 5 * time.Second, 8 * time.Second, 10 * time.Second, 15 * time.Second, 20 * time.Second,
	25 * time.Second, 30 * time.Second, 40 * time.Second, 50 * time.Second, time.Minute, 75 * time.Second, 90 * time.Second,
}

func roundUp(d time.Duration) time.Duration {
	for _, n := range nice {
		if d <= n {
			return n
		}
	}
	unit := 30 * time.Second
	switch {
	case d > 6*time.Hour:
		unit = time.Hour
	case d > 20*time.Minute:
		unit = 5 * time.Minute
	case d > 5*time.Minute:
		unit = time.Minute
	}
	if down := d.Truncate(unit); down < d {
		return down + unit
	}
	return d
}

// kept says whether the broker keeps the topics, where that is the same for all of them.
func (g *group) kept() (line Line, ok bool) {
	n, never := 0, 0
	for _, t := range g.topics {
		switch {
		case t.isKept(g.asked):
			n++
		case t.kept == 0:
			never++
		}
	}
	why := Basis{Code: Kept, N: n, Sure: Sure}
	switch {
	case n == len(g.topics), n > 0 && g.together:
	case never == len(g.topics) && g.asked:
		why.Code, why.N = NotKept, never
	default:
		return line, false
	}
	return Line{&checklist.Check{Kind: checklist.Retained, Kept: n > 0}, why}, true
}

func (g *group) qos() (line Line, ok bool) {
	least, n := byte(2), 0
	for _, t := range g.topics {
		least, n = min(least, t.qos), n+t.live+min(1, t.kept)
	}
	fewestLive, _ := g.live()
	return Line{&checklist.Check{Kind: checklist.QoS, QoS: least, Samples: fewest}, Basis{Code: Granted, N: n, Sure: confidence(n)}}, least > 0 && g.periodic && fewestLive >= fewest
}

// enough is how many samples can be asked for, where a topic has had least: of what comes again
// and again the usual number, of what may be at rest for long one.
func (g *group) enough(least int) int {
	if !g.periodic {
		return 1
	}
	return max(1, min(fewest, least))
}

// payloads are the lines of the values in the payloads. What has none is counted by the reason.
func (g *group) payloads(left omitted) (lines []Line) {
	objects, others, unread := 0, 0, 0
	for _, t := range g.topics {
		objects, others, unread = objects+t.objects, others+t.others, unread+t.unread
	}
	switch {
	case unread > 0:
	case !g.together && others > 0 && objects == 0:
		lines = g.wholes()
	case g.together || others == 0:
		lines = g.fields(left)
	}
	g.odd(left, lines)
	return lines
}

// wholes are the lines of payloads that are one value each.
func (g *group) wholes() []Line {
	f, least := &field{called: lastLevel(g.topics)}, math.MaxInt
	for _, t := range g.topics {
		if t.whole == nil || t.whole.n != t.others {
			return nil
		}
		f.join(t.whole)
		f.secret = f.secret || lint.IsSecretPath(t.name)
		least = min(least, t.whole.live)
	}
	if lines := g.linesOf(f, least, f.n); len(lines) > 0 && lines[0].Check.Value.Type != checklist.TextType {
		return lines
	}
	return nil // it may be anything that is no JSON
}

// linesOf are the lines of a value.
func (g *group) linesOf(f *field, least, of int) []Line {
	v, why := f.wanted()
	if v == nil {
		return nil
	}
	why.N, why.Sure = f.n, confidence(f.n)
	line := Line{&checklist.Check{Kind: checklist.Field, Path: f.path, Samples: g.enough(least), Value: v}, why}
	if limit := f.stuck(); limit > 0 && least > leastMoves && g.periodic {
		still := Line{&checklist.Check{Kind: checklist.Stuck, Path: f.path, Within: limit}, Basis{Code: Moves, N: f.motion.moves, Sure: confidence(f.motion.moves), Longest: f.motion.longest}}
		return []Line{line, still}
	}
	if v.Type != checklist.TimeType || f.isSecret() || least < leastSkew || f.timed < f.live || f.offset > mostSkew || of == 0 {
		return []Line{line}
	}
	skew := Line{&checklist.Check{Kind: checklist.Skew, Path: f.path, Within: 2 * mostSkew}, Basis{Code: Times, N: f.timed, Sure: confidence(f.timed), Longest: f.offset}}
	return []Line{line, skew}
}

// steps is the line of a number that goes up by one with each message, on all topics.
func (g *group) steps(p *field) (line Line, ok bool) {
	if p.isSecret() {
		return line, false
	}
	all, most := 0, int64(0)
	for _, t := range g.topics {
		f := t.fields[p.path]
		if f == nil {
			if g.together {
				continue
			}
			return line, false
		}
		q := &f.sequence
		if q.broken || q.steps < leastSteps || q.second*2 > q.steps || t.live != f.live || most != 0 && q.wrap != 0 && most != q.wrap {
			return line, false
		}
		all, most = all+q.steps, max(most, q.wrap)
	}
	if most > 1_000_000_000 {
		return line, false
	}
	return Line{&checklist.Check{Kind: checklist.Seq, Path: p.path, Most: int(most), Samples: fewest}, Basis{Code: Steps, N: all, Sure: confidence(all)}}, all > 0
}

// lastLevel is the one that all topics end in, empty when they end in several.
func lastLevel(topics []*topic) (last string) {
	for i, t := range topics {
		level := t.name[strings.LastIndexByte(t.name, '/')+1:]
		if i > 0 && level != last {
			return ""
		}
		last = level
	}
	return last
}

func number(f float64) string { return strconv.FormatFloat(f, 'g', 6, 64) }
