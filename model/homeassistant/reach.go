package homeassistant

import (
	"slices"

	"mangrove/model"
)

// Answer is what is known of whether something can be reached.
type Answer uint8

// The answers.
const (
	Untold Answer = iota
	Yes
	No
)

// Reach is whether an entity can be reached, by what its availabilities have said.
type Reach struct {
	mode   string // all, any or latest
	on     []Availability
	says   []Answer
	latest Answer
}

// NewReach begins with nothing said.
func NewReach(e *Entity) Reach {
	return Reach{mode: e.Mode, on: e.Availability, says: make([]Answer, len(e.Availability))}
}

// Availabilities is how many there are.
func (r *Reach) Availabilities() int { return len(r.on) }

// Online is the word for online on a topic; empty: it is none of its availabilities.
func (r *Reach) Online(topic string) string {
	for i := range r.on {
		if r.on[i].Topic == topic || model.Match(r.on[i].Topic, topic) {
			return r.on[i].Online
		}
	}
	return ""
}

// Take takes a message and reports whether it says anything of the entity.
func (r *Reach) Take(topic string, payload []byte) (told bool) {
	for i := range r.on {
		if r.on[i].Topic != topic && !model.Match(r.on[i].Topic, topic) {
			continue
		}
		if online, known := r.on[i].Says(payload); known {
			told, r.says[i] = true, No
			if online {
				r.says[i] = Yes
			}
			r.latest = r.says[i]
		}
	}
	return told
}

// Answer is whether the entity can be reached: all of its availabilities must say so, any
// one, or the latest counts, as it is described (Home Assistant, availability_mode).
func (r *Reach) Answer() Answer {
	switch {
	case r.mode == "any" && slices.Contains(r.says, Yes):
		return Yes
	case r.mode == "all" && slices.Contains(r.says, No):
		return No
	case r.mode != "any" && r.mode != "all":
		return r.latest
	case len(r.on) == 0, slices.Contains(r.says, Untold):
		return Untold
	}
	return r.says[0]
}
