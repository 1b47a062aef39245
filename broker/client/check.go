package client

import (
	"fmt"

	"mangrove/broker"
	"mangrove/model"
)

// maxText is the longest string or binary field of a packet (MQTT 5, 1.5.4).
const maxText = 65_535

// checkProfile finds what no broker could be asked with.
func checkProfile(p broker.Profile) error {
	for _, text := range []struct{ name, value string }{
		{"the client id", p.ClientID}, {"the user name", p.Username}, {"the password", p.Password},
	} {
		if len(text.value) > maxText {
			return fmt.Errorf("%w: %s is longer than 65,535 bytes", broker.ErrInvalid, text.name)
		}
	}
	if p.Will != nil {
		if err := checkPublication(p.Will.Publication); err != nil {
			return fmt.Errorf("last will: %w", err)
		}
		if len(p.Will.Payload) > maxText {
			return fmt.Errorf("%w: a last will holds at most 65,535 bytes", broker.ErrInvalid)
		}
	}
	if err := checkUser(p.Connect.User); err != nil {
		return err
	}
	if p.Auth != nil && (p.Auth.Method == "" || len(p.Auth.Data) > maxText) {
		return fmt.Errorf("%w: extended authentication needs a method, and at most 65,535 bytes of data", broker.ErrInvalid) // [MQTT-4.12.0-1]
	}
	for _, sub := range p.Subscriptions {
		if err := checkSubscription(sub); err != nil {
			return err
		}
	}
	return nil
}

func checkPublication(p broker.Publication) error {
	if err := model.CheckTopic(p.Topic); err != nil {
		return fmt.Errorf("topic %q: %w", clip(p.Topic), err)
	}
	if p.QoS > 2 {
		return fmt.Errorf("%w: the QoS is 0, 1 or 2, not %d", broker.ErrInvalid, p.QoS)
	}
	return checkMessageProperties(p.Properties)
}

// checkMessageProperties finds what MQTT 5 does not allow in the properties of a
// message to publish.
func checkMessageProperties(p *broker.Properties) error {
	if p == nil {
		return nil
	}
	if p.ResponseTopic != "" {
		if err := model.CheckTopic(p.ResponseTopic); err != nil { // [MQTT-3.3.2-14]
			return fmt.Errorf("response topic %q: %w", clip(p.ResponseTopic), err)
		}
	}
	if len(p.ContentType) > maxText || len(p.CorrelationData) > maxText {
		return fmt.Errorf("%w: a property is longer than 65,535 bytes", broker.ErrInvalid)
	}
	return checkUser(p.User)
}

func checkUser(all []broker.UserProperty) error {
	for _, u := range all {
		if len(u.Name) > maxText || len(u.Value) > maxText {
			return fmt.Errorf("%w: the user property %q is longer than 65,535 bytes", broker.ErrInvalid, clip(u.Name))
		}
	}
	return nil
}

func checkSubscription(sub broker.Subscription) error {
	if err := model.CheckFilter(sub.Filter); err != nil {
		return fmt.Errorf("filter %q: %w", clip(sub.Filter), err)
	}
	switch {
	case sub.QoS > 2 && sub.QoS != broker.BestQoS:
		return fmt.Errorf("%w: the QoS is 0, 1 or 2, not %d", broker.ErrInvalid, sub.QoS)
	case sub.RetainHandling > 2:
		return fmt.Errorf("%w: the retain handling is 0, 1 or 2, not %d", broker.ErrInvalid, sub.RetainHandling)
	case sub.NoLocal && shared(sub.Filter):
		return fmt.Errorf("%w: a shared subscription cannot be No Local", broker.ErrInvalid) // [MQTT-3.8.3-4]
	}
	return nil
}

// clip keeps an error about a long topic readable.
func clip(s string) string {
	if len(s) > 80 {
		return s[:80] + "..."
	}
	return s
}
