package shelf

import (
	"slices"
	"strings"
	"sync"
	"time"
)

// Times of the keeper.
const (
	keepEvery = 300 * time.Millisecond // between two writes of what is being typed
	keepLast  = 3 * time.Second        // for what is left when the program ends
	// restEach is how long the keeper rests for each moment that it has followed what
	// other programs write: reading many connections takes a processor and leaves garbage,
	// which the window would wait for.
	restEach = 5
)

// keeper does what takes files and the key ring, one thing after another,
// beside the goroutine that draws. Of changes to the same thing that wait, only
// the last is made.
type keeper struct {
	mu     sync.Mutex // guards what follows
	jobs   []job
	now    string // the name of the job that is being done
	closed bool

	wake  chan struct{} // there is something to do, or the end has come
	hurry chan struct{} // closed at the end: no more pauses
	done  chan struct{} // closed when all is done
}

// job is something to do. Those with a name are changes that may come as fast
// as somebody types.
type job struct {
	name  string
	do    func()
	typed bool // more of it may come: there is a pause after it
	rests bool // the pause is as long as it takes to be less than a sixth of the time
}

func newKeeper() *keeper {
	k := &keeper{wake: make(chan struct{}, 1), hurry: make(chan struct{}), done: make(chan struct{})}
	go k.run() // ends with stop
	return k
}

// enqueue has something done soon, after what was asked for before.
func (k *keeper) enqueue(f func()) { k.add(job{do: f}) }

// change has a change made soon; it takes the place of the last job if that is
// a change of the same name that has not begun.
func (k *keeper) change(name string, f func()) { k.add(job{name: name, do: f, typed: name != ""}) }

// follow is change for what other programs bring about, however often they do.
func (k *keeper) follow(name string, f func()) {
	k.add(job{name: name, do: f, typed: true, rests: true})
}

// once has something done soon, once for all who ask for it by this name meanwhile.
func (k *keeper) once(name string, f func()) { k.add(job{name: name, do: f}) }

func (k *keeper) add(j job) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.closed {
		return
	}
	since := k.jobs // what was asked for after the last job without a name
	for i := len(k.jobs) - 1; i >= 0; i-- {
		if unnamed(k.jobs[i]) {
			since = k.jobs[i+1:]
			break
		}
	}
	same := func(other job) bool { return other.name == j.name }
	if i := slices.IndexFunc(since, same); j.name != "" && i >= 0 {
		since[i] = j
	} else {
		k.jobs = append(k.jobs, j)
	}
	select {
	case k.wake <- struct{}{}:
	default:
	}
}

func unnamed(j job) bool { return j.name == "" }

// next takes the first job.
func (k *keeper) next() (j job, ok bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.now = ""
	if len(k.jobs) == 0 {
		return j, false
	}
	j = k.jobs[0]
	k.now = j.name
	k.jobs = slices.Delete(k.jobs, 0, 1)
	return j, true
}

// pressing reports whether something waits that is not being typed.
func (k *keeper) pressing() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.closed || slices.ContainsFunc(k.jobs, unnamed)
}

// wanted reports whether something waits that the user has done.
func (k *keeper) wanted() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.closed || slices.ContainsFunc(k.jobs, func(j job) bool { return !j.rests })
}

func (k *keeper) run() {
	defer close(k.done)
	for {
		j, ok := k.next()
		switch {
		case ok:
			began := time.Now()
			j.do()
			if j.typed {
				k.pause(j.rest(time.Since(began)))
			}
			continue
		case k.ended():
			return
		}
		select {
		case <-k.wake:
		case <-k.hurry:
		}
	}
}

// rest is how long the pause after a job is that took so long.
func (j *job) rest(took time.Duration) time.Duration {
	if j.rests {
		return max(keepEvery, restEach*took)
	}
	return keepEvery
}

// pause lets typing go on for a while, unless something else is asked for. What is longer
// than that ends for all but what other programs bring about.
func (k *keeper) pause(rest time.Duration) {
	k.await(keepEvery, k.pressing)
	if rest > keepEvery {
		k.await(rest-keepEvery, k.wanted)
	}
}

// await waits for a while, or until something is so.
func (k *keeper) await(most time.Duration, so func() bool) {
	timer := time.NewTimer(most)
	defer timer.Stop()
	for !so() {
		select {
		case <-timer.C:
			return
		case <-k.wake:
		case <-k.hurry:
			return
		}
	}
}

func (k *keeper) ended() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.closed && len(k.jobs) == 0
}

// stop makes the changes that still wait, until a moment at which it gives up on
// what does not answer. It reports whether all is done.
func (k *keeper) stop(deadline time.Time) bool {
	k.mu.Lock()
	if !k.closed {
		k.closed = true
		close(k.hurry)
	}
	k.mu.Unlock()
	timer := time.NewTimer(time.Until(deadline))
	defer timer.Stop()
	select {
	case <-k.done:
		return true
	case <-timer.C:
		return false
	}
}

// waiting are the names of what is not done, of those that begin so.
func (k *keeper) waiting(prefix string) (names []string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, j := range append([]job{{name: k.now}}, k.jobs...) {
		if name, ok := strings.CutPrefix(j.name, prefix); ok {
			names = append(names, name)
		}
	}
	return names
}
