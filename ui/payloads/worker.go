package payloads

// worker answers questions beside the goroutine that draws, one at a time and always the
// latest: one that waits gives way to the next. Large payloads take a while.
type worker[Q, A any] struct {
	questions chan Q // holds one; only the goroutine that draws sends, and closes it
	stopped   bool
}

// newWorker starts one, whose answers go to then from a goroutine of its own. It ends
// when stop is called.
func newWorker[Q, A any](answer func(Q) A, then func(A)) *worker[Q, A] {
	w := &worker[Q, A]{questions: make(chan Q, 1)}
	go func() { // ends with stop, when the answer under way is there
		for q := range w.questions {
			then(answer(q))
		}
	}()
	return w
}

// stop lets the worker end. It does not wait: that can take a while, and the window
// would stand still.
func (w *worker[Q, A]) stop() {
	if !w.stopped {
		w.stopped = true
		close(w.questions)
	}
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
	w.questions <- q
}
