package wire

// Inflight is what an MQTT session has under way above QoS 0, from one connection to the
// next. The reader of one connection after the other owns pending. The zero value is an
// empty one.
type Inflight struct {
	pending idSet // delivered at QoS 2 and not yet released
	outbox  outbox
}

// IsEmpty reports that nothing that was published waits for its end.
func (f *Inflight) IsEmpty() bool { return f.outbox.isEmpty() }

// Lost is called when a connection has ended.
func (f *Inflight) Lost() { f.outbox.lost() }

// Forget gives up what was published and is not confirmed. It is not sent again.
func (f *Inflight) Forget() { f.outbox.forget() }

// idSet is a set of packet identifiers. It belongs to the MQTT session: a clean
// start begins with an empty one.
type idSet [1 << 10]uint64

// add puts id in the set and reports whether it was not in it before.
func (s *idSet) add(id uint16) bool {
	bit := uint64(1) << (id & 63)
	if s[id>>6]&bit != 0 {
		return false
	}
	s[id>>6] |= bit
	return true
}

func (s *idSet) remove(id uint16) { s[id>>6] &^= 1 << (id & 63) }
