package client

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"

	"mangrove/broker"
	"mangrove/broker/client/internal/link"
	"mangrove/broker/packet"
)

// filtersAtOnce is how many filters go into one SUBSCRIBE: AWS IoT takes no more.
const filtersAtOnce = 8

// Subscribe adds subscriptions, as [broker.Session] says.
func (s *Session) Subscribe(ctx context.Context, subs ...broker.Subscription) error {
	for _, sub := range subs {
		if err := checkSubscription(sub); err != nil {
			return err
		}
	}
	release, err := s.ask(ctx)
	if err != nil {
		return err
	}
	defer release()
	s.remember(subs)
	c, err := s.current()
	if err != nil {
		return err
	}
	return s.subscribe(ctx, c, subs)
}

// Unsubscribe removes subscriptions by their filter. Without a connection they
// are only forgotten; a broker that has kept the session is told on the next.
func (s *Session) Unsubscribe(ctx context.Context, filters ...string) error {
	for _, filter := range filters {
		if err := checkSubscription(broker.Subscription{Filter: filter}); err != nil {
			return err
		}
	}
	release, err := s.ask(ctx)
	if err != nil {
		return err
	}
	defer release()
	c, err := s.current()
	if errors.Is(err, broker.ErrClosed) {
		return err
	}
	if err != nil {
		s.forget(filters)
		s.unsubscribeLater(filters)
		return nil
	}
	var denied []error
	for some := range c.limits.chunks(c.version, filters) {
		verdicts, err := s.askUnsubscribe(ctx, c, some)
		if err != nil && !errors.Is(err, broker.ErrLost) {
			return fmt.Errorf("unsubscribing: %w", err)
		}
		for i, filter := range some {
			if i < len(verdicts) && verdicts[i].Code >= 0x80 {
				denied = append(denied, refusal("UNSUBACK", c.version, filter, verdicts[i]))
				continue
			}
			s.forget([]string{filter})
			if err != nil {
				s.unsubscribeLater([]string{filter})
			}
		}
	}
	return joined(denied)
}

// ask makes the caller the only one to change subscriptions, until it calls
// release.
func (s *Session) ask(ctx context.Context) (release func(), err error) {
	select {
	case s.asking <- struct{}{}:
		return func() { <-s.asking }, nil
	case <-s.done:
		return nil, broker.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// subscribeAll asks a new connection for everything remembered.
func (s *Session) subscribeAll(ctx context.Context, c *connection) error {
	release, err := s.ask(ctx)
	if err != nil {
		return err
	}
	defer release()
	if err = s.unsubscribeUnwanted(ctx, c); err == nil {
		err = s.subscribe(ctx, c, s.remembered())
	}
	if err != nil {
		s.log.Warn("subscribing", "problem", err)
	}
	return err
}

// subscribe asks for subscriptions and records the answers. The caller has the
// turn to ask.
func (s *Session) subscribe(ctx context.Context, c *connection, subs []broker.Subscription) error {
	var denied []error
	var plain []broker.Subscription
	for _, sub := range subs {
		sub.QoS = c.qos(sub)
		switch code := c.limits.forbid(sub.Filter); {
		case code != 0: // paho.golang would not ask either
			denied = append(denied, s.record(c, sub, link.Verdict{Code: code}))
		case c.limits.tooLarge(c.version, sub):
			denied = append(denied, s.deny(c, sub, &broker.Unfit{
				Err: broker.ErrBeyondLimits, Code: broker.FilterTooLarge, Name: packet.Clip(sub.Filter), Limit: c.limits.MaxPacket,
			})) // [MQTT-3.2.2-15]
		case s.rejectionOf(sub.Filter) != nil:
			denied = append(denied, s.deny(c, sub, s.rejectionOf(sub.Filter)))
		case s.isScant(sub):
			refused, err := s.replay(ctx, c, sub)
			unserved, err := s.noteUnanswered(c, []broker.Subscription{sub}, err)
			if err != nil {
				return err
			}
			denied = append(denied, refused, unserved)
		default:
			plain = append(plain, sub)
		}
	}
	systemLast(plain)
	rest := c.limits.divide(c.version, plain)
	for i, some := range rest {
		refused, unserved, err := s.subscribeSome(ctx, c, some)
		if err != nil {
			return err
		}
		denied = append(denied, refused, unserved)
		if unserved != nil { // one after the other they would take as long each
			refused, err := s.subscribeTogether(ctx, c, rest[i+1:])
			if err != nil {
				return err
			}
			denied = append(denied, refused)
			break
		}
	}
	return joined(denied)
}

// subscribeSome asks for subscriptions in one SUBSCRIBE, and records the answer.
func (s *Session) subscribeSome(ctx context.Context, c *connection, some []broker.Subscription) (refused, unserved, err error) {
	c.burst.watch(some)
	verdicts, err := s.askSubscribe(ctx, c, some)
	if unserved, err = s.noteUnanswered(c, some, err); err != nil {
		return nil, nil, err
	}
	var denied []error
	for i, v := range verdicts {
		denied = append(denied, s.record(c, some[i], v))
	}
	return joined(denied), unserved, nil
}

// subscribeTogether asks for subscriptions without waiting for one answer before
// the next question: a broker that has not answered in time may answer none.
func (s *Session) subscribeTogether(ctx context.Context, c *connection, all [][]broker.Subscription) (refused, err error) {
	denied, failed := make([]error, len(all)), make([]error, len(all))
	var asking sync.WaitGroup
	for i, some := range all {
		asking.Go(func() { // ends with the answer, or when it has been waited for long enough
			no, unserved, err := s.subscribeSome(ctx, c, some)
			denied[i], failed[i] = errors.Join(no, unserved), err
		})
	}
	asking.Wait()
	return joined(denied), joined(failed)
}

// noteUnanswered is for subscriptions that were asked for without getting verdicts. No
// answer is entered in the status, and costs the others nothing; with any other
// error there is no more to ask.
func (s *Session) noteUnanswered(c *connection, subs []broker.Subscription, err error) (unanswered, failed error) {
	switch {
	case err == nil:
		return nil, nil
	case errors.Is(err, broker.ErrUnanswered):
		for _, sub := range subs {
			_ = s.deny(c, sub, unansweredOf(err, sub.Filter))
		}
		return err, nil
	case errors.Is(err, broker.ErrLost):
		return nil, &broker.SubscribeError{Filters: filtersOf(subs), Err: err}
	}
	return nil, fmt.Errorf("subscribing to %q: %w", packet.Clip(subs[0].Filter), err)
}

// unansweredOf is an error about several filters as that of one of them.
func unansweredOf(err error, filter string) error {
	var u *broker.Unanswered
	if !errors.As(err, &u) {
		return err
	}
	one := *u
	one.Subjects = []string{filter}
	return &one
}

// qos is the QoS to ask for: no message comes with more than the broker takes of
// them.
func (c *connection) qos(sub broker.Subscription) byte {
	return min(qosUnder(c.version, sub.QoS), c.limits.MaxQoS)
}

// qosUnder is the QoS to ask for, as [broker.BestQoS] says.
func qosUnder(version broker.Version, qos byte) byte {
	switch {
	case qos != broker.BestQoS:
		return qos
	case version == broker.V5:
		return 2
	}
	return 0
}

// limits are what a broker says it does not take.
type limits broker.Limits

// forbid is the reason code a broker that announced its limits would answer a
// filter with, 0 when it allows it.
func (l limits) forbid(filter string) byte {
	switch {
	case l.NoShared && shared(filter):
		return 0x9E
	case l.NoWildcards && strings.ContainsAny(filter, "+#"):
		return 0xA2
	}
	return 0
}

// requestSize is the size in bytes above which a SUBSCRIBE of several filters is
// divided: Mosquitto 2.1 takes 100,000, and does not say so.
const requestSize = 64 << 10

// atOnce is how many of the subscriptions fit into one SUBSCRIBE, at least one.
func (l limits) atOnce(version broker.Version, subs []broker.Subscription) int {
	most := limits{MaxPacket: requestSize}
	if l.MaxPacket > 0 {
		most.MaxPacket = min(l.MaxPacket, requestSize)
	}
	n := 1
	for n < min(len(subs), filtersAtOnce) && broker.IsSystem(subs[n].Filter) == broker.IsSystem(subs[0].Filter) && !most.tooLarge(version, subs[:n+1]...) {
		n++
	}
	return n
}

// divide divides subscriptions into those of one SUBSCRIBE each.
func (l limits) divide(version broker.Version, subs []broker.Subscription) (all [][]broker.Subscription) {
	for len(subs) > 0 {
		n := l.atOnce(version, subs)
		all = append(all, subs[:n])
		subs = subs[n:]
	}
	return all
}

// chunks divides the filters to unsubscribe from as those of subscriptions are.
func (l limits) chunks(version broker.Version, filters []string) iter.Seq[[]string] {
	subs := make([]broker.Subscription, len(filters))
	for i, filter := range filters {
		subs[i].Filter = filter
	}
	return func(yield func([]string) bool) {
		for i := 0; i < len(filters); {
			n := l.atOnce(version, subs[i:])
			if !yield(filters[i : i+n]) {
				return
			}
			i += n
		}
	}
}

// tooLarge reports that a SUBSCRIBE would be larger than the broker takes.
func (l limits) tooLarge(version broker.Version, subs ...broker.Subscription) bool {
	size := 2 // the identifier
	if version == broker.V5 {
		size++ // no properties
	}
	for _, sub := range subs {
		size += 2 + len(sub.Filter) + 1
	}
	return l.MaxPacket > 0 && 1+packet.VarintSize(size)+size > l.MaxPacket
}

func shared(filter string) bool { return strings.HasPrefix(filter, "$share/") }

// record enters an answer in the status; it returns the refusal, if it is one.
func (s *Session) record(c *connection, sub broker.Subscription, v link.Verdict) error {
	if v.Code >= 0x80 {
		return s.deny(c, sub, refusal("SUBACK", c.version, sub.Filter, v))
	}
	s.enterGrant(c, sub.Filter, broker.Grant{Answered: true, Granted: v.Code})
	return nil
}

// deny enters in the status that there is no subscription, or no answer, and
// why; it returns that.
func (s *Session) deny(c *connection, sub broker.Subscription, why error) error {
	s.log.Warn("subscription denied", "filter", sub.Filter, "problem", why)
	s.enterGrant(c, sub.Filter, broker.Grant{Answered: !errors.Is(why, broker.ErrUnanswered), Denied: why})
	return why
}

func (s *Session) enterGrant(c *connection, filter string, grant broker.Grant) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if i := s.find(filter); i >= 0 && s.conn == c {
		grant.Subscription = s.status.Subscriptions[i].Subscription // as it was asked for
		s.status.Subscriptions[i] = grant
	}
}

func refusal(packet string, version broker.Version, filter string, v link.Verdict) *broker.Refusal {
	return &broker.Refusal{Packet: packet, Version: version, Code: v.Code, Subject: filter, Reason: v.Reason}
}

// joined is one error as it is, and several as one.
func joined(errs []error) error {
	errs = slices.DeleteFunc(errs, func(err error) bool { return err == nil })
	if len(errs) == 1 {
		return errs[0]
	}
	return errors.Join(errs...)
}

// remember adds subscriptions, each in the place of one with the same filter.
func (s *Session) remember(subs []broker.Subscription) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.places == nil {
		s.places = make(map[string]int)
	}
	for _, sub := range subs {
		grant := broker.Grant{Subscription: sub}
		if i := s.find(sub.Filter); i >= 0 {
			s.status.Subscriptions[i] = grant
		} else {
			s.places[sub.Filter] = len(s.status.Subscriptions)
			s.status.Subscriptions = append(s.status.Subscriptions, grant)
		}
		delete(s.unwanted, sub.Filter)
		delete(s.rejected, sub.Filter) // asked for again
	}
}

func (s *Session) forget(filters []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, filter := range filters {
		delete(s.places, filter)
		delete(s.scant, filter)
	}
	s.status.Subscriptions = slices.DeleteFunc(s.status.Subscriptions, func(g broker.Grant) bool { return s.find(g.Filter) < 0 })
	for i := range s.status.Subscriptions {
		s.places[s.status.Subscriptions[i].Filter] = i
	}
}

func (s *Session) remembered() []broker.Subscription {
	s.mu.Lock()
	defer s.mu.Unlock()
	subs := make([]broker.Subscription, len(s.status.Subscriptions))
	for i, grant := range s.status.Subscriptions {
		subs[i] = grant.Subscription
	}
	return subs
}

// find is the place of a filter among the subscriptions, -1 when it has none.
// The caller holds the lock.
func (s *Session) find(filter string) int {
	if i, there := s.places[filter]; there {
		return i
	}
	return -1
}
