package publish

import (
	"fmt"
	"strconv"
	"strings"

	"mangrove/broker"
	"mangrove/broker/collections"
	"mangrove/broker/explain"
	"mangrove/broker/sent"
	"mangrove/model/payload"
	"mangrove/ui/format"
)

// outcomeWords are what became of a message, in short.
var outcomeWords = map[sent.State]string{
	sent.Sent: "sent", sent.Acknowledged: "acknowledged", sent.Refused: "refused", sent.Unconfirmed: "not confirmed",
	sent.Late: "no acknowledgement", sent.NotConnected: "not connected", sent.TooMuch: "beyond limits", sent.Failed: "failed",
	sent.Done: "done", sent.Stopped: "stopped", sent.Answered: "answered", sent.NoAnswer: "no answer",
}

// kindWords are what works are called in a list.
var kindWords = map[sent.Kind]string{
	sent.Job: "repeated", sent.Sequence: "sequence", sent.Request: "request", sent.Clearing: "cleared", sent.Restoring: "published again",
	sent.Simulation: "simulation",
}

// isGood reports whether a state is as it was wanted.
func isGood(s sent.State) bool {
	switch s {
	case sent.Sent, sent.Acknowledged, sent.Done, sent.Stopped, sent.Answered:
		return true
	}
	return false
}

// entryPayload is what a list shows of the payload of an entry, or of a work.
func entryPayload(e *sent.Entry) string {
	content := payloadOf(&e.Draft, e.Left)
	words := kindWords[e.Kind]
	if words == "" && e.Kind != sent.Message {
		words = string(e.Kind) // of a newer program
	}
	c := e.Counts
	switch {
	case e.Kind == sent.Message:
		return content
	case e.Kind == sent.Simulation:
		return format.Fill("{kind} {file}", "kind", words, "file", format.ExcerptOf(e.File, 100))
	case c == nil:
		return format.Fill("{kind}: {content}", "kind", words, "content", content)
	case !e.IsMessage():
		return retainedWords(e.Kind, c.Published)
	case e.Kind == sent.Sequence:
		if e.Series == nil {
			return format.Counted(c.Steps, "sequence of {count} message", "sequence of {count} messages")
		}
		return format.Counted(c.Steps, "sequence of {count} message: {messages}", "sequence of {count} messages: {messages}", "messages", seriesWords(e.Series))
	case e.Kind == sent.Request:
		return format.Counted(c.Messages, "{count} request: {content}", "{count} requests: {content}", "content", content)
	}
	return format.Counted(c.Published, "{count} time: {content}", "{count} times: {content}", "content", content)
}

// retainedWords say how many retained messages a work was about.
func retainedWords(kind sent.Kind, n int) string {
	switch kind {
	case sent.Clearing:
		return format.Counted(n, "{count} retained message cleared", "{count} retained messages cleared")
	case sent.Restoring:
		return format.Counted(n, "{count} retained message published again", "{count} retained messages published again")
	}
	return string(kind)
}

// entryOf says what an entry is of.
func (p *Panel) entryOf(e *sent.Entry) string {
	if e.Kind == sent.Simulation {
		return format.Fill("the simulation {file}", "file", format.ExcerptOf(e.File, 100))
	}
	return format.TopicInSentence(p.shorten(e.Draft.Topic))
}

// didWords say how many messages a work has dealt with: of so many, or of an unknown number.
var didWords = map[sent.Kind]struct{ of, all string }{
	sent.Message:  {"{count} of {all} published", "{count} published"},
	sent.Request:  {"{count} of {all} answered", "{count} answered"},
	sent.Clearing: {"{count} of {all} cleared", "{count} cleared"},
}

// countsWords say what became of the messages of a work.
func countsWords(e *sent.Entry) (words []string) {
	c := e.Counts
	if c == nil {
		return nil
	}
	published := c.Published
	if e.Kind == sent.Request {
		published = c.Answered
	}
	did, ok := didWords[e.Kind]
	if !ok {
		did = didWords[sent.Message]
	}
	if c.Messages > 0 {
		words = append(words, format.Fill(did.of, "count", format.Count(published), "all", format.Count(c.Messages)))
	} else {
		words = append(words, format.Fill(did.all, "count", format.Count(published)))
	}
	for _, one := range []struct {
		n     int
		words string
	}{
		{c.Acknowledged, "{count} acknowledged"}, {c.NoSubscribers, "{count} without a subscriber"}, {c.Unconfirmed, "{count} unconfirmed"},
		{c.Refused, "{count} refused"}, {c.Unanswered, "{count} without an answer"}, {c.Left, "{count} not tried"},
	} {
		if one.n > 0 {
			words = append(words, format.Fill(one.words, "count", format.Count(one.n)))
		}
	}
	if c.Took > 0 {
		words = append(words, format.Fill("in {time}", "time", format.Interval(c.Took)))
	}
	return words
}

// replyWords say what the answer to a request was.
func replyWords(r *sent.Reply) string {
	topic := format.ExcerptOf(format.TopicInSentence(r.Topic), 60)
	if r.Size == 0 {
		return format.Fill("answer on {topic}: empty", "topic", topic)
	}
	return format.Fill("answer on {topic}: {payload}", "topic", topic, "payload", payload.Preview(r.Payload[:min(len(r.Payload), excerptBytes)], r.Size))
}

// outcomeInShort is what became of a message in a list.
func outcomeInShort(o *sent.Outcome) string {
	words := outcomeWords[o.State]
	switch {
	case words == "":
		return string(o.State)
	case o.NoSubscribers():
		return "no subscribers"
	case o.State == sent.Acknowledged, o.State == sent.Answered:
		return words + ", " + format.Interval(o.Took)
	case o.State == sent.Refused:
		return fmt.Sprintf("%s, 0x%02X", words, o.Code)
	}
	return words
}

// entryWords say all of a message that was published but its payload.
func (p *Panel) entryWords(e *sent.Entry) string {
	words := []string{
		format.DateClock(e.At.Local()), format.ExcerptOf(p.connectionName(e.Connection, e.Address), 60),
	}
	if e.IsMessage() {
		words = append(words, fmt.Sprintf("QoS %d", e.Draft.QoS))
	}
	if e.Draft.Retain {
		words = append(words, "retained")
	}
	if e.Draft.Template {
		words = append(words, "template")
	}
	words = append(words, outcomeInShort(&e.Outcome))
	words = append(words, countsWords(e)...)
	if e.Series != nil && !e.Series.Whole() {
		words = append(words, "not all of it is kept")
	}
	if e.Reply != nil {
		words = append(words, replyWords(e.Reply))
	}
	if e.Outcome.NoSubscribers() {
		words = append(words, format.Fill("acknowledged in {time}", "time", format.Interval(e.Outcome.Took)))
	}
	if why := whyWords(e); why != "" {
		words = append(words, why)
	}
	return strings.Join(words, "  ·  ")
}

// whyWords say why it is as it is, when that is kept.
func whyWords(e *sent.Entry) string {
	o := &e.Outcome
	switch {
	case o.Cause != nil:
		var at broker.Address // the zero value for one that cannot be read any more
		if p, err := broker.ParseURL(e.Address); err == nil {
			at = p.Address
		}
		return format.ExcerptOf(explain.Error(o.Cause.Err(), at), longestWhy)
	case o.Reason == "":
		return ""
	case e.Kind == sent.Message:
		return format.Fill("the broker said {reason}", "reason", strconv.Quote(format.ExcerptOf(o.Reason, longestSaid)))
	}
	return format.ExcerptOf(o.Reason, longestWhy) // a sentence that an earlier program kept
}

// How much is shown of a sentence, and of what a broker says.
const (
	longestWhy  = 200
	longestSaid = 100
)

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
		words = append(words, format.Fill("the payload is in {file}", "file", format.ExcerptOf(m.File, 200)))
	}
	return strings.Join(words, "  ·  ")
}
