package explain_test

import (
	"testing"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/model/codestest"
)

func TestUnfit(t *testing.T) {
	invalid, beyond, unsupported := broker.ErrInvalid, broker.ErrBeyondLimits, broker.ErrUnsupported
	for want, u := range map[string]broker.Unfit{
		"Not valid in MQTT: the client id is longer than 65,535 bytes.":                                              {Err: invalid, Code: broker.TextTooLong, Text: broker.ClientIDText},
		"Not valid in MQTT: the user name is not UTF-8.":                                                             {Err: invalid, Code: broker.TextNotUTF8, Text: broker.UserNameText},
		"Not valid in MQTT: the method of the authentication has the character U+0000 in it.":                        {Err: invalid, Code: broker.TextWithNUL, Text: broker.AuthMethodText},
		"Not valid in MQTT: the password is longer than 65,535 bytes.":                                               {Err: invalid, Code: broker.TextTooLong, Text: broker.PasswordText},
		"Not valid in MQTT: the content type is not UTF-8.":                                                          {Err: invalid, Code: broker.TextNotUTF8, Text: broker.ContentTypeText},
		"Not valid in MQTT: the correlation data is longer than 65,535 bytes.":                                       {Err: invalid, Code: broker.TextTooLong, Text: broker.CorrelationText},
		"Not valid in MQTT: the name of a user property is not UTF-8.":                                               {Err: invalid, Code: broker.TextNotUTF8, Text: broker.PropertyNameText},
		`Not valid in MQTT: the user property "a" is longer than 65,535 bytes.`:                                      {Err: invalid, Code: broker.TextTooLong, Text: broker.PropertyText, Name: "a"},
		"Not valid in MQTT: a last will holds at most 65,535 bytes.":                                                 {Err: invalid, Code: broker.WillTooLarge},
		"Not valid in MQTT: extended authentication needs a method, and at most 65,535 bytes of data.":               {Err: invalid, Code: broker.BadAuth},
		"Last will: not valid in MQTT: the QoS is 0, 1 or 2, not 3.":                                                 {Err: invalid, Code: broker.BadQoS, Number: 3, LastWill: true},
		"Not valid in MQTT: the payload is not UTF-8, and its properties say that it is text.":                       {Err: invalid, Code: broker.NotText},
		"Not valid in MQTT: the retain handling is 0, 1 or 2, not 3.":                                                {Err: invalid, Code: broker.BadRetainHandling, Number: 3},
		"Not valid in MQTT: a shared subscription cannot be No Local.":                                               {Err: invalid, Code: broker.SharedNoLocal},
		"Not valid in MQTT: the path of the address is not valid; write %25 for %.":                                  {Err: invalid, Code: broker.BadPath},
		"Beyond what the broker accepts: it accepts messages up to QoS 0.":                                           {Err: beyond, Code: broker.AboveMaxQoS},
		"Beyond what the broker accepts: it takes no topic aliases; remove the topic alias.":                         {Err: beyond, Code: broker.AboveTopicAliases, Number: 3},
		"Beyond what the broker accepts: it takes topic aliases from 1 to 10, not 11.":                               {Err: beyond, Code: broker.AboveTopicAliases, Number: 11, Limit: 10},
		"Beyond what the broker accepts: it keeps no retained messages.":                                             {Err: beyond, Code: broker.RetainNotKept},
		"Beyond what the broker accepts: the message is 300 bytes, and the limit is 256.":                            {Err: beyond, Code: broker.MessageTooLarge, Number: 300, Limit: 256},
		"Beyond what the broker accepts: MQTT carries at most 268,435,455 bytes in a message.":                       {Err: beyond, Code: broker.BeyondMQTT},
		`Beyond what the broker accepts: to subscribe to "a" takes a packet larger than its limit of 5 bytes.`:       {Err: beyond, Code: broker.FilterTooLarge, Name: "a", Limit: 5},
		"The protocol version in use cannot carry this: message properties need MQTT 5, the connection is MQTT 3.1.": {Err: unsupported, Code: broker.PropertiesNeedV5, Version: broker.V31},
		"The protocol version in use cannot carry this: extended authentication needs MQTT 5.":                       {Err: unsupported, Code: broker.AuthNeedsV5},
	} {
		if got := explain.Error(&u, broker.Address{}); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	for _, code := range codestest.Of(t, "..", "UnfitCode") {
		if got := explain.Error(&broker.Unfit{Err: invalid, Code: broker.UnfitCode(code)}, broker.Address{}); got == "Not valid in MQTT: "+code+"." {
			t.Errorf("%s has no words", code)
		}
	}
	for _, text := range codestest.Of(t, "..", "UnfitText") {
		u := &broker.Unfit{Err: invalid, Code: broker.TextNotUTF8, Text: broker.UnfitText(text)}
		if got := explain.Error(u, broker.Address{}); got == "Not valid in MQTT:  is not UTF-8." {
			t.Errorf("%s has no words", text)
		}
	}
}
