package simulate

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"mangrove/broker"
	"mangrove/model"
)

// Session is the connection of a device, or of many.
type Session interface {
	broker.Session
	Abandon() // as a power cut: the broker publishes the will
}

// Options are what a run needs besides its file.
type Options struct {
	Profile broker.Profile // where the devices connect; their ids, wills and subscriptions are their own
	Open    func(p broker.Profile, sink model.Sink) Session
	Seed    uint64 // of this run
}

// Run is devices at work. Its methods may be called from any goroutine.
type Run struct {
	options Options
	file    *File
	began   time.Time
	end     context.CancelFunc
	lines   sync.WaitGroup
	done    chan struct{}
	gate    chan struct{} // those who connect at the moment
	kept    atomic.Int64  // bytes of commands that devices keep, or have still to answer

	mu     sync.Mutex
	status Status
}

// connecting is how many connections are made at a time.
const connecting = 32

// Status is how a run stands.
type Status struct {
	Began                        time.Time
	Devices                      int
	Connections, Connected       int
	Published                    int // at QoS 0, or acknowledged
	Unconfirmed, Refused, Unmade int
	Missed                       int // due while there was no connection, or the machine was too slow
	Commands, Overrun            int // obeyed; lost as there were too many at a time
	Failures                     int // begun so far
	Failing                      int // at the moment
	Connects                     int // connections made so far
	Bytes                        int64
	Problem                      error // the last
}

// Start begins a run. It ends with Stop, or with ctx. A [*Fault] says why a device cannot
// be made.
func Start(ctx context.Context, f *File, o Options) (*Run, error) {
	ctx, end := context.WithCancel(ctx)
	r := &Run{options: o, file: f, began: time.Now(), end: end, done: make(chan struct{}), gate: make(chan struct{}, connecting)}
	lines, err := r.connections()
	if err != nil {
		end()
		return nil, err
	}
	r.status = Status{Began: r.began, Devices: f.Devices(), Connections: len(lines)}
	for _, l := range lines {
		r.lines.Go(func() { l.run(ctx) }) // ends with ctx
	}
	go func() { // ends with the last connection
		r.lines.Wait()
		end()
		close(r.done)
	}()
	return r, nil
}

// connections puts the devices on their connections.
func (r *Run) connections() (all []*line, err error) {
	for _, k := range r.file.Kinds {
		n := k.shared
		if n == 0 {
			n = k.Count
		}
		lines := make([]*line, n)
		for i := range lines {
			lines[i] = newLine(r, k)
		}
		for i := range k.Count {
			if err := lines[i%n].add(i+1, r.options.Seed); err != nil {
				return nil, err
			}
		}
		all = append(all, lines...)
	}
	return all, nil
}

// Stop ends the run in order, and waits until all connections are closed.
func (r *Run) Stop() {
	r.end()
	<-r.done
}

// Done is closed when the run has ended.
func (r *Run) Done() <-chan struct{} { return r.done }

// Status is how the run stands now.
func (r *Run) Status() Status {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.status
}

func (r *Run) count(change func(*Status)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	change(&r.status)
}
