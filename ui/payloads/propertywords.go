package payloads

import (
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"mangrove/broker"
	"mangrove/ui/format"
	"mangrove/ui/widgets/text"
)

// propertyWords is one property of a message as it is shown, and as it is copied.
type propertyWords struct{ name, value, copied string }

// propertyOrder is the order in which properties are shown; of one kind they stay in that
// in which they came.
var propertyOrder = []broker.PropertyID{broker.ContentType, broker.FormatIndicator, broker.ResponseTopic, broker.CorrelationData,
	broker.MessageExpiry, broker.SubscriptionIdentifier, broker.TopicAlias, broker.User}

// propertiesOf lists the properties that a message came with at a time. A message may
// have millions: those that are not read are named.
func propertiesOf(block []byte, came, now time.Time) (list []propertyWords) {
	read, left, err := broker.ListProperties(block)
	for _, id := range propertyOrder {
		for i := range read {
			if p := &read[i]; p.ID == id {
				list = append(list, wordsOf(p, came, now)...)
			}
		}
	}
	if err != nil {
		list = append(list, propertyWords{"Malformed", format.Fill("the rest is not a property: {block}", "block", malformedBytes(block)), hex.EncodeToString(block)})
	}
	if left > 0 {
		list = append(list, propertyWords{"More", format.Fill("{size} of properties that are not shown", "size", format.Size(left)), ""})
	}
	return list
}

// wordsOf are the lines of one property.
func wordsOf(p *broker.Property, came, now time.Time) []propertyWords {
	number := strconv.FormatUint(uint64(p.Number), 10)
	one := func(name, value, copied string) []propertyWords { return []propertyWords{{name, value, copied}} }
	switch p.ID {
	case broker.ContentType:
		return one("Content type", shownText(p.Text), p.Text)
	case broker.FormatIndicator:
		return one("Payload format indicator", indicatorWords(p.Number), number)
	case broker.ResponseTopic:
		return one("Response topic", shownText(p.Text), p.Text)
	case broker.CorrelationData:
		return correlationWords(p.Bytes)
	case broker.MessageExpiry:
		return one("Message expiry", expiryWords(time.Duration(p.Number)*time.Second, now.Sub(came)), number)
	case broker.SubscriptionIdentifier:
		return one("Subscription identifier", number, number)
	case broker.TopicAlias:
		return one("Topic alias", number, number)
	}
	return one(format.Fill("User property {name}", "name", shownText(p.Name)), shownText(p.Text), p.Text)
}

func indicatorWords(n uint32) string {
	switch n {
	case 0:
		return "0, bytes of no stated format"
	case 1:
		return "1, UTF-8 text"
	}
	return format.Fill("{number}, which the standard does not define", "number", strconv.FormatUint(uint64(n), 10))
}

// correlationWords are correlation data in hexadecimal, and as text where they are text.
func correlationWords(b []byte) (list []propertyWords) {
	if s := string(b); s != "" && utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }) {
		list = append(list, propertyWords{"Correlation data", shownText(s), s})
	}
	words := hex.EncodeToString(b)
	if words == "" {
		return []propertyWords{{"Correlation data", "empty", ""}}
	}
	return append(list, propertyWords{"Correlation data, hex", words, words})
}

// malformedBytes is the beginning of what could not be read, in hexadecimal.
func malformedBytes(block []byte) string {
	const most = 1_000
	if len(block) <= most {
		return hex.EncodeToString(block)
	}
	return fmt.Sprintf("%s… (%s)", hex.EncodeToString(block[:most]), format.Size(len(block)))
}

// expiryWords writes how long a message had to live when it came, which is what the
// broker sends, and what is left of it.
func expiryWords(had, since time.Duration) string {
	left := (had - since).Round(time.Second)
	words := "{had} s when it came, {hours} h {minutes} min left"
	switch {
	case left <= 0:
		words = "{had} s when it came, expired since: a broker would not send it any more"
	case left < 2*time.Minute:
		words = "{had} s when it came, {all seconds} s left"
	case left < time.Hour:
		words = "{had} s when it came, {minutes} min {seconds} s left"
	}
	return format.Fill(words, "had", format.Count(int64(had/time.Second)), "all seconds", format.Count(int64(left/time.Second)),
		"hours", format.Count(int64(left/time.Hour)), "minutes", int64(left%time.Hour/time.Minute), "seconds", int64(left%time.Minute/time.Second))
}

// shownText is a text on one line: in quotes, with signs for odd blanks and
// marks for what cannot be seen, when it would not be seen for what it is.
func shownText(s string) string {
	words := text.WithMarks(format.SignLevel(s))
	if words == s && s != "" {
		return s
	}
	return `"` + words + `"`
}

// propertyLines are properties as text, one a line.
func propertyLines(list []propertyWords) string {
	var lines []string
	for _, p := range list {
		lines = append(lines, fmt.Sprintf("%s: %s", p.name, p.value))
	}
	return strings.Join(lines, "\n")
}
