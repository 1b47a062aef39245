package jobs

import (
	"context"
	"time"

	"mangrove/broker"
)

// Status is how a job stands.
type Status struct {
	Began, Ended time.Time // Ended: zero while it goes on
	Rounds       int       // that are over
	Messages     int       // that there will be in all; 0: nobody knows

	Published     int // taken by the broker, or written at QoS 0
	Acknowledged  int // of those, at QoS 1 and 2
	NoSubscribers int // of those, for nobody, as far as the broker says
	Unconfirmed   int // may have arrived or not: the connection was lost, or no answer came
	Refused       int
	Bytes         int64 // of payload, published

	Waiting bool          // there is no connection, and the job waits for one
	Paused  bool          // by the user
	Late    time.Duration // of the times that were given up because it could not keep up

	// Rate is how many messages were published in a second, over the last ones.
	Rate float64
	// Latency is from publishing to the last acknowledgement, at QoS 1 and 2.
	Latency Latency

	// Problem is what went wrong last; of a job that has ended, why it did: nil when it
	// came to its end or was stopped.
	Problem error
	// Stopped is whether it was ended before its last round without anything wrong.
	Stopped bool

	failed error // ends the job with the next message
}

// Latency is how long acknowledgements take.
type Latency struct {
	Last, Most time.Duration
	sum        time.Duration
	count      int
}

// Mean is the mean, 0 when there was none.
func (l Latency) Mean() time.Duration {
	if l.count == 0 {
		return 0
	}
	return l.sum / time.Duration(l.count)
}

// Status gives a copy of how the job stands.
func (j *Job) Status() Status {
	j.mu.Lock()
	defer j.mu.Unlock()
	s := j.status
	s.Paused = j.paused != nil
	if s.Ended.IsZero() {
		s.Rate = j.recent.rate(time.Now())
	}
	return s
}

func (j *Job) count(do func(*Status)) {
	j.mu.Lock()
	defer j.mu.Unlock()
	do(&j.status)
}

func (j *Job) fail(err error) {
	j.count(func(s *Status) {
		if s.failed == nil {
			s.failed = err
		}
	})
}

// published counts a message.
func (j *Job) published(p broker.Publication, a broker.Acknowledgement, start time.Time) {
	now := time.Now()
	j.mu.Lock()
	defer j.mu.Unlock()
	s := &j.status
	s.Published++
	s.Bytes += int64(len(p.Payload))
	s.Problem = nil
	j.recent.add(now)
	if !a.Came {
		return
	}
	s.Acknowledged++
	if a.NoSubscribers() {
		s.NoSubscribers++
	}
	took := now.Sub(start)
	s.Latency.Last, s.Latency.Most = took, max(s.Latency.Most, took)
	s.Latency.sum += took
	s.Latency.count++
}

// ended notes why the job has.
func (j *Job) ended(ctx context.Context, err error) {
	now := time.Now()
	j.mu.Lock()
	defer j.mu.Unlock()
	s := &j.status
	s.Rate = j.recent.rate(now)
	s.Ended = now
	switch {
	case s.failed != nil:
		s.Problem = s.failed
	case err != nil && ctx.Err() == nil:
		s.Problem = err
	case err != nil:
		s.Stopped, s.Problem = true, nil
	}
}

// recent are the times of the last messages.
type recent struct {
	at   [64]time.Time
	next int
}

func (r *recent) add(at time.Time) {
	r.at[r.next%len(r.at)] = at
	r.next++
}

// rate is how many there are in a second, from the first that is known to now.
func (r *recent) rate(now time.Time) float64 {
	n := min(r.next, len(r.at))
	if n < 2 {
		return 0
	}
	first := r.at[(r.next-n)%len(r.at)]
	last := r.at[(r.next-1)%len(r.at)]
	gap := last.Sub(first) / time.Duration(n-1)
	if over := now.Sub(last); over > 2*gap && over > time.Second { // none for a while
		return float64(n) / now.Sub(first).Seconds()
	}
	if gap <= 0 {
		return 0
	}
	return 1 / gap.Seconds()
}
