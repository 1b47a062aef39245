package client

import (
	"log/slog"
	"slices"

	"mangrove/broker"
	"mangrove/model"
)

// Watch opens a session that receives into before's stores, which are there. Where
// another session ended, at before.Ended, it goes on. A profile without subscriptions
// gets everything. What the broker says of itself is asked for besides, and kept apart
// in before.System unless the profile asks for it too. A nil log is no log.
func Watch(p broker.Profile, before broker.Opened, log *slog.Logger) broker.Opened {
	if len(p.Subscriptions) == 0 {
		p.Subscriptions = broker.Everything()
	}
	o := broker.Opened{Store: before.Store, System: before.System, Listeners: before.Listeners}
	if o.Listeners == nil {
		o.Listeners = &model.Listeners{}
	}
	if slices.ContainsFunc(p.Subscriptions, func(s broker.Subscription) bool { return broker.IsSystem(s.Filter) }) {
		o.System = o.Store
	}
	var sink model.Sink = o.Store
	if o.System != o.Store {
		p.Subscriptions = append(slices.Clone(p.Subscriptions), broker.Subscription{Filter: broker.SystemFilter})
		split := &model.Split{Main: o.Store, System: o.System}
		sink, o.ShowSystem = split, split.ShowSystem
	}
	s := Open(p, o.Listeners.Before(sink), Options{Log: log, After: before.Ended, Keep: true})
	o.Session, o.Retry, o.SetReadOnly = s, s.Retry, s.SetReadOnly
	return o
}
