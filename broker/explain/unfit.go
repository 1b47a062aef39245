package explain

import (
	"errors"
	"fmt"
	"strconv"

	"mangrove/broker"
	"mangrove/model/wording"
)

// explainUnfit is for what was asked and cannot be.
func explainUnfit(err error, _ broker.Address) string {
	var u *broker.Unfit
	if !errors.As(err, &u) {
		return ""
	}
	s := unfitKind(u.Err) + ": " + unfitWords(u)
	if u.LastWill {
		s = wording.Fill("last will: {words}", "words", s)
	}
	return sentence(s)
}

func unfitKind(kind error) string {
	switch {
	case errors.Is(kind, broker.ErrBeyondLimits):
		return "beyond what the broker accepts"
	case errors.Is(kind, broker.ErrUnsupported):
		return "the protocol version in use cannot carry this"
	}
	return "not valid in MQTT"
}

func unfitWords(u *broker.Unfit) string {
	if words, ok := constantUnfits[u.Code]; ok {
		return words
	}
	if words := unfits[u.Code]; words != nil {
		return words(u)
	}
	return string(u.Code)
}

var constantUnfits = map[broker.UnfitCode]string{
	broker.WillTooLarge:  "a last will holds at most 65,535 bytes",
	broker.BadAuth:       "extended authentication needs a method, and at most 65,535 bytes of data",
	broker.NotText:       "the payload is not UTF-8, and its properties say that it is text",
	broker.SharedNoLocal: "a shared subscription cannot be No Local",
	broker.BadPath:       "the path of the address is not valid; write %25 for %",
	broker.RetainNotKept: "it keeps no retained messages",
	broker.BeyondMQTT:    "MQTT carries at most 268,435,455 bytes in a message",
	broker.AuthNeedsV5:   "extended authentication needs MQTT 5",
}

// unfits are those with something in them that differs.
var unfits = map[broker.UnfitCode]func(*broker.Unfit) string{
	broker.TextTooLong: func(u *broker.Unfit) string {
		return wording.Fill("{u} is longer than 65,535 bytes", "u", unfitText(u))
	},
	broker.TextNotUTF8: func(u *broker.Unfit) string { return wording.Fill("{u} is not UTF-8", "u", unfitText(u)) },
	broker.TextWithNUL: func(u *broker.Unfit) string {
		return wording.Fill("{u} has the character U+0000 in it", "u", unfitText(u))
	},
	broker.BadQoS: func(u *broker.Unfit) string {
		return wording.Fill("the QoS is 0, 1 or 2, not {number}", "number", u.Number)
	},
	broker.BadRetainHandling: func(u *broker.Unfit) string {
		return wording.Fill("the retain handling is 0, 1 or 2, not {number}", "number", u.Number)
	},
	broker.AboveMaxQoS: func(u *broker.Unfit) string {
		return wording.Fill("it accepts messages up to QoS {limit}", "limit", u.Limit)
	},
	broker.AboveTopicAliases: func(u *broker.Unfit) string {
		if u.Limit == 0 {
			return "it takes no topic aliases; remove the topic alias"
		}
		return wording.Fill("it takes topic aliases from 1 to {limit}, not {number}", "limit", u.Limit, "number", u.Number)
	},
	broker.MessageTooLarge: func(u *broker.Unfit) string {
		return wording.Fill("the message is {number} bytes, and the limit is {limit}", "number", u.Number, "limit", u.Limit)
	},
	broker.FilterTooLarge: func(u *broker.Unfit) string {
		return wording.Fill("to subscribe to {name} takes a packet larger than its limit of {limit} bytes", "name", strconv.Quote(u.Name), "limit", u.Limit)
	},
	broker.PropertiesNeedV5: func(u *broker.Unfit) string {
		return wording.Fill("message properties need MQTT 5, the connection is MQTT {version}", "version", u.Version)
	},
}

// unfitTexts are what texts are called.
var unfitTexts = map[broker.UnfitText]string{
	broker.ClientIDText:     "the client id",
	broker.UserNameText:     "the user name",
	broker.PasswordText:     "the password",
	broker.AuthMethodText:   "the method of the authentication",
	broker.ContentTypeText:  "the content type",
	broker.CorrelationText:  "the correlation data",
	broker.PropertyNameText: "the name of a user property",
	broker.PropertyText:     "the user property",
}

func unfitText(u *broker.Unfit) string {
	if u.Text == broker.PropertyText {
		return fmt.Sprintf("%s %q", unfitTexts[u.Text], u.Name)
	}
	return unfitTexts[u.Text]
}
