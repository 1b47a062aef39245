package payloads

import "sync/atomic"

// worker answers questions beside the goroutine that draws, one at a time and always the
// latest: one that waits gives way to the next. Large payloads take a while.
type worker[Q, A any] struct {
	questions chan question[Q] // holds one; only the goroutine that draws sends, and closes it
	givenUp   *atomic.Bool     // of the latest question, and those before it about the same
	stopped   bool
}

// question is one, which may be given up while it is answered.
type question[Q any] struct {
	of      Q
	givenUp *atomic.Bool
}

// newWorker starts one, whose answers go to then from a goroutine of its own. Who answers
// asks now and then whether the question was given up; then nobody is told the answer. It
// ends when stop is called.
func newWorker[Q, A any](answer func(q Q, givenUp func() bool) A, then func(A)) *worker[Q, A] {
	w := &worker[Q, A]{questions: make(chan question[Q], 1), givenUp: new(atomic.Bool)}
	go func() { // ends with stop, when the answer under way is there
		for q := range w.questions {
			if a := answer(q.of, q.givenUp.Load); !q.givenUp.Load() {
				then(a)
			}
		}
	}()
	return w
}

// stop lets the worker end. It does not wait: that can take a while, and the window
// would stand still.
func (w *worker[Q, A]) stop() {
	if !w.stopped {
		w.stopped = true
		w.giveUp()
		close(w.questions)
	}
}

// giveUp has nobody told what has been asked so far.
func (w *worker[Q, A]) giveUp() {
	w.givenUp.Store(true)
	w.givenUp = new(atomic.Bool)
}

// ask puts a question, in place of one that has not begun. Nobody answers when it has
// been stopped.
func (w *worker[Q, A]) ask(q Q) {
	if w.stopped {
		return
	}
	select {
	case <-w.questions:
	default:
	}
	w.questions <- question[Q]{q, w.givenUp}
}
