package client

import (
	"context"
	"errors"
	"time"

	"mangrove/broker"
	"mangrove/broker/client/internal/link"
)

const (
	// longestAnswer bounds the wait for an answer that messages hold up.
	longestAnswer = 10 * time.Minute
	// farBehind is how many bytes may wait to be read before an answer is likely
	// to be among them.
	farBehind = 1 << 20
)

// request is a SUBSCRIBE or UNSUBSCRIBE to be answered.
type request struct {
	packet  string
	filters []string
	// ask sends it and waits for the answer or the end of the connection; again
	// says that it is for the second time.
	ask func(again bool) ([]link.Verdict, error)
	// late takes an answer that comes when nobody waits any more; nil: nobody.
	late func([]link.Verdict)
}

type answer struct {
	verdicts []link.Verdict
	err      error
}

// patience is how long a broker may take to answer.
func (s *Session) patience() time.Duration {
	if s.profile.ConnectTimeout > 0 {
		return s.profile.ConnectTimeout
	}
	return defaultConnectTimeout
}

// await waits for the answer to a request, but not for ever. A broker that
// writes its retained messages before SUBACK is waited for as long as they come.
// Otherwise the request is repeated once when half of the time is over:
// Mosquitto from 2.0.16 on drops any packet for a client with 1,000 waiting,
// SUBACK too. The goroutines end with the answer, at the latest with the
// connection.
func (s *Session) await(ctx context.Context, c *connection, r request) ([]link.Verdict, error) {
	began, half := time.Now(), max(s.patience()/2, time.Millisecond)
	answers := make(chan answer, 2) // as many as are asked for: nobody may wait
	ask := func(again bool) {
		verdicts, err := r.ask(again)
		answers <- answer{verdicts, err}
	}
	go ask(false)
	asked, seen := 1, c.wire.Retained()
	tick := time.NewTicker(half)
	defer tick.Stop()
	for {
		select {
		case a := <-answers:
			return a.verdicts, a.err
		case <-ctx.Done():
			return nil, s.leaveUnanswered(r, answers, asked, &broker.Unanswered{After: time.Since(began), Err: ctx.Err()})
		case <-tick.C:
		}
		now := c.wire.Retained()
		behind := c.wire.Unread() > farBehind // the answer may have come already
		switch moved := now != seen || behind; {
		case moved && time.Since(began) < longestAnswer:
			seen = now
		case asked == 1:
			s.log.Warn("asking again for what was not answered", "packet", r.packet, "filters", r.filters)
			asked = 2
			go ask(true)
		default:
			return nil, s.leaveUnanswered(r, answers, asked, &broker.Unanswered{After: time.Since(began)})
		}
	}
}

// leaveUnanswered gives up the wait. An answer that comes all the same is taken
// by a goroutine that ends with it, or with the connection.
func (s *Session) leaveUnanswered(r request, answers <-chan answer, asked int, u *broker.Unanswered) error {
	u.Packet, u.Subjects = r.packet, r.filters
	if r.late != nil {
		go func() {
			for range asked {
				if a := <-answers; a.err == nil {
					r.late(a.verdicts)
					return
				}
			}
		}()
	}
	if errors.Is(u.Err, context.Canceled) {
		return u.Err // nobody wants to know
	}
	return u
}

// askSubscribe asks for subscriptions, of which there are no more than fit into
// one packet, and waits for the verdicts.
func (s *Session) askSubscribe(ctx context.Context, c *connection, subs []broker.Subscription) ([]link.Verdict, error) {
	return s.await(ctx, c, request{
		packet: "SUBSCRIBE", filters: filtersOf(subs),
		ask: func(again bool) ([]link.Verdict, error) {
			asked := subs
			if again {
				asked = askedAgain(c.version, subs)
			}
			return c.Subscribe(context.Background(), asked) // ends with the connection
		},
		late: func(verdicts []link.Verdict) {
			for i, sub := range subs {
				_ = s.record(c, sub, verdicts[i])
			}
		},
	})
}

// askedAgain are subscriptions as they are asked for a second time: where MQTT 5
// allows it the retained messages are not wanted twice (3.8.3.1).
func askedAgain(version broker.Version, subs []broker.Subscription) []broker.Subscription {
	again := make([]broker.Subscription, len(subs))
	copy(again, subs)
	for i := range again {
		if version == broker.V5 && again[i].RetainHandling == 0 {
			again[i].RetainHandling = 1
		}
	}
	return again
}

// askUnsubscribe gives filters up and waits for the verdicts.
func (s *Session) askUnsubscribe(ctx context.Context, c *connection, filters []string) ([]link.Verdict, error) {
	return s.await(ctx, c, request{
		packet: "UNSUBSCRIBE", filters: filters,
		ask: func(bool) ([]link.Verdict, error) { return c.Unsubscribe(context.Background(), filters) }, // ends with the connection
	})
}

func filtersOf(subs []broker.Subscription) []string {
	filters := make([]string, len(subs))
	for i, sub := range subs {
		filters[i] = sub.Filter
	}
	return filters
}
