package link

import (
	"github.com/eclipse/paho.golang/packets"
	"github.com/eclipse/paho.golang/paho"

	"mangrove/broker"
	"mangrove/broker/packet"
)

// PublishSize is the size in bytes of the PUBLISH that carries p, its header included.
func PublishSize(p broker.Publication, version broker.Version) int {
	size := 2 + len(p.Topic) + len(p.Payload)
	if p.QoS > 0 {
		size += 2
	}
	if version == broker.V5 {
		n := propertiesSize(p.Properties)
		size += n + packet.VarintSize(n)
	}
	return 1 + packet.VarintSize(size) + size
}

// propertiesSize is the size of a message's property block without its length.
func propertiesSize(p *broker.Properties) int {
	if p == nil {
		return 0
	}
	block := (&paho.Publish{Properties: publishProperties(p)}).Packet().Properties.Pack(packets.PUBLISH)
	return len(block)
}
