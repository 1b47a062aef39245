package publish

import (
	"strings"

	"mangrove/ui/format"
)

// scope is which of the broker's retained messages are to be cleared, as whole sentences: with
// {topic}, {messages} as "3 retained messages", {done} of them, and {broker}.
type scope struct {
	none    string // the broker keeps none
	unknown string // none was received
	title   string
	running string
	done    string
}

// The scopes. Of one topic that the user has named, there is one message.
var (
	ofTopic = &scope{
		none:    "The broker keeps no retained message of {topic}.",
		unknown: "No retained message of {topic} is known.",
		title:   "Clear the retained message of {topic}?",
		running: "Clearing the retained message of {topic}…",
		done:    "Cleared the retained message of {topic} on {broker}",
	}
	belowLevel = &scope{
		none:    "The broker keeps no retained message at and below {topic}.",
		unknown: "No retained message at and below {topic} is known.",
		title:   "Clear {messages} at and below {topic}?",
		running: "Clearing {messages} at and below {topic}…",
		done:    "Cleared {done} of {messages} at and below {topic} on {broker}",
	}
	ofDiscovery = &scope{
		none:    "The broker keeps no retained message of Home Assistant's discovery.",
		unknown: "No retained message of Home Assistant's discovery is known.",
		title:   "Clear {messages} of Home Assistant's discovery?",
		running: "Clearing {messages} of Home Assistant's discovery…",
		done:    "Cleared {done} of {messages} of Home Assistant's discovery on {broker}",
	}
)

// longestTitled is how much of a topic stands in a title.
const longestTitled = 60

// fill puts the topic, the broker and other values into a sentence.
func (c *clearing) fill(form string, values ...any) string {
	return format.Fill(form, append(values, "topic", format.TopicInSentence(c.topic), "broker", c.address.String())...)
}

// title asks whether so many messages are to be cleared.
func (c *clearing) title() string {
	return c.fill(c.scope.title, "topic", format.ExcerptOf(format.TopicInSentence(c.topic), longestTitled), "messages", c.messages())
}

// messages is how many there are to be cleared.
func (c *clearing) messages() string {
	return format.Counted(len(c.items), "{count} retained message", "{count} retained messages")
}

// sentences joins whole ones; empty ones are left out.
func sentences(all ...string) string {
	var said []string
	for _, one := range all {
		if one != "" {
			said = append(said, one)
		}
	}
	return strings.Join(said, " ")
}

// stillThere says for how many topics the broker keeps a message still.
func stillThere(n int) string {
	switch n {
	case 0:
		return ""
	case 1:
		return "1 message is still there."
	}
	return format.Fill("{number} messages are still there.", "number", format.Count(n))
}

// leftAlone says how many messages were not tried, or refused.
func leftAlone(n int) string {
	switch n {
	case 0:
		return ""
	case 1:
		return "1 message left as it was."
	}
	return format.Fill("{number} messages left as they were.", "number", format.Count(n))
}
