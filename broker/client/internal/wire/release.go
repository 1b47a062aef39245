package wire

import (
	"encoding/binary"
	"sync"

	"mangrove/broker/packet"
)

// releases are the QoS 2 messages published in a session and not completed, by
// their identifiers. A library's own record ends with its connection, and the
// next one would give the same identifiers to other messages, which a broker
// that has kept the session takes for repetitions and drops [MQTT-4.3.3-10]. So
// the wire releases them as soon as the broker says that it has kept it.
type releases struct {
	mu   sync.Mutex // writers note, the reader strikes out; held for a set access
	open idSet      // published
	own  idSet      // released by the wire: the answer is not for the library
}

// note remembers a message about to be written.
func (r *releases) note(front, back []byte) {
	_, n, _ := packet.Varint(front[1:])
	body := front[1+n:]
	if len(body) == 0 {
		body = back // its topic is very long
	}
	n = packet.StringSize(body)
	if len(body) < n+2 {
		return // not what a library writes
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.open.add(binary.BigEndian.Uint16(body[n:]))
}

// taken strikes out an identifier that a PUBREC has refused, which is the end of
// it [MQTT-4.3.3-4]; it reports whether the wire has released it already.
func (r *releases) taken(id uint16, refused bool) (own bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	own = r.own.has(id)
	if refused && !own {
		r.open.remove(id)
	}
	return own
}

// completed strikes out an identifier that PUBCOMP has come for; it reports
// whether the wire alone waits for that.
func (r *releases) completed(id uint16) (own bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if own = r.own.has(id); own {
		r.own.remove(id)
	} else {
		r.open.remove(id)
	}
	return own
}

// resume gives the PUBREL packets to begin a connection with.
func (r *releases) resume() (packets []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for id := uint16(1); id != 0; id++ {
		if r.open.has(id) {
			r.own.add(id)
		}
		if r.own.has(id) {
			packets = append(packets, packet.Pubrel<<4|2, 2, byte(id>>8), byte(id))
		}
	}
	r.open = idSet{}
	return packets
}

// forget is for a session that the broker has not kept.
func (r *releases) forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.open, r.own = idSet{}, idSet{}
}
