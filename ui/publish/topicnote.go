package publish

import (
	"strings"

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
	if shown == topic && !text.Marked(begin, text.Regular) && !text.HasBlanks(topic) {
		arrange.SetHidden(true, n.strip)
		return
	}
	n.restyle()
	arrange.SetHidden(false, n.strip)
}

// restyle takes the colours of a new theme.
func (n *topicNote) restyle() {
	n.strip.Set(
		text.Span{Text: "In full: ", Colour: look.Colour(look.Muted)},
		text.Span{Text: format.SignTopic(n.topic), Colour: look.Colour(theme.ColorNameWarning), X: -1, Keep: "/"})
}
