package importing

import (
	"math"

	"mangrove/broker"
	"mangrove/broker/profiles"
	"mangrove/broker/profiles/finding"
)

func (c *command) connectProperty(name, value, second string) error {
	p := &c.Profile
	switch name {
	case "session-expiry-interval":
		return c.setExpiry(value)
	case "receive-maximum":
		return number(65_535, func(n int64) { p.Connect.ReceiveMaximum = uint16(n) })(value)
	case "maximum-packet-size":
		return number(math.MaxUint32, func(n int64) { p.Connect.MaximumPacket = uint32(n) })(value)
	case "request-response-information":
		p.Connect.ResponseInformation = value == "1"
	case "authentication-method":
		p.AuthMethod = value
	case "authentication-data":
		c.secret(profiles.SecretAuthData, value)
	case "user-property":
		p.Connect.User = append(p.Connect.User, broker.UserProperty{Name: value, Value: second})
	default:
		c.note(finding.Note{Code: finding.PropertyLeft, Name: name, Value: "connect"})
	}
	return nil
}

func (c *command) willProperty(name, value, second string) error {
	w := &c.will
	switch name {
	case "will-delay-interval":
		return number(math.MaxUint32, func(n int64) { w.Delay = n })(value)
	case "message-expiry-interval":
		return number(math.MaxUint32, func(n int64) { w.Expiry = n })(value)
	case "payload-format-indicator":
		w.Text = value == "1"
	case "content-type":
		w.ContentType = value
	case "response-topic":
		w.ResponseTopic = value
	case "correlation-data":
		w.CorrelationData = []byte(value)
	case "user-property":
		w.User = append(w.User, broker.UserProperty{Name: value, Value: second})
	default:
		c.note(finding.Note{Code: finding.PropertyLeft, Name: name, Value: "will"})
	}
	return nil
}
