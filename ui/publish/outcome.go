package publish

import (
	"context"
	"errors"
	"fmt"
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
	p.say(format.Clock(time.Now())+"  "+o.words(m, a), o.err != nil)
}

// words says what became of a message.
func (o *outcome) words(m broker.Publication, a broker.Address) string {
	switch {
	case errors.Is(o.err, broker.ErrUnconfirmed):
		return o.of.why(o.err, a, o.of.draft)
	case errors.Is(o.err, context.DeadlineExceeded):
		return fmt.Sprintf("The broker has not acknowledged the message within %s. It may or may not have arrived.", format.Interval(publishTimeout))
	case o.err != nil:
		return "Not published. " + o.of.why(o.err, a, o.of.draft)
	}
	words := strings.NewReplacer("{size}", format.Size(len(m.Payload)), "{topic}", format.TopicInSentence(m.Topic), "{qos}", strconv.Itoa(int(m.QoS)),
		"{took}", format.Interval(o.took)).Replace(outcomeForms[outcomeFormOf(m)])
	if o.answer.Again {
		words += ", sent again on another connection"
	}
	if o.answer.NoSubscribers() {
		words += "; nobody subscribes to it"
	}
	if o.answer.Reason != "" {
		words += fmt.Sprintf(". The broker says: %q", format.ExcerptOf(o.answer.Reason, 200))
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
	{true, false, false}:  "Published {size} to {topic}, acknowledged at QoS {qos} in {took}",
	{true, false, true}:   "Published {size}, retained, to {topic}, acknowledged at QoS {qos} in {took}",
	{true, true, false}:   "Published an empty message, not retained, to {topic}, acknowledged at QoS {qos} in {took}",
	{true, true, true}:    "Published an empty message, which clears the retained one, to {topic}, acknowledged at QoS {qos} in {took}",
}
