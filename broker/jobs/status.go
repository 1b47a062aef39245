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
	Again         int // of those acknowledged, sent again on another connection
	Refused       int
	Unanswered    int   // published, and the answer that was waited for did not come
	Bytes         int64 // of payload, published

	Waiting bool          // there is no connection, and the job waits for one
	Paused  bool          // by the user
	Late    time.Duration // of the times that were given up because it could not keep up

	// Rate is how many messages were published in a second, over the last rounds, and
	// Wanted how many the plan asks for; 0: as many as can be.
	Rate, Wanted float64
	// Latency is from publishing to the last acknowledgement, at QoS 1 and 2, or to the
	// answer where one is waited for.
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
		s.Rate = j.recent.rate(time.Now(), s.Published)
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

// published counts a message of a round.
func (j *Job) published(step shot, bytes int, a broker.Acknowledgement, start time.Time) {
	now := time.Now()
	j.mu.Lock()
	defer j.mu.Unlock()
	s := &j.status
	j.recent.note(step.round, sample{now, s.Published})
	s.Published++
	s.Bytes += int64(bytes)
	if j.wait == 0 { // else it is why the others wait
		s.Problem = nil
	}
	if a.Came {
		s.Acknowledged++
	}
	if a.NoSubscribers() {
		s.NoSubscribers++
	}
	if !a.Came && step.Request == nil {
		return
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
	s.Rate = j.recent.rate(now, s.Published)
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

// sample is how many messages had been published by a time.
type sample struct {
	at        time.Time
	published int
}

// recent are samples at the first messages of the last rounds.
type recent struct {
	samples [64]sample
	next    int
	round   int // of the last sample
}

// sampleEvery is how far apart samples are at least.
const sampleEvery = 50 * time.Millisecond

// note takes a sample if it is that of another round.
func (r *recent) note(round int, s sample) {
	if r.next > 0 && (round <= r.round || s.at.Sub(r.last().at) < sampleEvery) {
		return
	}
	r.samples[r.next%len(r.samples)] = s
	r.next, r.round = r.next+1, round
}

func (r *recent) last() sample { return r.samples[(r.next-1)%len(r.samples)] }

// rate is how many messages there are in a second, over whole rounds: to now only where a
// round takes long.
func (r *recent) rate(now time.Time, published int) float64 {
	n := min(r.next, len(r.samples))
	if n == 0 {
		return 0
	}
	first, last := r.samples[(r.next-n)%len(r.samples)], r.last()
	gap := time.Duration(0)
	if n > 1 {
		gap = last.at.Sub(first.at) / time.Duration(n-1)
	}
	if over := now.Sub(last.at); n == 1 || over > 2*gap && over > time.Second { // none for a while
		last = sample{now, published}
	}
	took := last.at.Sub(first.at)
	if took < sampleEvery || last.published-first.published < 2 {
		return 0
	}
	return float64(last.published-first.published) / took.Seconds()
}

// held is for how long a job was, by one cause or several at a time.
type held struct {
	causes int
	since  time.Time
	before time.Duration
}

func (h *held) begin(now time.Time) {
	if h.causes++; h.causes == 1 {
		h.since = now
	}
}

func (h *held) end(now time.Time) {
	if h.causes--; h.causes == 0 {
		h.before += now.Sub(h.since)
	}
}

// sum is for how long in all.
func (h *held) sum(now time.Time) time.Duration {
	if h.causes == 0 {
		return h.before
	}
	return h.before + now.Sub(h.since)
}
