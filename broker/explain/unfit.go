package explain

import (
	"errors"
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
	forms := unfitKindOf(u.Err)
	if u.LastWill {
		forms[0] = forms[1]
	}
	return sentence(wording.Fill(forms[0], "what", unfitWords(u)))
}

// unfitKindOf are the sentences for a kind of it: in general, and of a last will.
func unfitKindOf(kind error) [2]string {
	switch {
	case errors.Is(kind, broker.ErrBeyondLimits):
		return [2]string{"Beyond what the broker accepts: {what}", "Last will: beyond what the broker accepts: {what}"}
	case errors.Is(kind, broker.ErrUnsupported):
		return [2]string{"The protocol version in use cannot carry this: {what}", "Last will: the protocol version in use cannot carry this: {what}"}
	}
	return [2]string{"Not valid in MQTT: {what}", "Last will: not valid in MQTT: {what}"}
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
	if u.Code == broker.AboveTopicAliases && u.Limit == 0 {
		return "it takes no topic aliases; remove the topic alias"
	}
	if words, ok := constantUnfits[u.Code]; ok {
		return words
	}
	if words := unfits[u.Code]; words != "" {
		return wording.Fill(words, "number", u.Number, "limit", u.Limit, "filter", strconv.Quote(u.Name), "version", u.Version)
	}
	if words := unfitTexts[u.Text][u.Code]; words != "" {
		return wording.Fill(words, "name", strconv.Quote(u.Name))
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
var unfits = map[broker.UnfitCode]string{
	broker.BadQoS:            "the QoS is 0, 1 or 2, not {number}",
	broker.BadRetainHandling: "the retain handling is 0, 1 or 2, not {number}",
	broker.AboveMaxQoS:       "it accepts messages up to QoS {limit}",
	broker.AboveTopicAliases: "it takes topic aliases from 1 to {limit}, not {number}",
	broker.MessageTooLarge:   "the message is {number} bytes, and the limit is {limit}",
	broker.FilterTooLarge:    "to subscribe to {filter} takes a packet larger than its limit of {limit} bytes",
	broker.PropertiesNeedV5:  "message properties need MQTT 5, the connection is MQTT {version}",
}

// unfitTexts are the sentences for texts: for what may be wrong with each.
var unfitTexts = map[broker.UnfitText]map[broker.UnfitCode]string{
	broker.ClientIDText: {
		broker.TextTooLong: "the client id is longer than 65,535 bytes",
		broker.TextNotUTF8: "the client id is not UTF-8",
		broker.TextWithNUL: "the client id has the character U+0000 in it",
	},
	broker.UserNameText: {
		broker.TextTooLong: "the user name is longer than 65,535 bytes",
		broker.TextNotUTF8: "the user name is not UTF-8",
		broker.TextWithNUL: "the user name has the character U+0000 in it",
	},
	broker.PasswordText: {
		broker.TextTooLong: "the password is longer than 65,535 bytes",
		broker.TextNotUTF8: "the password is not UTF-8",
		broker.TextWithNUL: "the password has the character U+0000 in it",
	},
	broker.AuthMethodText: {
		broker.TextTooLong: "the method of the authentication is longer than 65,535 bytes",
		broker.TextNotUTF8: "the method of the authentication is not UTF-8",
		broker.TextWithNUL: "the method of the authentication has the character U+0000 in it",
	},
	broker.ContentTypeText: {
		broker.TextTooLong: "the content type is longer than 65,535 bytes",
		broker.TextNotUTF8: "the content type is not UTF-8",
		broker.TextWithNUL: "the content type has the character U+0000 in it",
	},
	broker.CorrelationText: {
		broker.TextTooLong: "the correlation data is longer than 65,535 bytes",
		broker.TextNotUTF8: "the correlation data is not UTF-8",
		broker.TextWithNUL: "the correlation data has the character U+0000 in it",
	},
	broker.PropertyNameText: {
		broker.TextTooLong: "the name of a user property is longer than 65,535 bytes",
		broker.TextNotUTF8: "the name of a user property is not UTF-8",
		broker.TextWithNUL: "the name of a user property has the character U+0000 in it",
	},
	broker.PropertyText: {
		broker.TextTooLong: "the user property {name} is longer than 65,535 bytes",
		broker.TextNotUTF8: "the user property {name} is not UTF-8",
		broker.TextWithNUL: "the user property {name} has the character U+0000 in it",
	},
	"": {
		broker.TextTooLong: "a text is longer than 65,535 bytes",
		broker.TextNotUTF8: "a text is not UTF-8",
		broker.TextWithNUL: "a text has the character U+0000 in it",
	},
}
