package request

import (
	"context"
	"errors"
	"strings"
	"time"

	"mangrove/broker"
	"mangrove/model"
)

// held is a subscription that was made for requests, and is given back when none needs it.
type held struct {
	users int           // requests that need it
	ready chan struct{} // closed when the broker has answered, and err is set
	err   error
	ended chan struct{} // nil until it is given back, closed when it is
}

// unsubscribeWithin is how long it may take to give a subscription back.
const unsubscribeWithin = 10 * time.Second

// subscribe sees to it that what a filter matches is delivered, until forget is called,
// and says whether with the retain flag of the publisher.
func (c *Client) subscribe(ctx context.Context, filter string) (forget func(), asPublished bool, err error) {
	for {
		if by := c.coveredBy(filter); by != nil {
			return func() {}, by.RetainAsPublished && c.session.Status().Version == broker.V5, nil
		}
		h, first := c.hold(filter)
		if first {
			c.ask(ctx, filter, h)
		}
		wait := h.ready
		if h.ended != nil {
			wait = h.ended
		}
		select {
		case <-wait:
		case <-ctx.Done():
			c.release(filter, h)
			return nil, false, ctx.Err()
		}
		switch {
		case h.ended != nil: // and now there is none
		case h.err == nil:
			return func() { c.release(filter, h) }, false, nil
		case first:
			return nil, false, h.err
		}
	}
}

// hold is the subscription to a filter that was made for requests, with one user more; first
// says that there was none. One that is being given back gets no more users.
func (c *Client) hold(filter string) (h *held, first bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	h = c.held[filter]
	if h == nil {
		h, first = &held{ready: make(chan struct{})}, true
		c.held[filter] = h
	}
	if h.ended == nil {
		h.users++
		return h, first
	}
	return &held{ended: h.ended}, false
}

// ask makes a subscription, for all who wait for it. A session remembers one that the broker
// has not answered, and would ask for it again.
func (c *Client) ask(ctx context.Context, filter string, h *held) {
	h.err = c.session.Subscribe(ctx, broker.Subscription{Filter: filter, QoS: broker.BestQoS, RetainHandling: 2})
	if h.err != nil {
		if !errors.As(h.err, new(*broker.Refusal)) {
			c.giveBack(filter)
		}
		c.forget(filter)
	}
	close(h.ready)
}

// release gives a subscription back when no request needs it any more.
func (c *Client) release(filter string, h *held) {
	c.mu.Lock()
	h.users--
	last := h.users == 0 && c.held[filter] == h
	ended := make(chan struct{})
	if last {
		h.ended = ended
	}
	c.mu.Unlock()
	if !last {
		return
	}
	c.giveBack(filter)
	c.forget(filter)
	close(ended)
}

func (c *Client) giveBack(filter string) {
	ctx, cancel := context.WithTimeout(context.Background(), unsubscribeWithin)
	defer cancel()
	_ = c.session.Unsubscribe(ctx, filter) // the answer has come, or never will
}

func (c *Client) forget(filter string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.held, filter)
}

// coveredBy is the subscription of the session's own that delivers what a filter matches;
// nil: there is none.
func (c *Client) coveredBy(filter string) *broker.Grant {
	status := c.session.Status()
	c.mu.Lock()
	defer c.mu.Unlock()
	for i := range status.Subscriptions {
		g := &status.Subscriptions[i]
		if c.held[g.Filter] == nil && brings(g, filter) {
			return g
		}
	}
	return nil
}

// brings reports whether all that a filter matches comes by a subscription. Of a shared one,
// others may get it.
func brings(g *broker.Grant, filter string) bool {
	return g.Answered && g.Denied == nil && !strings.HasPrefix(g.Filter, "$share/") && model.Covers(g.Filter, filter)
}
