package publish

import (
	"time"
	"unicode/utf8"

	"fyne.io/fyne/v2/theme"

	"mangrove/broker/collections"
	"mangrove/broker/draft"
	"mangrove/broker/sent"
	"mangrove/model/payload"
	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/text"
)

// Where the columns begin, as parts of the width.
const (
	sentTopic, sentPayload, sentOutcome = 100, 0.44, 0.76 // the first is as wide as a time
	savedTopic, savedPayload            = 0.34, 0.64
)

func (l *messageList) head(width float32) []text.Span {
	muted := look.Colour(look.Muted)
	if l.kind.Chosen() == listSaved {
		return []text.Span{{Text: "Name", Colour: muted, X: 8}, {Text: "Topic", Colour: muted, X: width*savedTopic + 10}, {Text: "Payload", Colour: muted, X: width*savedPayload + 10}}
	}
	return []text.Span{{Text: "Sent", Colour: muted, X: 8}, {Text: "Topic", Colour: muted, X: sentTopic}, {Text: "Payload", Colour: muted, X: width*sentPayload + 10},
		{Text: "Result", Colour: muted, X: width*sentOutcome + 10}}
}

func (l *messageList) line(row int, width float32) []text.Span {
	if row < len(l.shown.sent) {
		return sentLine(l.shown.sent[row], width)
	}
	return savedLine(l.shown.saved[row], width)
}

// tip is all of a row that is cut.
func (l *messageList) tip(row int) []string {
	width := l.list.Rows.Size().Width
	if spans := l.line(row, width); text.Cut(spans, look.RowText, width, text.ScaleOf(l.list.Rows)) {
		return []string{format.Excerpt(widgets.LineText(spans))}
	}
	return nil
}

// sentLine is a message that was published.
func sentLine(e *sent.Entry, width float32) []text.Span {
	plain, muted := theme.Color(theme.ColorNameForeground), look.Colour(look.Muted)
	colour := muted
	if !isGood(e.Outcome.State) {
		colour = look.Colour(theme.ColorNameError)
	}
	topic := format.Topic(e.Draft.Topic)
	if e.Kind == sent.Simulation {
		topic = "" // it has published to many
	}
	return []text.Span{
		{Text: whenSent(e.At.Local(), time.Now()), Colour: muted, X: 8},
		{Text: topic, Colour: plain, X: sentTopic, Limit: width * sentPayload, Keep: "/"},
		{Text: entryPayload(e), Style: styleOf(e), Colour: plain, X: width*sentPayload + 10, Limit: width * sentOutcome},
		{Text: outcomeInShort(&e.Outcome), Colour: colour, X: width*sentOutcome + 10, Limit: width - 8},
	}
}

// styleOf is that of the payload, which a work has none of its own.
func styleOf(e *sent.Entry) text.Style {
	if e.Kind == sent.Message {
		return text.Mono
	}
	return text.Regular
}

// savedLine is a saved message.
func savedLine(m *collections.Message, width float32) []text.Span {
	plain, muted := theme.Color(theme.ColorNameForeground), look.Colour(look.Muted)
	name, folder := m.Title(), ""
	if m.Folder != "" {
		folder = m.Folder + " / "
	}
	content := payloadOf(&m.Draft, 0)
	if m.File != "" {
		content = format.Fill("in the file {file}", "file", m.File)
	}
	return []text.Span{
		{Text: folder, Colour: muted, X: 8, Limit: width * savedTopic},
		{Text: name, Colour: plain, X: -1, Limit: width * savedTopic},
		{Text: format.Topic(m.Draft.Topic), Colour: muted, X: width*savedTopic + 10, Limit: width * savedPayload, Keep: "/"},
		{Text: content, Style: text.Mono, Colour: plain, X: width*savedPayload + 10, Limit: width - 8},
	}
}

// payloadOf is the beginning of a payload on one line.
func payloadOf(d *draft.Draft, left int) string {
	content := d.Bytes
	switch {
	case left > 0:
		return format.Fill("({size}, not kept)", "size", format.Size(left))
	case content == nil:
		content = []byte(d.Text)
	case !utf8.Valid(content):
		return "(" + format.Size(len(content)) + ")"
	}
	if len(content) == 0 {
		return "(empty)"
	}
	return payload.Preview(content[:min(len(content), 200)], len(content))
}
