package main

import (
	"context"
	"sync"

	"github.com/spf13/cobra"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/broker/simulate"
	"mangrove/model"
)

// careful is a session that warns before a message goes to a topic that brokers may close
// the connection for.
type careful struct {
	simulate.Session
	*warnings
}

// warnings are what was warned of, once in a run of a command: a template makes many topics.
type warnings struct {
	cmd  *cobra.Command
	once sync.Once
}

// Publish implements [broker.Session].
func (c careful) Publish(ctx context.Context, p broker.Publication) (broker.Acknowledgement, error) {
	if control := model.ControlIn(p.Topic); control != nil {
		c.once.Do(func() {
			_ = say(c.cmd, explain.Error(control, broker.Address{})) // the message goes out whether it is read or not
		})
	}
	return c.Session.Publish(ctx, p)
}
