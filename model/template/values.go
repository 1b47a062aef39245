package template

import (
	"math/rand/v2"
	"time"
)

// What a template may make.
const (
	// DefaultMost is the largest result, in bytes, unless [Values.Most] says another.
	DefaultMost = 16 << 20
	mostTurns   = 250_000 // of all loops together
	mostMade    = 4       // times the largest result: what functions make on the way
)

// Values are what a template may ask for. The zero value answers with the time and with
// chance, and has no variables.
type Values struct {
	Index int       // of the message in its run, from 0: counter and seq go by it
	Now   time.Time // the zero value: the time of the clock
	Start time.Time // of the run, which sine goes by; the zero value: the Unix epoch

	Variables map[string]string // {{.name}}
	// Topic gives the value of a topic, or of what a path names in it (empty: all of it).
	// nil: there are no topics.
	Topic func(topic, path string) (string, error)
	// Environment gives an environment variable of the process. nil: there are none.
	Environment func(name string) (string, bool)
	// Random is where chance comes from. nil: the system's.
	Random *rand.Rand
	Most   int // the largest result in bytes; 0: DefaultMost
}

func (v *Values) most() int {
	if v.Most > 0 {
		return v.Most
	}
	return DefaultMost
}

func (v *Values) now() time.Time {
	if v.Now.IsZero() {
		return time.Now()
	}
	return v.Now
}

func (v *Values) start() time.Time {
	if v.Start.IsZero() {
		return time.Unix(0, 0)
	}
	return v.Start
}

// variables are what {{.name}} is looked up in: never nil, so that a name that is not
// there is an error.
func (v *Values) variables() map[string]string {
	if v.Variables == nil {
		return map[string]string{}
	}
	return v.Variables
}

// chance gives a number from 0 to below 1.
func (v *Values) chance() float64 {
	if v.Random == nil {
		return rand.Float64()
	}
	return v.Random.Float64()
}

// below gives a whole number from 0 to below n.
func (v *Values) below(n int64) int64 {
	if v.Random == nil {
		return rand.Int64N(n)
	}
	return v.Random.Int64N(n)
}
