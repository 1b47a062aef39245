package client

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"mangrove/broker"
	"mangrove/broker/packet"
	"mangrove/model"
)

// checkProfile finds what no broker could be asked with.
func checkProfile(p broker.Profile) error {
	if err := checkTexts(text{broker.ClientIDText, p.ClientID}, text{broker.UserNameText, p.Username}); err != nil {
		return err
	}
	if len(p.Password) > packet.MaxString { // which may be any bytes (MQTT 5, 3.1.3.6)
		return &broker.Unfit{Err: broker.ErrInvalid, Code: broker.TextTooLong, Text: broker.PasswordText}
	}
	if p.Will != nil {
		if err := checkPublication(p.Will.Publication); err != nil {
			if unfit := (*broker.Unfit)(nil); errors.As(err, &unfit) {
				unfit.LastWill = true
				return err
			}
			return fmt.Errorf("last will: %w", err)
		}
		if len(p.Will.Payload) > packet.MaxString {
			return &broker.Unfit{Err: broker.ErrInvalid, Code: broker.WillTooLarge}
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

// text is a text that is asked for.
type text struct {
	kind    broker.UnfitText
	content string
}

// checkTexts goes through texts: they are at most 65,535 bytes of UTF-8 [MQTT-1.5.4-1]
// without U+0000 [MQTT-1.5.4-2]. A broker closes the connection over others without a
// word.
func checkTexts(all ...text) error {
	for _, one := range all {
		unfit := &broker.Unfit{Err: broker.ErrInvalid, Text: one.kind}
		switch {
		case len(one.content) > packet.MaxString:
			unfit.Code = broker.TextTooLong
		case !utf8.ValidString(one.content):
			unfit.Code = broker.TextNotUTF8
		case strings.Contains(one.content, "\x00"):
			unfit.Code = broker.TextWithNUL
		default:
			continue
		}
		return unfit
	}
	return nil
}

func checkAuthentication(a *broker.Auth) error {
	if a == nil {
		return nil
	}
	if a.Method == "" || len(a.Data) > packet.MaxString {
		return &broker.Unfit{Err: broker.ErrInvalid, Code: broker.BadAuth} // [MQTT-4.12.0-1]
	}
	return checkTexts(text{broker.AuthMethodText, a.Method})
}

func checkPublication(p broker.Publication) error {
	if err := model.CheckTopic(p.Topic); err != nil {
		return fmt.Errorf("topic %q: %w", packet.Clip(p.Topic), err)
	}
	if p.QoS > 2 {
		return &broker.Unfit{Err: broker.ErrInvalid, Code: broker.BadQoS, Number: int(p.QoS)}
	}
	if p.Properties != nil && p.Properties.Text && !utf8.Valid(p.Payload) { // (MQTT 5, 3.3.2.3.2)
		return &broker.Unfit{Err: broker.ErrInvalid, Code: broker.NotText}
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
	if err := checkTexts(text{broker.ContentTypeText, p.ContentType}); err != nil {
		return err
	}
	if len(p.CorrelationData) > packet.MaxString {
		return &broker.Unfit{Err: broker.ErrInvalid, Code: broker.TextTooLong, Text: broker.CorrelationText}
	}
	return checkUser(p.User)
}

func checkUser(all []broker.UserProperty) error {
	for _, u := range all {
		err := checkTexts(text{broker.PropertyNameText, u.Name}, text{broker.PropertyText, u.Value})
		if unfit := (*broker.Unfit)(nil); errors.As(err, &unfit) {
			if unfit.Text == broker.PropertyText {
				unfit.Name = packet.Clip(u.Name)
			}
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
		return &broker.Unfit{Err: broker.ErrInvalid, Code: broker.BadQoS, Number: int(sub.QoS)}
	case sub.RetainHandling > 2:
		return &broker.Unfit{Err: broker.ErrInvalid, Code: broker.BadRetainHandling, Number: int(sub.RetainHandling)}
	case sub.NoLocal && shared(sub.Filter):
		return &broker.Unfit{Err: broker.ErrInvalid, Code: broker.SharedNoLocal} // [MQTT-3.8.3-4]
	}
	return nil
}
