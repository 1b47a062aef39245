package publish

import (
	"fmt"
	"strings"

	"mangrove/broker/collections"
	"mangrove/broker/sent"
	"mangrove/ui/format"
)

// outcomeWords are what became of a message, in short.
var outcomeWords = map[sent.State]string{
	sent.Sent: "sent", sent.Acknowledged: "acknowledged", sent.Refused: "refused", sent.Unconfirmed: "not confirmed",
	sent.Late: "no acknowledgement", sent.NotConnected: "not connected", sent.TooMuch: "beyond limits", sent.Failed: "failed",
}

// outcomeInShort is what became of a message in a list.
func outcomeInShort(o *sent.Outcome) string {
	words := outcomeWords[o.State]
	switch {
	case words == "":
		return string(o.State)
	case o.NoSubscribers():
		return "no subscribers"
	case o.State == sent.Acknowledged:
		return words + ", " + format.Interval(o.Took)
	case o.State == sent.Refused:
		return fmt.Sprintf("%s, 0x%02X", words, o.Code)
	}
	return words
}

// entryWords say all of a message that was published but its payload.
func (p *Panel) entryWords(e *sent.Entry) string {
	words := []string{
		format.DateClock(e.At.Local()), format.ExcerptOf(p.connectionName(e.Connection, e.Address), 60), fmt.Sprintf("QoS %d", e.Draft.QoS),
	}
	if e.Draft.Retain {
		words = append(words, "retained")
	}
	if e.Draft.Template {
		words = append(words, "template")
	}
	words = append(words, outcomeInShort(&e.Outcome))
	if e.Outcome.NoSubscribers() {
		words = append(words, "acknowledged in "+format.Interval(e.Outcome.Took))
	}
	if e.Outcome.Reason != "" {
		words = append(words, fmt.Sprintf("the broker said %q", format.ExcerptOf(e.Outcome.Reason, 100)))
	}
	return strings.Join(words, "  ·  ")
}

// messageWords say all of a saved message but its payload.
func messageWords(m *collections.Message) string {
	words := []string{"for all connections", fmt.Sprintf("QoS %d", m.Draft.QoS)}
	if m.Connection != "" {
		words[0] = "for this connection"
	}
	if m.Draft.Retain {
		words = append(words, "retained")
	}
	if m.Draft.Template {
		words = append(words, "template")
	}
	if m.File != "" {
		words = append(words, "the payload is in "+format.ExcerptOf(m.File, 200))
	}
	return strings.Join(words, "  ·  ")
}
