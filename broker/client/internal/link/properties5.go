package link

import (
	"github.com/eclipse/paho.golang/paho"

	"mangrove/broker"
	"mangrove/broker/packet"
)

// publishProperties are a message's properties as the library takes them.
func publishProperties(p *broker.Properties) *paho.PublishProperties {
	if p == nil {
		return nil
	}
	return &paho.PublishProperties{
		PayloadFormat: payloadFormat(p), MessageExpiry: expiry(p), ContentType: p.ContentType,
		ResponseTopic: p.ResponseTopic, CorrelationData: p.CorrelationData, TopicAlias: topicAlias(p), User: user5(p.User),
	}
}

// connectProperties are what CONNECT says besides.
func connectProperties(h ConnectOptions) *paho.ConnectProperties {
	// The receive maximum is announced even when it is the protocol's own
	// default: Mosquitto takes as its window for us what is said, and 20 when
	// nothing is.
	window := receiveMaximum
	if h.Connect.ReceiveMaximum > 0 {
		window = h.Connect.ReceiveMaximum
	}
	p := &paho.ConnectProperties{
		ReceiveMaximum:      &window,
		RequestProblemInfo:  true,
		RequestResponseInfo: h.Connect.ResponseInformation,
		User:                user5(h.Connect.User),
	}
	if h.Connect.MaximumPacket > 0 {
		p.MaximumPacketSize = &h.Connect.MaximumPacket
	}
	if h.Expiry > 0 {
		p.SessionExpiryInterval = &h.Expiry
	}
	if h.Auth != nil {
		p.AuthMethod, p.AuthData = h.Auth.Method, h.Auth.Data
	}
	return p
}

func payloadFormat(p *broker.Properties) *byte {
	if !p.Text {
		return nil
	}
	text := byte(1)
	return &text
}

func topicAlias(p *broker.Properties) *uint16 {
	if p.TopicAlias == 0 {
		return nil // which is no alias [MQTT-3.3.2-8]
	}
	alias := p.TopicAlias
	return &alias
}

func expiry(p *broker.Properties) *uint32 {
	if p.Expiry <= 0 {
		return nil
	}
	seconds := packet.Seconds(p.Expiry)
	return &seconds
}

func user5(all []broker.UserProperty) (user paho.UserProperties) {
	for _, u := range all {
		user.Add(u.Name, u.Value)
	}
	return user
}
