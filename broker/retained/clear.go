package retained

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"mangrove/broker"
)

// underWay is how many messages may wait for their acknowledgement at a time.
const underWay = 64

// Result is what has become of topics.
type Result struct {
	Done   int   // acknowledged, or written at QoS 0
	Failed []One // in the order of the topics, behind these what a look at the broker has found
	// Left are those that were not tried any more.
	Left []string

	began time.Time // of a [Restore]: what expires does so from then on
}

// One is a topic with which something went wrong.
type One struct {
	Topic string
	Err   error
}

// Clear has a broker forget what it keeps for topics, by publishing empty messages at QoS 1
// where it takes that. It calls progress with how many are done, from one goroutine at a time; nil: nobody
// asks. It ends early with ctx, when the connection is gone, and when the broker does not
// answer.
func Clear(ctx context.Context, s broker.Session, topics []string, progress func(done int)) Result {
	qos := min(1, mostQoS(s))
	messages := make([]broker.Publication, len(topics))
	for i, topic := range topics {
		messages[i] = broker.Publication{Topic: topic, QoS: qos, Retain: true}
	}
	return publishAll(ctx, s, messages, progress)
}

// Restore publishes messages again, as they were, at no more than the QoS that the broker
// takes. The rest is as with [Clear].
func Restore(ctx context.Context, s broker.Session, messages []broker.Publication, progress func(done int)) Result {
	most := mostQoS(s)
	again := make([]broker.Publication, len(messages))
	for i, m := range messages {
		again[i] = m
		again[i].Retain, again[i].QoS = true, min(m.QoS, most)
	}
	began := time.Now()
	r := publishAll(ctx, s, again, progress)
	r.began = began
	if r.Done > 0 && slices.ContainsFunc(again, func(m broker.Publication) bool { return m.QoS == 0 }) {
		_ = s.Unsubscribe(ctx, noFilter) // its answer comes behind what is never acknowledged
	}
	return r
}

// mostQoS is that of what the broker takes.
func mostQoS(s broker.Session) byte {
	if st := s.Status(); st.Phase == broker.Connected {
		return st.Limits.MaxQoS
	}
	return 2
}

// publishAll publishes messages on different topics, some at a time.
func publishAll(ctx context.Context, s broker.Session, messages []broker.Publication, progress func(done int)) Result {
	var r Result
	var mu sync.Mutex
	var under sync.WaitGroup
	failed := make(map[int]error)
	gone := false
	slots := make(chan struct{}, underWay)
	for i, m := range messages {
		select {
		case slots <- struct{}{}:
		case <-ctx.Done():
		}
		mu.Lock()
		stop := gone || ctx.Err() != nil
		mu.Unlock()
		if stop {
			for _, left := range messages[i:] {
				r.Left = append(r.Left, left.Topic)
			}
			break
		}
		under.Go(func() { // ends with the acknowledgement, or the connection
			defer func() { <-slots }()
			_, err := s.Publish(ctx, m)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				failed[i] = err
				gone = gone || broker.IsDisconnected(err) || errors.Is(err, broker.ErrUnanswered)
				return
			}
			if r.Done++; progress != nil {
				progress(r.Done)
			}
		})
	}
	under.Wait()
	for i, m := range messages {
		if err := failed[i]; err != nil {
			r.Failed = append(r.Failed, One{m.Topic, err})
		}
	}
	return r
}
