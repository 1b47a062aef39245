package client

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"mangrove/broker"
	"mangrove/broker/packet"
	"mangrove/model"
)

// checkProfile finds what no broker could be asked with.
func checkProfile(p broker.Profile) error {
	if err := checkTexts("the client id", p.ClientID, "the user name", p.Username); err != nil {
		return err
	}
	if len(p.Password) > packet.MaxString { // which may be any bytes (MQTT 5, 3.1.3.6)
		return fmt.Errorf("%w: the password is longer than 65,535 bytes", broker.ErrInvalid)
	}
	if p.Will != nil {
		if err := checkPublication(p.Will.Publication); err != nil {
			return fmt.Errorf("last will: %w", err)
		}
		if len(p.Will.Payload) > packet.MaxString {
			return fmt.Errorf("%w: a last will holds at most 65,535 bytes", broker.ErrInvalid)
		}
	}
	if err := checkUser(p.Connect.User); err != nil {
		return err
	}
	if err := checkAuthentication(p.Auth); err != nil {
		return err
	}
	for _, sub := range p.Subscriptions {
		if err := checkSubscription(sub); err != nil {
			return err
		}
	}
	return nil
}

// checkTexts goes through texts with their names: they are at most 65,535 bytes
// of UTF-8 [MQTT-1.5.4-1] without U+0000 [MQTT-1.5.4-2]. A broker closes the
// connection over others without a word.
func checkTexts(namesAndTexts ...string) error {
	for pair := range slices.Chunk(namesAndTexts, 2) {
		name, text := pair[0], pair[1]
		var wrong string
		switch {
		case len(text) > packet.MaxString:
			wrong = "is longer than 65,535 bytes"
		case !utf8.ValidString(text):
			wrong = "is not UTF-8"
		case strings.Contains(text, "\x00"):
			wrong = "has the character U+0000 in it"
		default:
			continue
		}
		return fmt.Errorf("%w: %s %s", broker.ErrInvalid, name, wrong)
	}
	return nil
}

func checkAuthentication(a *broker.Auth) error {
	if a == nil {
		return nil
	}
	if a.Method == "" || len(a.Data) > packet.MaxString {
		return fmt.Errorf("%w: extended authentication needs a method, and at most 65,535 bytes of data", broker.ErrInvalid) // [MQTT-4.12.0-1]
	}
	return checkTexts("the method of the authentication", a.Method)
}

func checkPublication(p broker.Publication) error {
	if err := model.CheckTopic(p.Topic); err != nil {
		return fmt.Errorf("topic %q: %w", packet.Clip(p.Topic), err)
	}
	if p.QoS > 2 {
		return fmt.Errorf("%w: the QoS is 0, 1 or 2, not %d", broker.ErrInvalid, p.QoS)
	}
	if p.Properties != nil && p.Properties.Text && !utf8.Valid(p.Payload) { // (MQTT 5, 3.3.2.3.2)
		return fmt.Errorf("%w: the payload is not UTF-8, and its properties say that it is text", broker.ErrInvalid)
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
			return fmt.Errorf("response topic %q: %w", packet.Clip(p.ResponseTopic), err)
		}
	}
	if err := checkTexts("the content type", p.ContentType); err != nil {
		return err
	}
	if len(p.CorrelationData) > packet.MaxString {
		return fmt.Errorf("%w: the correlation data is longer than 65,535 bytes", broker.ErrInvalid)
	}
	return checkUser(p.User)
}

func checkUser(all []broker.UserProperty) error {
	for _, u := range all {
		if err := checkTexts("the name of a user property", u.Name, fmt.Sprintf("the user property %q", packet.Clip(u.Name)), u.Value); err != nil {
			return err
		}
	}
	return nil
}

func checkSubscription(sub broker.Subscription) error {
	if err := model.CheckFilter(sub.Filter); err != nil {
		return fmt.Errorf("filter %q: %w", packet.Clip(sub.Filter), err)
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
