package broker

import (
	"encoding/binary"
	"errors"
	"time"
)

// Identifiers of the properties of a PUBLISH (MQTT 5, 2.2.2.2).
const (
	propertyFormat      = 0x01
	propertyExpiry      = 0x02
	propertyContentType = 0x03
	propertyResponse    = 0x08
	propertyCorrelation = 0x09
	propertySubscriber  = 0x0B
	propertyAlias       = 0x23
	propertyUser        = 0x26
)

// errProperties is of a block that is no block of properties.
var errProperties = errors.New("the properties of the message are malformed")

// ReadProperties reads what a message carried besides its payload: the block of
// properties of a PUBLISH without its length, as a store keeps it (MQTT 5,
// 3.3.2.3). Nothing of it is the block's own memory. The identifiers of
// subscriptions and the alias of the topic, which say how a message came and
// nothing about it, are left out. nil: it has none.
func ReadProperties(block []byte) (*Properties, error) {
	r := blockReader{rest: block}
	p, found := &Properties{}, false
	for len(r.rest) > 0 && !r.bad {
		if r.property(p) {
			found = true
		}
	}
	switch {
	case r.bad:
		return nil, errProperties
	case !found:
		return nil, nil
	}
	return p, nil
}

// property reads the next one. It reports whether it says something about the
// message.
func (r *blockReader) property(p *Properties) bool {
	switch r.take(1)[0] {
	case propertyFormat:
		p.Text = r.take(1)[0] == 1
	case propertyExpiry:
		p.Expiry = time.Duration(binary.BigEndian.Uint32(r.take(4))) * time.Second
	case propertyContentType:
		p.ContentType = string(r.field())
	case propertyResponse:
		p.ResponseTopic = string(r.field())
	case propertyCorrelation:
		p.CorrelationData = append([]byte{}, r.field()...)
	case propertyUser:
		name := string(r.field())
		p.User = append(p.User, UserProperty{Name: name, Value: string(r.field())})
	case propertySubscriber:
		for more := true; more; { // a number of as many bytes as it needs [MQTT-1.5.5]
			more = r.take(1)[0] >= 0x80
		}
		return false
	case propertyAlias:
		r.take(2)
		return false
	default:
		r.bad = true
	}
	return true
}

// blockReader takes values from the beginning of a block.
type blockReader struct {
	rest []byte
	bad  bool // there was less than should be
}

// take gives the next n bytes, zeros when there are not as many.
func (r *blockReader) take(n int) []byte {
	if n > len(r.rest) {
		r.bad, r.rest = true, nil
		return make([]byte, n)
	}
	b := r.rest[:n]
	r.rest = r.rest[n:]
	return b
}

// field gives what has its length before it in two bytes.
func (r *blockReader) field() []byte {
	return r.take(int(binary.BigEndian.Uint16(r.take(2))))
}
