package broker

import (
	"encoding/binary"
	"slices"
)

// Property is one property of a received message as it came (MQTT 5, 2.2.2.2).
type Property struct {
	ID     PropertyID
	Number uint32 // of those that are a number
	Name   string // of a user property
	Text   string // of those that are text
	Bytes  []byte // of correlation data
}

// PropertyID is which property it is.
type PropertyID byte

// The properties that a received message may have.
const (
	FormatIndicator        PropertyID = propertyFormat
	MessageExpiry          PropertyID = propertyExpiry
	ContentType            PropertyID = propertyContentType
	ResponseTopic          PropertyID = propertyResponse
	CorrelationData        PropertyID = propertyCorrelation
	SubscriptionIdentifier PropertyID = propertySubscriber
	TopicAlias             PropertyID = propertyAlias
	User                   PropertyID = propertyUser
)

// ListProperties lists all that is in a block of properties, in the order in which it
// came, what says how the message came too. Like [ReadFirstProperties] it is for showing:
// of a block that has more than somebody can read it lists the first ones, and says how
// many bytes are left. Of a malformed block it lists those before the fault.
func ListProperties(block []byte) (list []Property, left int, err error) {
	r := blockReader{rest: block}
	for len(r.rest) > 0 && len(block)-len(r.rest) < firstBytes && len(list) < firstUser {
		p := r.next()
		if r.bad {
			return list, 0, errProperties
		}
		list = append(list, p)
	}
	return list, len(r.rest), nil
}

// next reads a property.
func (r *blockReader) next() (p Property) {
	switch p.ID = PropertyID(r.take(1)[0]); p.ID {
	case FormatIndicator:
		p.Number = uint32(r.take(1)[0])
	case MessageExpiry:
		p.Number = binary.BigEndian.Uint32(r.take(4))
	case ContentType, ResponseTopic:
		p.Text = string(r.field())
	case CorrelationData:
		p.Bytes = slices.Clone(r.field())
	case User:
		p.Name = string(r.field())
		p.Text = string(r.field())
	case SubscriptionIdentifier: // a number of as many bytes as it needs [MQTT-1.5.5]
		for shift := 0; ; shift += 7 {
			b := r.take(1)[0]
			p.Number |= uint32(b&0x7f) << shift
			if b < 0x80 || shift > 21 {
				break
			}
		}
	case TopicAlias:
		p.Number = uint32(binary.BigEndian.Uint16(r.take(2)))
	default:
		r.bad = true
	}
	return p
}
