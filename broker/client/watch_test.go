package client

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/client/internal/wiretest"
	"mangrove/model"
)

// diary is a sink that notes in which order it is called.
type diary struct {
	wiretest.Keeper
	from  []time.Time
	after []int // messages before each interruption
}

// Interrupted is noted.
func (d *diary) Interrupted(from, _ time.Time) {
	d.from, d.after = append(d.from, from), append(d.after, d.Len())
}

// TestResumeNotesTheTimeBetween: a session that follows another tells of the time
// between the two before its first message, and of later interruptions from where they
// begin. The broker hangs up on the first connection.
func TestResumeNotesTheTimeBetween(t *testing.T) {
	for _, c := range []struct {
		name    string
		follows bool
		silent  bool // nothing comes on the first connection
		after   []int
	}{
		{"it follows one", true, false, []int{0, 1}},
		{"lost again before a message", true, true, []int{0, 0}},
		{"it is the first", false, false, []int{1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			wiretest.EachVersion(t, func(t *testing.T, version broker.Version) {
				f := startFake(t, nil, func(p *peer) {
					p.connect()
					said := wiretest.Connack(p.level, 0)
					if !c.silent || p.number > 0 {
						said = append(said, wiretest.Message(p.level, 0, 0).Packet("t", fmt.Sprint(p.number))...)
					}
					p.write(said)
					if p.number > 0 {
						p.serve(nil)
					}
				})
				began := time.Now()
				var o Options
				if c.follows {
					o.After = began.Add(-time.Hour)
				}
				profile := f.profile("mqtt", version)
				profile.Version, profile.Once = version, false
				var sink diary
				s := open(profile, &sink, o, func(int) time.Duration { return time.Millisecond })
				eventually(t, func() bool { return sink.Len() > 0 && f.connections() == 2 && s.Status().Phase == broker.Connected }, func() any { return s.Status() })
				_ = s.Close()
				if !slices.Equal(sink.after, c.after) {
					t.Errorf("told of interruptions after %v messages, want %v", sink.after, c.after)
				}
				for i, from := range sink.from {
					if between := c.follows && i == 0; between != from.Equal(o.After) || !between && from.Before(began) {
						t.Errorf("interruption %d begins at %v, the session before ended at %v", i, from, o.After)
					}
				}
			})
		})
	}
}

// TestWatchedSessionIsGuarded: what was opened to be watched can be told to publish nothing,
// and to connect at once.
func TestWatchedSessionIsGuarded(t *testing.T) {
	f := startFake(t, nil, func(p *peer) {
		p.welcome()
		p.serve(nil)
	})
	store := model.NewStore(model.Options{})
	o := Watch(f.profile("mqtt", broker.V5), broker.Opened{Store: store, System: store}, nil)
	t.Cleanup(func() { _ = o.Session.Close() })
	eventually(t, func() bool { return o.Session.Status().Phase == broker.Connected }, func() any { return o.Session.Status() })
	o.Retry() // connected: there is nothing to wait for
	for _, guarded := range []bool{true, false} {
		o.SetReadOnly(guarded)
		if _, err := o.Session.Publish(t.Context(), broker.Publication{Topic: "a"}); errors.Is(err, broker.ErrReadOnly) != guarded {
			t.Errorf("guarded %v: %v", guarded, err)
		}
	}
}

// TestWatchGoesOnInTheStores of the session before, and keeps what the broker says of
// itself apart unless the profile asks for it.
func TestWatchGoesOnInTheStores(t *testing.T) {
	for _, c := range []struct {
		name    string
		asked   []broker.Subscription
		filters []string
		apart   bool
	}{
		{"nothing asked for", nil, []string{"#", "$SYS/#"}, true},
		{"a filter", []broker.Subscription{{Filter: "a/#"}}, []string{"$SYS/#", "a/#"}, true},
		{"the broker's own topics", []broker.Subscription{{Filter: "#"}, {Filter: "$SYS/broker/#"}}, []string{"#", "$SYS/broker/#"}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := startFake(t, nil, func(p *peer) {
				p.welcome()
				p.write(wiretest.Message(p.level, 0, 0).Packet("$SYS/broker/uptime", "1"))
				p.write(wiretest.Message(p.level, 0, 0).Packet("a/b", "2"))
				p.serve(nil)
			})
			profile := f.profile("mqtt", broker.V5)
			profile.Subscriptions = c.asked
			before := broker.Opened{Store: model.NewStore(model.Options{}), System: model.NewStore(model.Options{}), Ended: time.Now().Add(-time.Hour)}
			before.Store.Apply(model.Batch{At: before.Ended, Messages: []model.Message{{Topic: []byte("a/b"), Payload: []byte("0")}}})
			o := Watch(profile, before, nil)
			t.Cleanup(func() { _ = o.Session.Close() })
			id := func() model.ID {
				id, _ := o.Store.Find("a/b")
				return id
			}
			eventually(t, func() bool { return o.Store.Stats(id(), time.Now()).Messages == 2 }, func() any { return o.Session.Status() })
			if o.Store != before.Store || (o.System != o.Store) != c.apart {
				t.Error("it goes on in other stores")
			}
			if _, there := o.System.Find("$SYS/broker/uptime"); !there {
				t.Error("what the broker says of itself is missing")
			}
			var filters []string
			for _, g := range o.Session.Status().Subscriptions {
				filters = append(filters, g.Filter)
			}
			slices.Sort(filters)
			if !slices.Equal(filters, c.filters) {
				t.Errorf("asked for %q, want %q", filters, c.filters)
			}
		})
	}
}
