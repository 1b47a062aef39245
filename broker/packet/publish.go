package packet

import (
	"bytes"
	"encoding/binary"

	"mangrove/broker"
	"mangrove/model"
)

// ParsePublish splits the body of a PUBLISH (3.3.2). The message borrows it.
func ParsePublish(version broker.Version, qos byte, body []byte) (m model.Message, id uint16, err error) {
	if len(body) < 2 {
		return m, 0, Malformed(Publish, broker.Fault{Code: broker.BadSize, Number: len(body)})
	}
	n := int(binary.BigEndian.Uint16(body))
	rest := body[2:]
	switch {
	case n == 0:
		return m, 0, Malformed(Publish, broker.Fault{Code: broker.NoTopic, Clause: "MQTT-4.7.3-1"}) // or with an alias alone [MQTT-3.3.2-8]
	case n > len(rest):
		return m, 0, Malformed(Publish, broker.Fault{Code: broker.TopicTooLong})
	}
	m.Topic, rest = rest[:n:n], rest[n:]
	if bytes.IndexByte(m.Topic, '#') >= 0 || bytes.IndexByte(m.Topic, '+') >= 0 {
		return m, 0, Malformed(Publish, broker.Fault{Code: broker.TopicIsFilter, Name: Clip(string(m.Topic)), Clause: "MQTT-3.3.2-2"})
	}
	if qos > 0 {
		if len(rest) < 2 {
			return m, 0, Malformed(Publish, broker.Fault{Code: broker.NoIdentifier})
		}
		if id = binary.BigEndian.Uint16(rest); id == 0 {
			return m, 0, Malformed(Publish, broker.Fault{Code: broker.ZeroIdentifier, Clause: "MQTT-2.2.1-4"})
		}
		rest = rest[2:]
	}
	if version == broker.V5 {
		if m.Properties, rest, err = CutProperties(Publish, rest); err != nil {
			return m, 0, err
		}
		if err := CheckProperties(Publish, m.Properties); err != nil {
			return m, 0, err
		}
	}
	m.Payload = rest[:len(rest):len(rest)]
	return m, id, nil
}
