package publish

import (
	"fmt"
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
		return words + " " + format.ExcerptOf(e.File, 100)
	case c == nil:
		return words + ": " + content
	case !e.IsMessage():
		return retainedWords(e.Kind, c.Published)
	case e.Kind == sent.Sequence:
		return format.Counted(c.Steps, "sequence of %[1]s message%[2]s", "sequence of %[1]s messages%[2]s", seriesWords(e.Series))
	case e.Kind == sent.Request:
		return format.Counted(c.Messages, "%[1]s request: %[2]s", "%[1]s requests: %[2]s", content)
	}
	return format.Counted(c.Published, "%[1]s time: %[2]s", "%[1]s times: %[2]s", content)
}

// retainedWords say how many retained messages a work was about.
func retainedWords(kind sent.Kind, n int) string {
	switch kind {
	case sent.Clearing:
		return format.Counted(n, "%s retained message cleared", "%s retained messages cleared")
	case sent.Restoring:
		return format.Counted(n, "%s retained message published again", "%s retained messages published again")
	}
	return string(kind)
}

// entryOf says what an entry is of.
func (p *Panel) entryOf(e *sent.Entry) string {
	if e.Kind == sent.Simulation {
		return "the simulation " + format.ExcerptOf(e.File, 100)
	}
	return format.TopicInSentence(p.shorten(e.Draft.Topic))
}

// didWords say how many messages a work has dealt with: of so many, or of an unknown number.
var didWords = map[sent.Kind]struct{ of, all string }{
	sent.Message:  {"%s of %s published", "%s published"},
	sent.Request:  {"%s of %s answered", "%s answered"},
	sent.Clearing: {"%s of %s cleared", "%s cleared"},
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
		words = append(words, fmt.Sprintf(did.of, format.Count(published), format.Count(c.Messages)))
	} else {
		words = append(words, fmt.Sprintf(did.all, format.Count(published)))
	}
	for _, one := range []struct {
		n     int
		words string
	}{
		{c.Acknowledged, "%s acknowledged"}, {c.NoSubscribers, "%s for no subscriber"}, {c.Unconfirmed, "%s unconfirmed"},
		{c.Refused, "%s refused"}, {c.Unanswered, "%s without an answer"}, {c.Left, "%s not tried"},
	} {
		if one.n > 0 {
			words = append(words, fmt.Sprintf(one.words, format.Count(one.n)))
		}
	}
	if c.Took > 0 {
		words = append(words, fmt.Sprintf("in %s", format.Interval(c.Took)))
	}
	return words
}

// replyWords say what the answer to a request was.
func replyWords(r *sent.Reply) string {
	words := fmt.Sprintf("answer on %s: ", format.ExcerptOf(format.TopicInSentence(r.Topic), 60))
	if r.Size == 0 {
		return words + "empty"
	}
	return words + payload.Preview(r.Payload[:min(len(r.Payload), excerptBytes)], r.Size)
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
		words = append(words, "acknowledged in "+format.Interval(e.Outcome.Took))
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
		return fmt.Sprintf("the broker said %q", format.ExcerptOf(o.Reason, longestSaid))
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
		words = append(words, "the payload is in "+format.ExcerptOf(m.File, 200))
	}
	return strings.Join(words, "  ·  ")
}
