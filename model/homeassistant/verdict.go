package homeassistant

import (
	"slices"
	"strings"
	"time"

	"mangrove/model"
)

// Reason is why something is thought a leftover, or not.
type Reason string

// The reasons, with what of a [Verdict] has a value.
const (
	// Heard: a state has come live. It is none. By, Since: when it came last.
	Heard Reason = "heard"
	// Online: its availability says that it can be reached, on a topic that is its own.
	Online Reason = "online" // By
	// DeviceHeard: another discovery message of the same device is not suspected, because of
	// its state or its availability. By
	DeviceHeard Reason = "device heard"
	// Kept: the broker keeps a state, of before, and nothing has come since.
	Kept Reason = "kept" // By
	// Offline: its availability says that it cannot be reached. By; Since: when that came,
	// zero when it was said before.
	Offline Reason = "offline"
	// BridgeOffline is the same, said on a topic that other devices have as well: it is the
	// bridge that is not there.
	BridgeOffline Reason = "bridge offline"
	// Silent: nothing is kept, nothing has come. By
	Silent Reason = "silent"
	// Expired: the same, for longer than its own configuration has a state last. Topic, Expires
	Expired Reason = "expired"
	// Rare: it speaks only when something happens, as a button does; nothing has come.
	Rare Reason = "rare"
	// Unwatched: nothing is subscribed to that would bring its states. By
	Unwatched Reason = "unwatched"
	// Mute: it has no topic of a state.
	Mute Reason = "mute"
	// Unreadable: what is kept is no discovery message.
	Unreadable Reason = "unreadable"
)

// Suspected reports whether a reason makes it likely that nobody is there any more.
func (r Reason) Suspected() bool {
	return r == Offline || r == Silent || r == Expired
}

// weight is how much a reason counts where the entities of a device have several: any sign of
// life first, and then what is known the least.
func (r Reason) weight() int {
	return slices.Index([]Reason{Heard, Online, DeviceHeard, Kept, BridgeOffline, Unwatched, Offline, Expired, Silent, Rare, Mute, Unreadable}, r)
}

// Sighting is what is known of a topic.
type Sighting struct {
	Payload []byte    // of the latest message
	At      time.Time // when it came
	Kept    bool      // it was sent by the broker, of before
	Live    bool      // one has come that was not
	LiveAt  time.Time // when, if that is known
}

// Watch is what has been received.
type Watch struct {
	// See gives what is known of a topic, not ok when nothing has come on it.
	See func(topic string) (s Sighting, ok bool)
	// For is for how long messages on a topic would have come; not ok when nothing is
	// subscribed to that would bring them.
	For func(topic string) (d time.Duration, ok bool)
}

// Verdict is what is thought of a discovery message.
type Verdict struct {
	Config
	Reason  Reason
	By      string // the topic that it is thought so by
	Since   time.Time
	Expires time.Duration
	Watched time.Duration
}

// Judge says what is thought of discovery messages, each with what is known of its topics.
func Judge(list []Config, w Watch) []Verdict {
	devices := sharedBy(list)
	verdicts := make([]Verdict, len(list))
	for i, c := range list {
		v := Verdict{Config: c, Reason: Mute}
		if len(c.Entities) == 0 {
			v.Reason = Unreadable
		}
		for j := range c.Entities {
			one := w.judge(&c.Entities[j], devices)
			if j == 0 || one.Reason.weight() < v.Reason.weight() {
				one.Config = c
				v = one
			}
		}
		v.Watched, _ = w.For(v.By)
		verdicts[i] = v
	}
	liftHeard(verdicts)
	return verdicts
}

// liftHeard has nothing suspected of a device that has been heard on another topic.
func liftHeard(verdicts []Verdict) {
	heard := map[string]string{}
	for i := range verdicts {
		if v := &verdicts[i]; v.Reason == Heard || v.Reason == Online {
			for _, id := range v.Device.IDs() {
				heard[id] = v.By
			}
		}
	}
	for i := range verdicts {
		v := &verdicts[i]
		if v.Reason == Heard || v.Reason == Online || v.Reason == Kept {
			continue
		}
		for _, id := range v.Device.IDs() {
			if topic := heard[id]; topic != "" {
				v.Reason, v.By, v.Since = DeviceHeard, topic, time.Time{}
				break
			}
		}
	}
}

// sharedBy counts the devices that have a topic for their availability.
func sharedBy(list []Config) map[string]int {
	of := map[string]map[string]bool{}
	for i := range list {
		name := list[i].Device.ID + "\x00" + list[i].Device.Name
		if name == "\x00" {
			name = list[i].Topic
		}
		for j := range list[i].Entities {
			for _, a := range list[i].Entities[j].Availability {
				if of[a.Topic] == nil {
					of[a.Topic] = map[string]bool{}
				}
				of[a.Topic][name] = true
			}
		}
	}
	counts := make(map[string]int, len(of))
	for topic, devices := range of {
		counts[topic] = len(devices)
	}
	return counts
}

// rare are components that speak only when something happens.
var rare = []string{"device_automation", "tag", "event", "button", "scene", "notify"}

// judge looks at the topics of one entity.
func (w *Watch) judge(e *Entity, devices map[string]int) Verdict {
	if v, found := w.judgeStates(e, devices); found {
		return v
	}
	if v, found := w.judgeAvailability(e, devices); found {
		return v
	}
	topics := slices.Clone(e.States)
	for _, a := range e.Availability {
		if !shared(a.Topic, devices) && model.CheckTopic(a.Topic) == nil { // a filter is not looked up
			topics = append(topics, a.Topic)
		}
	}
	var longest time.Duration
	for _, topic := range topics {
		d, covered := w.For(topic)
		if !covered {
			return Verdict{Reason: Unwatched, By: topic}
		}
		longest = max(longest, d)
	}
	switch {
	case len(topics) == 0:
		return Verdict{Reason: Mute}
	case slices.Contains(rare, e.Component):
		return Verdict{Reason: Rare, By: topics[0]}
	case e.Expires > 0 && longest > e.Expires:
		return Verdict{Reason: Expired, By: topics[0], Expires: e.Expires}
	}
	return Verdict{Reason: Silent, By: topics[0]}
}

// shared reports whether a topic is that of a bridge: what it says of one device it says of all.
func shared(topic string, devices map[string]int) bool {
	return devices[topic] > 1 || strings.HasSuffix(topic, "/bridge/state") || topic == Prefix+"status"
}

// judgeStates looks for a state that has come, or that the broker keeps.
func (w *Watch) judgeStates(e *Entity, devices map[string]int) (v Verdict, found bool) {
	for _, topic := range e.States {
		s, seen := w.See(topic)
		switch {
		case !seen:
		case s.Live:
			return Verdict{Reason: Heard, By: topic, Since: s.LiveAt}, true
		case len(s.Payload) > 0 && !found:
			v, found = Verdict{Reason: Kept, By: topic}, true
		}
	}
	if !found {
		return v, false
	}
	if offline, is := w.judgeAvailability(e, devices); is && offline.Reason != Online {
		return offline, true // the state is of before it went
	}
	return v, true
}

// judgeAvailability looks at what its availability says. Where there are several topics, that
// of a bridge says nothing of a device that is there.
func (w *Watch) judgeAvailability(e *Entity, devices map[string]int) (v Verdict, found bool) {
	for _, a := range e.Availability {
		s, seen := w.See(a.Topic)
		if !seen {
			continue
		}
		reason, tells := a.tells(s.Payload, !shared(a.Topic, devices))
		if !tells {
			continue
		}
		one := Verdict{By: a.Topic, Reason: reason}
		if s.Live {
			one.Since = s.LiveAt
		}
		if one.Reason == Kept && s.Live {
			one.Reason = Heard
		}
		if !found || one.Reason.weight() < v.Reason.weight() {
			v, found = one, true
		}
	}
	return v, found
}

// tells is what a payload means for a device, whose own topic it is on or one of its
// bridge; false when it means nothing.
func (a *Availability) tells(payload []byte, own bool) (Reason, bool) {
	switch online, known := a.Says(payload); {
	case known && online && own:
		return Online, true
	case known && !online && own:
		return Offline, true
	case known && !online:
		return BridgeOffline, true
	case own && len(payload) > 0:
		return Kept, true // by a template, which may say either
	}
	return Kept, false
}
