// Package request publishes a message and waits for the one that answers it: with the
// response topic and the correlation data of MQTT 5, or on any filter with a condition.
package request

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"mangrove/broker"
	"mangrove/model"
)

// Request is a message, and what answers it.
type Request struct {
	broker.Publication
	// Filter is where the answer comes; empty: on the message's response topic.
	Filter string
	// Correlated takes only an answer with the message's correlation data (MQTT 5).
	Correlated bool
	// Accept is a condition on the answer; nil: there is none. It is called on the
	// goroutine that takes messages in, with borrowed bytes, and must not wait.
	Accept func(m *model.Message) bool
	// Within is how long the answer is waited for, from when the message is sent; 0: as
	// long as the context allows.
	Within time.Duration
}

// Answer is the message that answered, with bytes of its own.
type Answer struct {
	Topic        string
	Payload      []byte
	Properties   []byte // the block as it came; nil: none
	QoS          byte
	At           time.Time
	Latency      time.Duration // from sending the request to the arrival
	Acknowledged broker.Acknowledgement
}

// ErrNoFilter is a request of which nobody knows where its answer comes.
var ErrNoFilter = errors.New("neither a filter for the answer nor a response topic")

// NoAnswer is the end of the time that an answer was waited for.
type NoAnswer struct {
	Filter       string
	Within       time.Duration
	Others       int // messages that came on the filter and did not answer
	Acknowledged broker.Acknowledgement
}

// Error names the filter.
func (e *NoAnswer) Error() string {
	return fmt.Sprintf("no answer on %q within %s; %d other messages", e.Filter, e.Within, e.Others)
}

// Client makes requests over a session, any number at a time.
type Client struct {
	session   broker.Session
	listeners *model.Listeners

	mu   sync.Mutex       // held for an access
	held map[string]*held // the subscriptions that were made for requests
}

// NewClient makes requests over a session whose messages the listeners hear.
func NewClient(s broker.Session, l *model.Listeners) *Client {
	return &Client{session: s, listeners: l, held: make(map[string]*held)}
}

// Do publishes a request and waits for its answer: the first message that fits and is not
// a retained one from before. When the session is not subscribed to the filter it is for
// as long. The error is a [*NoAnswer] when the time was over; otherwise what publishing or
// subscribing failed with.
func (c *Client) Do(ctx context.Context, r Request) (Answer, error) {
	filter := r.filter()
	if filter == "" {
		return Answer{}, ErrNoFilter
	}
	if err := ctx.Err(); err != nil {
		return Answer{}, err
	}
	w := &waiting{request: &r, came: make(chan struct{})}
	stop, err := c.listeners.Listen(filter, w.hear)
	if err != nil {
		return Answer{}, err
	}
	defer stop()
	forget, asPublished, err := c.subscribe(ctx, filter)
	if err != nil {
		return Answer{}, err
	}
	defer forget()
	ctx, end := context.WithCancel(ctx)
	defer end()
	if r.Within > 0 {
		var over context.CancelFunc
		ctx, over = context.WithTimeoutCause(ctx, r.Within, errTime)
		defer over()
	}
	start := w.begin(asPublished)
	acknowledged, err := c.session.Publish(ctx, r.Publication)
	acknowledged, err = w.wait(ctx, acknowledged, err)
	switch answered, others := w.stand(); {
	case answered: // whatever became of the acknowledgement
	case err != nil:
		return Answer{}, err
	case errors.Is(context.Cause(ctx), errTime):
		return Answer{}, &NoAnswer{filter, r.Within, others, acknowledged}
	default:
		return Answer{}, ctx.Err()
	}
	w.answer.Latency, w.answer.Acknowledged = w.answer.At.Sub(start), acknowledged
	return w.answer, nil
}

// confirmation is what has become of a message that was under way when the connection ended.
type confirmation struct {
	answer broker.Acknowledgement
	err    error
}

// wait waits for the answer to a message with what became of it: one that was under way when
// the connection ended may have arrived, and be answered. It gives what became of it in the end.
func (w *waiting) wait(ctx context.Context, a broker.Acknowledgement, err error) (broker.Acknowledgement, error) {
	var later chan confirmation
	if pending := (*broker.Pending)(nil); errors.As(err, &pending) {
		later = make(chan confirmation, 1)
		go func() { // ends with the message, or with the request
			var c confirmation
			c.answer, c.err = pending.Wait(ctx)
			later <- c
		}()
	} else if err != nil {
		return a, err
	}
	for {
		select {
		case <-w.came: // maybe before its request is acknowledged
			return a, err
		case <-ctx.Done():
			return a, err
		case c := <-later:
			switch {
			case c.err == nil:
				a, err, later = c.answer, nil, nil
			case ctx.Err() != nil:
				return a, err
			default:
				return a, c.err
			}
		}
	}
}

var errTime = errors.New("the time for an answer is over")

func (r *Request) filter() string {
	if r.Filter == "" && r.Publication.Properties != nil {
		return r.Publication.Properties.ResponseTopic
	}
	return r.Filter
}

// waiting is a request on the way.
type waiting struct {
	request *Request
	came    chan struct{} // closed with the answer

	mu          sync.Mutex
	sent        bool
	asPublished bool // the retain flag is that of the publisher, and says nothing of the time
	done        bool
	others      int
	answer      Answer // fixed once came is closed
}

// begin lets what comes from now on be the answer.
func (w *waiting) begin(asPublished bool) time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.sent, w.asPublished = true, asPublished
	return time.Now()
}

// stand says whether the answer has come, and how many messages were none.
func (w *waiting) stand() (answered bool, others int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.done, w.others
}

// hear is called with every message on the filter.
func (w *waiting) hear(at time.Time, m *model.Message) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.sent || w.done || m.Retained && !w.asPublished {
		return
	}
	if !w.request.answeredBy(m) {
		w.others++
		return
	}
	w.done = true
	w.answer = Answer{Topic: string(m.Topic), Payload: bytes.Clone(m.Payload), Properties: bytes.Clone(m.Properties), QoS: m.QoS, At: at}
	close(w.came)
}

// answeredBy reports whether a message is an answer.
func (r *Request) answeredBy(m *model.Message) bool {
	if r.Correlated {
		properties, _, err := broker.ReadFirstProperties(m.Properties)
		var want []byte
		if r.Publication.Properties != nil {
			want = r.Publication.Properties.CorrelationData
		}
		if err != nil || properties == nil || !bytes.Equal(properties.CorrelationData, want) {
			return false
		}
	}
	// A request may be published on a topic that the filter matches, too.
	if string(m.Topic) == r.Topic && bytes.Equal(m.Payload, r.Payload) {
		return false
	}
	return r.Accept == nil || r.Accept(m)
}
