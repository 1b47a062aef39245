package publish

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"mangrove/broker"
	"mangrove/ui/format"
)

// outcome is what became of a message that was to be published.
type outcome struct {
	answer broker.Acknowledgement
	err    error
	took   time.Duration
	of     sending
}

// done says what became of a message.
func (p *Panel) done(m broker.Publication, o outcome, a broker.Address) {
	p.offline = isGone(o.err)
	p.showOutcome(format.Clock(time.Now())+"  "+o.words(m, a), o.err != nil)
}

// words says what became of a message.
func (o *outcome) words(m broker.Publication, a broker.Address) string {
	switch {
	case errors.Is(o.err, broker.ErrUnconfirmed):
		return o.of.why(o.err, a, o.of.draft)
	case errors.Is(o.err, context.DeadlineExceeded):
		return format.Fill("The broker has not acknowledged the message within {time}. It may or may not have arrived.", "time", format.Interval(publishTimeout))
	case o.err != nil:
		return "Not published. " + o.of.why(o.err, a, o.of.draft)
	}
	facts := []string{format.Fill(outcomeForms[outcomeFormOf(m)], "size", format.Size(len(m.Payload)), "topic", format.TopicInSentence(m.Topic),
		"QoS", m.QoS, "took", format.Interval(o.took))}
	if o.answer.Again {
		facts = append(facts, "sent again on another connection")
	}
	if o.answer.NoSubscribers() {
		facts = append(facts, "nobody subscribes to it")
	}
	words := strings.Join(facts, "; ")
	if o.answer.Reason != "" {
		words += ". " + format.Fill("The broker says: {reason}", "reason", strconv.Quote(format.ExcerptOf(o.answer.Reason, 200)))
	}
	return words
}

// outcomeForm is what of a message that was sent has its own sentence.
type outcomeForm struct{ acknowledged, empty, retained bool }

func outcomeFormOf(m broker.Publication) outcomeForm {
	return outcomeForm{m.QoS > 0, len(m.Payload) == 0, m.Retain}
}

var outcomeForms = map[outcomeForm]string{
	{false, false, false}: "Sent {size} to {topic} at QoS 0, which is not acknowledged",
	{false, false, true}:  "Sent {size}, retained, to {topic} at QoS 0, which is not acknowledged",
	{false, true, false}:  "Sent an empty message, not retained, to {topic} at QoS 0, which is not acknowledged",
	{false, true, true}:   "Sent an empty message, which clears the retained one, to {topic} at QoS 0, which is not acknowledged",
	{true, false, false}:  "Published {size} to {topic}, acknowledged at QoS {QoS} in {took}",
	{true, false, true}:   "Published {size}, retained, to {topic}, acknowledged at QoS {QoS} in {took}",
	{true, true, false}:   "Published an empty message, not retained, to {topic}, acknowledged at QoS {QoS} in {took}",
	{true, true, true}:    "Published an empty message, which clears the retained one, to {topic}, acknowledged at QoS {QoS} in {took}",
}
