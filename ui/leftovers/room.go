package leftovers

import (
	"context"
	"slices"
	"strings"
	"time"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/broker/retained"
	"mangrove/model"
	"mangrove/model/homeassistant"
	"mangrove/ui/connection"
	"mangrove/ui/desk"
	"mangrove/ui/format"
)

// lookFor is how long the broker is looked at, at the most.
const lookFor = 5 * time.Minute

// Room is where leftovers on the broker of a connection are looked for.
type Room struct {
	Open    retained.Opener // opens a connection to look with; nil: none
	Quiet   time.Duration   // how long nothing may come before all has; 0: the usual time
	OnSay   func(words string)
	OnClear func(filters []string, messages []broker.Publication) // asks whether they are to be cleared

	conn *connection.Connection
	desk *desk.Desk
}

// New makes the room of a connection. Its page sets the rest before it is shown.
func New(c *connection.Connection, d *desk.Desk) *Room { return &Room{conn: c, desk: d} }

// found is what the broker keeps of discovery messages.
type found struct {
	messages map[string]broker.Publication // by their topics
	configs  []homeassistant.Config
}

// Show looks for discovery messages and lists them.
func (r *Room) Show() {
	if r.Open == nil || r.conn.Status.Phase != broker.Connected {
		r.OnSay("Connect first: leftovers are looked for on the broker.")
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), lookFor)
	shown := r.desk.ShowProgress("Home Assistant leftovers", "Looking for the discovery messages that the broker keeps…", cancel)
	profile, search := r.conn.Profile, retained.Search{Open: r.Open, Filters: homeassistant.Filters(homeassistant.DefaultPrefix), Quiet: r.Quiet}
	go func() { // ends when nothing more comes, or with Cancel
		defer cancel()
		all, err := retained.Find(ctx, profile, search)
		f := &found{messages: map[string]broker.Publication{}}
		if err == nil {
			f.take(all)
		}
		r.desk.Run(func() {
			switch canceled := shown.Closed; {
			case canceled:
				return
			case err != nil:
				r.OnSay("The discovery messages could not be fetched. " + explain.Error(err, profile.Address))
			case len(f.configs) == 0:
				r.OnSay(format.Fill("The broker keeps no discovery messages of Home Assistant below {prefix}.", "prefix", homeassistant.DefaultPrefix))
			default:
				r.list(f, shown)
				return
			}
			shown.Close()
		})
	}()
}

// list shows what was found when it is judged, unless that is canceled.
func (r *Room) list(f *found, shown *desk.Progress) {
	r.judge(f.configs, func(verdicts []homeassistant.Verdict) {
		if shown.Closed {
			return
		}
		shown.Close()
		newList(r, f, verdicts).show()
	})
}

func (f *found) take(all *retained.Found) {
	for _, m := range all.Messages {
		c, _ := homeassistant.Parse(homeassistant.DefaultPrefix, m.Topic, m.Payload) // without entities where it cannot be read
		f.messages[m.Topic] = m
		f.configs = append(f.configs, c)
	}
}

// judge finds out what is thought of them by now, what is suspected first, beside the goroutine
// that draws: there may be many thousands.
func (r *Room) judge(configs []homeassistant.Config, then func([]homeassistant.Verdict)) {
	store := r.conn.Store
	watch := homeassistant.Watch{
		See: func(topic string) (homeassistant.Sighting, bool) { return see(store, topic) },
		For: r.conn.WatchedFor(time.Now()),
	}
	go func() { // ends when all are judged
		verdicts := verdictsOf(configs, watch)
		r.desk.Run(func() { then(verdicts) })
	}()
}

func verdictsOf(configs []homeassistant.Config, watch homeassistant.Watch) []homeassistant.Verdict {
	verdicts := homeassistant.Judge(configs, watch)
	slices.SortStableFunc(verdicts, func(a, b homeassistant.Verdict) int {
		switch x, y := a.Reason.Suspected(), b.Reason.Suspected(); {
		case x && !y:
			return -1
		case y && !x:
			return 1
		}
		return strings.Compare(a.Device.Name+"\x00"+a.Topic, b.Device.Name+"\x00"+b.Topic)
	})
	return verdicts
}

// see is what has been received on a topic. Of one whose latest message was sent by the broker
// as kept, it is told by the gaps between live ones that there were some.
func see(store *model.Store, topic string) (s homeassistant.Sighting, ok bool) {
	id, known := store.Find(topic)
	if !known {
		return s, false
	}
	e := store.Received(id)
	if e.Position == 0 {
		return s, false // a level above topics
	}
	s = homeassistant.Sighting{Payload: e.Payload, At: e.At, Kept: e.Retained, Live: !e.Retained && e.Size > 0}
	if s.Live {
		s.LiveAt = e.At
	} else if stats := store.Stats(id, time.Now()); stats.Intervals.Gaps > 0 {
		s.Live, s.LiveAt = true, stats.Last
	}
	return s, true
}
