package ui

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2/theme"

	"mangrove/ui/format"
	"mangrove/ui/look"
	"mangrove/ui/widgets"
	"mangrove/ui/widgets/arrange"
	"mangrove/ui/widgets/text"
)

// topicNote stands under a field and says what the topic in it really is, when
// a field cannot show that: the toolkit's own draws blanks as nothing, and
// leaves characters without a look of their own out.
type topicNote struct {
	strip *widgets.Strip
	topic string
}

func newTopicNote() *topicNote {
	n := &topicNote{strip: widgets.NewStrip(18, 12)}
	n.strip.Hide()
	return n
}

// draw shows the note for a topic that needs one.
func (n *topicNote) draw(topic string) {
	if topic == n.topic {
		return
	}
	n.topic = topic
	shown := format.SignTopic(topic)
	begin := strings.ToValidUTF8(topic[:min(len(topic), format.LargestSentence)], "")
	if shown == topic && !text.Marked(begin, text.Regular) && !strings.ContainsFunc(topic, unseenInFields) {
		arrange.SetHidden(true, n.strip)
		return
	}
	n.restyle()
	arrange.SetHidden(false, n.strip)
}

// textual are the emoji beyond the first 65,536 characters that are pictures only
// where one asks for it (Unicode's emoji-data.txt: Emoji without Emoji_Presentation).
// The toolkit's fields have no glyph for them.
var textual = &unicode.RangeTable{R32: []unicode.Range32{
	{Lo: 0x1f321, Hi: 0x1f321, Stride: 1},
	{Lo: 0x1f324, Hi: 0x1f32c, Stride: 1},
	{Lo: 0x1f336, Hi: 0x1f336, Stride: 1},
	{Lo: 0x1f37d, Hi: 0x1f37d, Stride: 1},
	{Lo: 0x1f396, Hi: 0x1f397, Stride: 1},
	{Lo: 0x1f399, Hi: 0x1f39b, Stride: 1},
	{Lo: 0x1f39e, Hi: 0x1f39f, Stride: 1},
	{Lo: 0x1f3cb, Hi: 0x1f3ce, Stride: 1},
	{Lo: 0x1f3d4, Hi: 0x1f3df, Stride: 1},
	{Lo: 0x1f3f3, Hi: 0x1f3f7, Stride: 2},
	{Lo: 0x1f43f, Hi: 0x1f441, Stride: 2},
	{Lo: 0x1f4fd, Hi: 0x1f4fd, Stride: 1},
	{Lo: 0x1f549, Hi: 0x1f54a, Stride: 1},
	{Lo: 0x1f56f, Hi: 0x1f570, Stride: 1},
	{Lo: 0x1f573, Hi: 0x1f579, Stride: 1},
	{Lo: 0x1f587, Hi: 0x1f587, Stride: 1},
	{Lo: 0x1f58a, Hi: 0x1f58d, Stride: 1},
	{Lo: 0x1f590, Hi: 0x1f590, Stride: 1},
	{Lo: 0x1f5a5, Hi: 0x1f5a8, Stride: 3},
	{Lo: 0x1f5b1, Hi: 0x1f5b2, Stride: 1},
	{Lo: 0x1f5bc, Hi: 0x1f5bc, Stride: 1},
	{Lo: 0x1f5c2, Hi: 0x1f5c4, Stride: 1},
	{Lo: 0x1f5d1, Hi: 0x1f5d3, Stride: 1},
	{Lo: 0x1f5dc, Hi: 0x1f5de, Stride: 1},
	{Lo: 0x1f5e1, Hi: 0x1f5e3, Stride: 2},
	{Lo: 0x1f5e8, Hi: 0x1f5e8, Stride: 1},
	{Lo: 0x1f5ef, Hi: 0x1f5f3, Stride: 4},
	{Lo: 0x1f5fa, Hi: 0x1f5fa, Stride: 1},
	{Lo: 0x1f6cb, Hi: 0x1f6cb, Stride: 1},
	{Lo: 0x1f6cd, Hi: 0x1f6cf, Stride: 1},
	{Lo: 0x1f6e0, Hi: 0x1f6e5, Stride: 1},
	{Lo: 0x1f6e9, Hi: 0x1f6e9, Stride: 1},
	{Lo: 0x1f6f0, Hi: 0x1f6f3, Stride: 3},
}}

// unseenInFields reports whether the toolkit's fields leave a character out.
func unseenInFields(r rune) bool { return unicode.Is(textual, r) }

// restyle takes the colours of a new theme.
func (n *topicNote) restyle() {
	n.strip.Set(
		text.Span{Text: "In full: ", Colour: look.Colour(look.Muted)},
		text.Span{Text: format.SignTopic(n.topic), Colour: look.Colour(theme.ColorNameWarning), X: -1, Keep: "/"})
}
