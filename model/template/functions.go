package template

import (
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"text/template"
	"time"

	"github.com/google/uuid"
)

// names are the functions as they are read, before there is anything to answer them with.
var names = (&rendering{}).functions()

// rendering is one message being made.
type rendering struct {
	values Values
	most   int
	turns  int // of all loops
	made   int // bytes of the results of functions
	now    time.Time
}

// functions are what a template can call. Those of the library that make text are taken
// in so that what they make is bounded.
func (r *rendering) functions() template.FuncMap {
	return template.FuncMap{
		countedBy:  r.turn,
		"now":      r.nowText,
		"epoch":    func() int64 { return r.time().Unix() },
		"epoch_ms": func() int64 { return r.time().UnixMilli() },
		"uuid":     uuid.NewString,
		"counter":  func() int { return r.values.Index + 1 },
		"random":   r.random,
		"seq":      r.seq,
		"pick":     r.pick,
		"sine":     r.sine,
		"env":      r.env,
		"topic":    r.topic,
		"json":     r.json,
		"print":    func(args ...any) (string, error) { return r.text(fmt.Sprint, args) },
		"println":  func(args ...any) (string, error) { return r.text(fmt.Sprintln, args) },
		"html":     func(args ...any) (string, error) { return r.text(template.HTMLEscaper, args) },
		"js":       func(args ...any) (string, error) { return r.text(template.JSEscaper, args) },
		"urlquery": func(args ...any) (string, error) { return r.text(template.URLQueryEscaper, args) },
		"printf":   r.printf,
	}
}

// turn counts the turns of loops.
func (r *rendering) turn() (string, error) {
	if r.turns++; r.turns > mostTurns {
		return "", &Error{Code: TooManyTurns, Most: mostTurns}
	}
	return "", nil
}

// time is the same in all of a message.
func (r *rendering) time() time.Time {
	if r.now.IsZero() {
		r.now = r.values.now()
	}
	return r.now
}

// utc is a Z behind digits in a layout of a time, as ISO 8601 writes UTC, and not the Z07:00 of
// the library, which becomes the offset.
var utc = regexp.MustCompile(`[0-9]Z($|[^0])`)

// nowText is the time in ISO 8601 with milliseconds, or as the layout says.
func (r *rendering) nowText(layout ...string) (string, error) {
	switch len(layout) {
	case 0:
		return r.time().Format("2006-01-02T15:04:05.000Z07:00"), nil
	case 1:
		at := r.time()
		if utc.MatchString(layout[0]) {
			at = at.UTC()
		}
		return r.taken(at.Format(layout[0]))
	}
	return "", bad("now")
}

// random is a number from low to high: a whole one when both are, otherwise one with as many
// digits after the point as these have, and two at least.
func (r *rendering) random(low, high any) (any, error) {
	from, to, whole := bounds(low, high)
	if whole {
		if from.whole > to.whole || to.whole-from.whole < 0 || to.whole-from.whole == math.MaxInt64 {
			return nil, bad("random")
		}
		return from.whole + r.values.below(to.whole-from.whole+1), nil
	}
	if !from.valid || !to.valid || from.real > to.real || math.IsInf(to.real-from.real, 0) {
		return nil, bad("random")
	}
	v := from.real + r.values.chance()*(to.real-from.real)
	return min(max(rounded(v, max(2, digitsOf(from.real), digitsOf(to.real))), from.real), to.real), nil
}

// seq counts from one number to another with the messages, and then begins again.
func (r *rendering) seq(from, to int64) (int64, error) {
	n := uint64(to) - uint64(from) + 1
	if from > to || n == 0 {
		return 0, bad("seq")
	}
	return from + int64(uint64(r.values.Index)%n), nil
}

// pick is one of the values, by chance.
func (r *rendering) pick(values ...any) (any, error) {
	if len(values) == 0 {
		return nil, bad("pick")
	}
	return values[r.values.below(int64(len(values)))], nil
}

// sine goes up and down between low and high once in so many seconds. It has as many digits
// after the point as these have, two at least, and so many that it takes a hundred steps.
func (r *rendering) sine(period, low, high any) (float64, error) {
	p, from, to := numberOf(period), numberOf(low), numberOf(high)
	if !p.valid || !from.valid || !to.valid || p.real <= 0 {
		return 0, bad("sine")
	}
	at := math.Mod(r.time().Sub(r.values.start()).Seconds(), p.real) / p.real
	middle, half := from.real/2+to.real/2, to.real/2-from.real/2 // their sum may be more than a number holds
	v := middle + half*math.Sin(2*math.Pi*at)
	lowest, highest := min(from.real, to.real), max(from.real, to.real)
	v = rounded(v, max(2, digitsOf(from.real), digitsOf(to.real), digitsFor((highest-lowest)/100)))
	return min(max(v, lowest), highest), nil
}

// env is an environment variable of the process.
func (r *rendering) env(name string) (string, error) {
	if r.values.Environment != nil {
		if value, ok := r.values.Environment(name); ok {
			return r.taken(value)
		}
	}
	return "", &Error{Code: NoEnvVar, Found: name}
}

// topic is the last value of a topic, or of what a path names in it.
func (r *rendering) topic(topic string, path ...string) (string, error) {
	if len(path) > 1 {
		return "", bad("topic")
	}
	if r.values.Topic == nil {
		return "", &Error{Code: NoTopic, Found: topic}
	}
	value, err := r.values.Topic(topic, strings.Join(path, ""))
	if err != nil {
		if len(path) > 0 && path[0] != "" && strings.Contains(err.Error(), path[0]) {
			err = nil // the path may be a secret
		}
		return "", &Error{Code: NoTopic, Found: topic, Err: err}
	}
	return r.taken(value)
}

// json is a value as JSON writes it: a text with its quotation marks.
func (r *rendering) json(value any) (string, error) {
	if err := r.room([]any{value}, 6); err != nil {
		return "", err
	}
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // there is no page around it
	if err := e.Encode(value); err != nil {
		return "", bad("json")
	}
	return r.taken(strings.TrimSuffix(b.String(), "\n"))
}

// text is what a function of the library makes of its arguments.
func (r *rendering) text(write func(...any) string, args []any) (string, error) {
	if err := r.room(args, 12); err != nil { // as \U0010FFFF and &#34; do at the most
		return "", err
	}
	return r.taken(write(args...))
}

// printf is fmt.Sprintf, without widths that come from arguments.
func (r *rendering) printf(format string, args ...any) (string, error) {
	verbs := 1 + strings.Count(format, "%")
	if strings.Contains(format, "*") || len(format)+widths(format) > r.most {
		return "", bad("printf")
	}
	if err := r.room(args, 12*verbs); err != nil {
		return "", err
	}
	return r.taken(fmt.Sprintf(format, args...))
}

// widths is the sum of all numbers in a format, or more than is ever allowed.
func widths(format string) (sum int) {
	for number := range strings.FieldsFuncSeq(format, func(c rune) bool { return c < '0' || c > '9' }) {
		n, err := strconv.Atoi(number)
		if err != nil || n > math.MaxInt32 || sum > math.MaxInt32-n {
			return math.MaxInt32
		}
		sum += n
	}
	return sum
}

// room fails when a result could become larger than there may be, before it is made.
func (r *rendering) room(args []any, times int) error {
	size := 0
	for _, a := range args {
		if s, ok := a.(string); ok {
			size += len(s)
		} else {
			size += 64
		}
	}
	if size > r.most || float64(size)*float64(times) > float64(mostMade*r.most) {
		return &Error{Code: TooLarge, Most: r.most}
	}
	return nil
}

// taken counts what has been made.
func (r *rendering) taken(result string) (string, error) {
	if r.made += len(result); len(result) > r.most || r.made > mostMade*r.most {
		return "", &Error{Code: TooLarge, Most: r.most}
	}
	return result, nil
}

// bad is that a function cannot be worked out. Its arguments may be secrets: what is written
// of the call is added by [Template.concealed].
func bad(function string) error { return &Error{Code: BadArgument, Found: function} }

// number is an argument as a number.
type number struct {
	whole int64
	real  float64
	valid bool
	exact bool // whole is all of it
}

func bounds(low, high any) (from, to number, whole bool) {
	from, to = numberOf(low), numberOf(high)
	return from, to, from.exact && to.exact
}

// numberOf reads a number, also from the text of a variable.
func numberOf(v any) number {
	switch n := v.(type) {
	case int:
		return number{int64(n), float64(n), true, true}
	case int64:
		return number{n, float64(n), true, true}
	case float64:
		return number{0, n, !math.IsNaN(n) && !math.IsInf(n, 0), false}
	case string:
		if whole, err := strconv.ParseInt(n, 10, 64); err == nil {
			return number{whole, float64(whole), true, true}
		}
		f, err := strconv.ParseFloat(n, 64)
		return number{0, f, err == nil && !math.IsNaN(f) && !math.IsInf(f, 0), false}
	}
	return number{}
}

// digitsOf is how many digits a number has after the point.
func digitsOf(f float64) int {
	_, after, _ := strings.Cut(strconv.FormatFloat(f, 'f', -1, 64), ".")
	return len(after)
}

// digitsFor is how many digits after the point steps of a size take.
func digitsFor(step float64) int {
	if step <= 0 || step >= 1 {
		return 0
	}
	return int(math.Ceil(-math.Log10(step)))
}

// mostDigits is up to where powers of ten are exact.
const mostDigits = 22

// rounded is a number with so many digits after the point, as far as it can have them.
func rounded(f float64, digits int) float64 {
	if digits > mostDigits {
		return f
	}
	scale := math.Pow10(digits)
	if math.Abs(f)*scale > 1<<52 {
		return f
	}
	return math.Round(f*scale) / scale
}
