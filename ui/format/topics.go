package format

import (
	"strings"

	"mangrove/ui/widgets/text"
)

// EmptyLevel is what is said of a level without a name.
const EmptyLevel = "(empty level)"

// Level is a level, or some, as they are drawn: an empty one has a name
// too, and blanks that would not be seen have signs.
func Level(name string) string {
	if name == "" {
		return EmptyLevel
	}
	return SignTopic(name)
}

// Topic is a topic as it is drawn by itself.
func Topic(topic string) string {
	if strings.Trim(topic, "/") == "" {
		return `"` + topic + `"`
	}
	return SignTopic(topic)
}

// TopicInSentence is a topic in a sentence: in quotes, with signs for odd blanks and
// marks for what cannot be seen, when it would not be seen for what it is.
func TopicInSentence(topic string) string {
	words := text.WithMarks(SignTopic(topic))
	if words == topic && strings.Trim(topic, "/") != "" {
		return topic
	}
	return `"` + words + `"`
}

// mostListed is how many topics a sentence lists.
const mostListed = 5

// TopicsInSentence lists topics or filters in a sentence: the first ones, and how many
// more there are. Of a long one the ends are named. There may be thousands of 65 kB,
// and the sentence may be made for each drawing.
func TopicsInSentence(topics []string) string {
	var names []string
	for _, topic := range topics[:min(len(topics), mostListed)] {
		names = append(names, TopicInSentence(BothEnds(topic)))
	}
	return AndMore(names, len(topics)-mostListed)
}

// AndMore lists names, and says how many more there are than are listed.
func AndMore(names []string, more int) string {
	all := strings.Join(names, ", ")
	if more <= 0 {
		return all
	}
	return Fill("{names} and {count} more", "names", all, "count", Count(more))
}
