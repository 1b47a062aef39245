package verify

// onTopic is what is followed of each topic of a device by itself: two values of one name may
// come on two of them.
type onTopic[T any] struct {
	first T
	name  string        // of the first one
	more  map[string]*T // of the others
}

// of is what is followed of the topic of a message.
func (o *onTopic[T]) of(h *hearing, many bool) *T {
	if o.name == "" || !many {
		o.name = h.topic
	}
	if o.name == h.topic {
		return &o.first
	}
	if o.more[h.topic] == nil {
		if h.run.topics[h.topic] == nil { // there is no room for it
			h.run.Lost(1)
			return new(T)
		}
		if o.more == nil {
			o.more = map[string]*T{}
		}
		o.more[h.topic] = new(T)
		h.run.made++
	}
	return o.more[h.topic]
}

// each calls a function for all of them.
func (o *onTopic[T]) each(do func(*T)) {
	do(&o.first)
	for _, one := range o.more {
		do(one)
	}
}
