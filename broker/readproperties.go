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
	p, _, err := readProperties(block, len(block), len(block))
	return p, err
}

// What [ReadFirstProperties] reads at the most: more than a program that means
// well sends, and little work.
const (
	firstUser  = 1_000
	firstBytes = 100_000
)

// ReadFirstProperties is [ReadProperties] for showing: of a block that has more
// properties than somebody can read, which takes seconds and many times its size
// in memory, it reads the first ones, and says how many bytes are left.
func ReadFirstProperties(block []byte) (p *Properties, left int, err error) {
	return readProperties(block, firstBytes, firstUser)
}

// readProperties reads properties until it has read so many bytes, or so many
// properties of the user.
func readProperties(block []byte, most, user int) (p *Properties, left int, err error) {
	r := blockReader{rest: block}
	found := false
	p = &Properties{}
	for len(r.rest) > 0 && !r.bad && len(block)-len(r.rest) < most && len(p.User) < user {
		if r.property(p) {
			found = true
		}
	}
	switch {
	case r.bad:
		return nil, 0, errProperties
	case !found && len(r.rest) == 0:
		return nil, 0, nil
	}
	return p, len(r.rest), nil
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
