package connection

import (
	"context"
	"slices"

	"mangrove/broker"
)

// systemTopics are what of a broker's topics below $SYS is to be seen among the others.
type systemTopics struct {
	asked []string               // filters that were subscribed to by somebody
	show  func(filters []string) // nil: they stand among the others anyway
}

// TakeSystem is called with what another session has for topics below $SYS. What was
// subscribed to in the one before is not asked for again.
func (c *Connection) TakeSystem(show func(filters []string)) {
	c.system = systemTopics{show: show}
}

// Subscribe returns what asks for a subscription, to be called beside the goroutine that
// draws. Topics below $SYS, which are kept apart for the page of brokers, are among the
// others from now on as far as they match.
func (c *Connection) Subscribe(sub broker.Subscription) func(context.Context) error {
	if broker.IsSystem(sub.Filter) && !slices.Contains(c.system.asked, sub.Filter) {
		c.showSystem(append(slices.Clone(c.system.asked), sub.Filter))
	}
	session := c.Session
	return func(ctx context.Context) error { return session.Subscribe(ctx, sub) }
}

// Unsubscribe returns what ends a subscription. That of the page of brokers stays, unseen.
func (c *Connection) Unsubscribe(filter string) func(context.Context) error {
	if broker.IsSystem(filter) {
		c.showSystem(slices.DeleteFunc(slices.Clone(c.system.asked), func(one string) bool { return one == filter }))
	}
	if filter == broker.SystemFilter && c.System != c.Store {
		return func(context.Context) error { return nil }
	}
	session := c.Session
	return func(ctx context.Context) error { return session.Unsubscribe(ctx, filter) }
}

func (c *Connection) showSystem(filters []string) {
	c.system.asked = filters
	if c.system.show != nil {
		c.system.show(filters)
	}
}
