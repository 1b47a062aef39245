package simulate

import (
	"math"
	"math/rand/v2"
	"strconv"
	"time"

	"go.yaml.in/yaml/v3"

	"mangrove/model/strictyaml"
)

// wave is a value that goes by the time.
type wave struct {
	name      string
	index     int // among those of its kind
	shape     string
	low, high float64
	start     float64
	step      float64
	duty      float64
	period    time.Duration
	every     time.Duration
	shift     float64 // of each device against the one before, in periods
	digits    int
	texts     []string // of constant, pick and csv
}

// waveKeys are what the shapes need, and what they may have.
var waveKeys = map[string]struct{ must, may []string }{
	"constant": {must: []string{"value"}},
	"sine":     {[]string{"low", "high", "period"}, []string{"digits", "shift"}},
	"square":   {[]string{"low", "high", "period"}, []string{"digits", "shift", "duty"}},
	"ramp":     {[]string{"from", "to", "period"}, []string{"digits", "shift"}},
	"walk":     {[]string{"low", "high", "step"}, []string{"digits", "start", "every"}},
	"pick":     {[]string{"of"}, []string{"every"}},
	"csv":      {[]string{"file", "column"}, []string{"every", "shift"}},
}

var shapes = []string{"constant", "sine", "square", "ramp", "walk", "pick", "csv"}

// widest is a number that others can be added to.
const widest = 1e15

// wave reads one of them.
func (r *reader) wave(name string, n *yaml.Node) *wave {
	w := &wave{name: name, digits: 2, duty: 0.5, every: time.Second, start: math.NaN(), period: time.Minute}
	var constant, file, column string
	number := func(into *float64) func(*yaml.Node) { return r.Number(into, -widest, widest) }
	there := r.Map(n, strictyaml.Keys{
		"shape": r.OneOf(&w.shape, shapes...), "value": r.Text(&constant),
		"low": number(&w.low), "high": number(&w.high), "from": number(&w.low), "to": number(&w.high),
		"start": number(&w.start), "step": r.Number(&w.step, 0, widest),
		"duty": r.Number(&w.duty, 0, 1), "shift": r.Number(&w.shift, 0, 1), "digits": r.Whole(&w.digits, 0, 12),
		"period": r.Duration(&w.period, time.Millisecond), "every": r.Duration(&w.every, time.Millisecond),
		"of": r.list(Values, 1000, func(n *yaml.Node) {
			if s, ok := r.Scalar(n); ok {
				w.texts = append(w.texts, s)
			}
		}),
		"file": r.Text(&file), "column": r.Text(&column),
	}, "shape")
	allowed, known := waveKeys[w.shape]
	if !known {
		return w
	}
	r.shaped(n, there, w.shape)
	if there["low"] != nil && there["high"] != nil && w.low > w.high {
		r.Wrong(n, Fault{Code: LowAboveHigh, Found: strconv.FormatFloat(w.low, 'f', -1, 64) + ", " + strconv.FormatFloat(w.high, 'f', -1, 64)})
	}
	switch {
	case w.shape == "constant":
		w.texts = []string{constant}
	case w.shape == "csv" && there["file"] != nil && there["column"] != nil:
		w.texts = r.column(n, file, column)
	case w.shape == "pick" && len(w.texts) == 0 && there["of"] != nil:
		r.Wrong(there["of"], Fault{Code: strictyaml.Missing, Found: allowed.must[0]})
	case math.IsNaN(w.start):
		w.start = (w.low + w.high) / 2
	}
	return w
}

// shaped sees that a value has the keys of its shape.
func (r *reader) shaped(n *yaml.Node, there strictyaml.Given, shape string) {
	fits := map[string]bool{"shape": true}
	for _, key := range waveKeys[shape].must {
		if fits[key] = true; there[key] == nil {
			r.Wrong(n, Fault{Code: strictyaml.Missing, Found: key})
		}
	}
	for _, key := range waveKeys[shape].may {
		fits[key] = true
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if key := n.Content[i]; there[key.Value] == key && !fits[key.Value] {
			r.Wrong(key, Fault{Code: Needless, Found: key.Value, Names: []string{"shape: " + shape}})
		}
	}
}

// waved is how far a value of one device has come.
type waved struct {
	steps  int64 // taken, of walk and pick
	at     float64
	chance *rand.Rand
}

// wavesOf are those of the device with a number in its kind.
func wavesOf(k *Kind, n int, seed uint64) []waved {
	all := make([]waved, len(k.values))
	for i, w := range k.values {
		if w.shape == "walk" || w.shape == "pick" {
			all[i].chance = newChance(seed, k.first+n, ofValues+i)
		}
	}
	return all
}

// mostSteps are taken at a time: who was silent for longer begins somewhere else.
const mostSteps = 1000

// text is the value at a time of the run, of the device with a number in its kind.
func (w *wave) text(at time.Duration, n int, s *waved) string {
	switch w.shape {
	case "constant":
		return w.texts[0]
	case "csv":
		row := int64(at/w.every) + int64(w.shift*float64(len(w.texts))*float64(n-1))
		return w.texts[uint64(row)%uint64(len(w.texts))] //nolint:gosec // neither is negative
	case "pick":
		for range w.behind(at, s) {
			s.at = float64(s.chance.IntN(len(w.texts)))
		}
		return w.texts[int(s.at)]
	case "walk":
		if s.steps == 0 {
			s.at = w.start
		}
		for range w.behind(at, s) {
			s.at = min(w.high, max(w.low, s.at+(2*s.chance.Float64()-1)*w.step))
		}
		return w.written(min(w.high, max(w.low, s.at)))
	}
	return w.written(w.curve(at, n))
}

// behind are the steps that are to be taken until a time; the first comes at once.
func (w *wave) behind(at time.Duration, s *waved) int64 {
	wanted := int64(at/w.every) + 1
	missing := max(0, wanted-s.steps)
	s.steps = max(s.steps, wanted)
	return min(missing, mostSteps)
}

// curve is a value that goes by the time alone.
func (w *wave) curve(at time.Duration, n int) float64 {
	_, turn := math.Modf(float64(at%w.period)/float64(w.period) + w.shift*float64(n-1))
	switch w.shape {
	case "sine":
		return (w.low+w.high)/2 + (w.high-w.low)/2*math.Sin(2*math.Pi*turn)
	case "square":
		if turn < w.duty {
			return w.high
		}
		return w.low
	}
	return w.low + (w.high-w.low)*turn // ramp
}

func (w *wave) written(f float64) string { return strconv.FormatFloat(f, 'f', w.digits, 64) }
