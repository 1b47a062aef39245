package inspect

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"mangrove/model"
	"mangrove/model/payload"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/payloads"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/text"
)

// Columns of the list of messages.
const (
	streamTopic = 122 // where it begins, behind the time and the mark of a change
	streamMarks = 104
	streamSize  = 64
	streamGap   = 76 // the time since the message before

	streamRetained = 24  // R alone
	streamValue    = 160 // what topic and payload have at the least
)

// valueOf appends what a message has.
func valueOf(m *model.StreamRow, spans []text.Span, x, right float32) []text.Span {
	value := payload.Preview(m.Preview, m.Size)
	switch {
	case m.Lost > 0:
		return append(spans, payloads.LostSpan(m.Lost, look.Colour(theme.ColorNameWarning), x, right))
	case value == "":
		return append(spans, text.Span{Text: "(empty)", Colour: look.Colour(look.Muted), X: x, Limit: right})
	}
	return widgets.ValueSpans(spans, text.Span{Text: value, Style: text.Mono, Colour: look.Colour(look.Key), X: x, Limit: right})
}

// spans lays out one message.
func (p *streamPane) spans(m *model.StreamRow) []text.Span {
	muted, plain := look.Colour(look.Muted), look.Colour(theme.ColorNameForeground)
	if m.Position == 0 {
		return []text.Span{{Text: "discarded from the history", Colour: muted, X: streamTopic + format.ClockRoom()}}
	}
	c := p.columns()
	right := c.right
	spans := []text.Span{{Text: format.ClockMillis(m.At), Style: text.Mono, Colour: muted, X: look.PageEdge, Limit: streamTopic + format.ClockRoom() - 12}}
	before, end := p.before(m, c)
	spans = append(spans, before...)
	x := c.topic
	if len(before) > 0 {
		x = -1
	}
	if topic := p.below(m.Topic); topic != "" {
		spans = append(spans, text.Span{Text: topic, Colour: plain, X: x, Limit: end, Keep: "/"},
			text.Span{Text: " = ", Colour: muted, X: -1, Limit: right})
		x = -1
	}
	spans = valueOf(m, spans, x, right)
	marks := "QoS " + string('0'+rune(m.QoS))
	if m.Dup {
		marks = format.Fill("dup  {marks}", "marks", marks)
	}
	if m.Retained {
		spans = append(spans, text.Span{Text: "R", Style: text.Bold, Colour: look.Colour(look.Retained), X: right + 18, Right: true})
	}
	if c.qos {
		spans = append(spans, text.Span{Text: marks, Colour: muted, X: p.width - streamSize - 8, Right: true})
	}
	if c.size {
		spans = append(spans, text.Span{Text: format.Size(m.Size), Colour: muted, X: p.width - 4, Right: true})
	}
	if c.gap && m.Before != 0 && m.Interrupted == 0 {
		spans = append(spans, text.Span{Text: "+" + format.Interval(max(0, m.Gap)), Colour: muted, X: c.topic - 14, Right: true})
	}
	if m.Changed == model.Differs {
		spans = append(spans, text.Span{Text: "•", Colour: look.Colour(theme.ColorNamePrimary), X: c.topic - 10})
	}
	return spans
}

// leastTopic is what a topic has behind what is said before it; with less, it has the room
// of the payload too.
const leastTopic = 60

// before is what is said before the topic of a message, and where the topic ends at the
// latest behind it.
func (p *streamPane) before(m *model.StreamRow, c messageColumns) (spans []text.Span, topicEnd float32) {
	begin := c.topic
	put := func(s string, style text.Style, colour fyne.ThemeColorName) {
		x := float32(-1)
		if len(spans) == 0 {
			x = c.topic
		}
		spans = append(spans, text.Span{Text: s, Style: style, Colour: look.Colour(colour), X: x, Limit: c.right})
		begin += text.Width(s, style, look.RowText)
	}
	if m.Position == p.marked {
		put("marked   ", text.Bold, theme.ColorNamePrimary)
	}
	if m.Interrupted > 0 {
		put(format.Fill("after {time} without a connection   ", "time", format.Interval(m.Interrupted)), text.Regular, theme.ColorNameWarning)
	}
	if topicEnd = c.topicEnd(); topicEnd-begin < leastTopic {
		topicEnd = c.right
	}
	return spans, topicEnd
}

// messageColumns says where the parts of a row stand, and which are there.
type messageColumns struct {
	gap, qos, size bool
	topic, right   float32 // where topic and payload begin and end
}

// topicEnd is where a topic ends at the latest, for something of the payload to be seen
// behind it.
func (c *messageColumns) topicEnd() float32 {
	room := c.right - c.topic
	return c.topic + max(0.6*room, room-streamValue)
}

// columns says which of gap, QoS and size leave enough room for topic and payload.
func (p *streamPane) columns() messageColumns {
	c := messageColumns{topic: streamTopic + format.ClockRoom(), right: p.width - streamRetained}
	room := func(right float32) bool { return right-c.topic >= streamValue }
	switch {
	case room(p.width - streamMarks - streamSize):
		c.qos, c.size, c.right = true, true, p.width-streamMarks-streamSize
	case room(p.width - streamRetained - streamSize):
		c.size, c.right = true, p.width-streamRetained-streamSize
	}
	if c.right-c.topic-streamGap >= streamValue {
		c.gap, c.topic = true, c.topic+streamGap
	}
	return c
}

// below is what a topic has beyond the one whose messages are listed.
func (p *streamPane) below(topic string) string {
	if topic == "" { // no message comes on such a one
		return "(topic discarded)"
	}
	if p.request.Top == model.Root {
		return format.TopicInSentence(format.BothEnds(topic))
	}
	rest := strings.TrimPrefix(topic, p.conn.Store.Topic(p.request.Top))
	if rest == "" {
		return ""
	}
	return format.Level(format.BothEnds(strings.TrimPrefix(rest, "/")))
}
