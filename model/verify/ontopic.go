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
			h.run.lose(1)
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

// copy is one that goes on by itself; nil of nil.
func (o *onTopic[T]) copy() *onTopic[T] {
	if o == nil {
		return nil
	}
	c := &onTopic[T]{first: o.first, name: o.name}
	for name, one := range o.more {
		if c.more == nil {
			c.more = map[string]*T{}
		}
		of := *one
		c.more[name] = &of
	}
	return c
}

// each calls a function for all of them.
func (o *onTopic[T]) each(do func(*T)) {
	do(&o.first)
	for _, one := range o.more {
		do(one)
	}
}
