package warnings

import (
	"sync"
	"sync/atomic"
	"time"

	"mangrove/model"
	"mangrove/model/device"
	"mangrove/model/lint"
	"mangrove/ui/connection"
)

// watch looks at the messages of a connection, beside the goroutine that draws and only while
// somebody looks: it goes through the history, from where it left off.
type watch struct {
	run   func(func()) // on the goroutine that draws
	drawn func()       // something new is known

	stop  chan struct{} // ends it; nil while nobody looks
	found atomic.Pointer[found]

	told    sync.Mutex // guards answers: never held for long
	answers []answer   // of the broker, until the next turn

	mu     sync.Mutex // whoever takes a turn has the rest
	lint   *lint.Lint
	turns  *connection.Turns
	missed bool // some had been let go before they were looked at
	looked time.Time
}

// answer is what the broker has said that it keeps, of some topics.
type answer struct {
	topics []string
	kept   map[string][]byte // by topic
}

// found is what there is at a time, zero before the first look. It is not written to any more.
type found struct {
	at time.Time
	lint.Report
	unsure         []string // topics to ask the broker about
	behind, missed bool
}

const (
	// lookEvery is how often it is said what was found.
	lookEvery = 2 * time.Second
	// mostAsked is how many topics the broker is asked about at once.
	mostAsked = 2_000
)

func newWatch(c *connection.Connection, run func(func()), drawn func()) *watch {
	return &watch{turns: connection.NewTurns(c.Store), run: run, drawn: drawn, lint: lint.New()}
}

// begin has it look, if it does not.
func (w *watch) begin() {
	if w.stop == nil {
		w.stop = make(chan struct{})
		go w.follow(w.stop) // ends with that
	}
}

// end has it look no more. What it knows stays.
func (w *watch) end() {
	if w.stop != nil {
		close(w.stop)
		w.stop = nil
	}
}

// follow takes turns until it is stopped.
func (w *watch) follow(stop <-chan struct{}) {
	tick := time.NewTicker(connection.TurnEvery)
	defer tick.Stop()
	for {
		if w.readOn(time.Now()) {
			w.run(w.drawn)
		}
		select {
		case <-stop:
			return
		case <-tick.C:
		}
	}
}

// readOn looks at what has come, for a while, and reports whether there is something to show.
func (w *watch) readOn(now time.Time) (news bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	before := w.turns.Behind
	w.turns.Take(w.take)
	if w.takeAnswers() {
		w.look(now)
		return true
	}
	if now.Sub(w.looked) < lookEvery && (!before || w.turns.Behind) {
		return false
	}
	w.look(now)
	return true
}

// take takes in a message. Of one whose payload was let go nothing can be said.
func (w *watch) take(m *model.Followed) {
	switch {
	case m.Missed:
		w.missed = true
		w.lint.Interrupted()
	case m.Lost == 0:
		w.lint.Take(&device.Message{Topic: string(m.Topic), Payload: m.Payload, At: m.At, Retained: m.Retained})
	}
}

func (w *watch) look(now time.Time) {
	w.looked = now
	w.found.Store(&found{at: now, Report: w.lint.Report(now), unsure: w.lint.Unsure(mostAsked), behind: w.turns.Behind, missed: w.missed})
}

// asked takes what the broker has said that it keeps, of some topics. It is looked at with the
// next turn: who draws does not wait for it.
func (w *watch) asked(topics []string, kept map[string][]byte) {
	w.told.Lock()
	defer w.told.Unlock()
	w.answers = append(w.answers, answer{topics, kept})
}

// takeAnswers takes in what was told, and reports whether there was some.
func (w *watch) takeAnswers() bool {
	w.told.Lock()
	answers := w.answers
	w.answers = nil
	w.told.Unlock()
	for _, a := range answers {
		w.lint.Asked(a.topics, a.kept)
	}
	return len(answers) > 0
}
