package publish

import (
	"context"
	"errors"
	"fmt"
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
	retained := ""
	if m.Retain {
		retained = ", retained,"
	}
	size := format.Size(len(m.Payload))
	if len(m.Payload) == 0 {
		size = "an empty message, not retained,"
	}
	sent := size + retained + " to " + format.TopicInSentence(m.Topic)
	switch {
	case errors.Is(o.err, broker.ErrUnconfirmed):
		return o.of.why(o.err, a, o.of.draft)
	case errors.Is(o.err, context.DeadlineExceeded):
		return fmt.Sprintf("The broker has not acknowledged the message within %s. It may or may not have arrived.", format.Interval(publishTimeout))
	case o.err != nil:
		return "Not published. " + o.of.why(o.err, a, o.of.draft)
	case m.QoS == 0:
		return "Sent " + sent + " at QoS 0, which is not acknowledged"
	}
	words := fmt.Sprintf("Published %s, acknowledged at QoS %d in %s", sent, m.QoS, format.Interval(o.took))
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
