package publish

import (
	"strings"
	"unicode"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/model"
	"mangrove/ui/desk"
	"mangrove/ui/format"
)

// doubt is what is asked before something is published that is hardly ever meant; without
// words nothing is.
type doubt struct{ title, words string }

// askAbout asks, where there is a doubt, and then does what the action says.
func (p *Panel) askAbout(d doubt, action string, do func()) {
	if d.words == "" {
		do()
		return
	}
	p.desk.Confirm(&desk.Confirmation{Title: d.title, Action: action, Words: d.words, Do: do})
}

// hardlyMeant is what is asked before something is published to a topic that is hardly
// ever meant, nothing of others; shown is how the topic can be shown.
func hardlyMeant(topic, shown string) doubt {
	name := format.ExcerptOf(format.TopicInSentence(shown), 200)
	if control := model.ControlIn(topic); control != nil {
		return doubt{"Publish to a topic with a control character?", format.Fill("It would go to {name}. {why}", "name", name, "why", explain.Error(control, broker.Address{}))}
	}
	if blanks := blanksOf(topic, name); blanks != "" {
		return doubt{"Publish to a topic with spaces?", blanks + " To a broker, it is not the same topic as without them."}
	}
	if command := likeCommand(topic, name); command.words != "" {
		return command
	}
	if broker.IsSystem(topic) {
		return doubt{"Publish to a topic that belongs to the broker?", format.Fill("Topics that begin with $SYS are the broker's own. Most brokers refuse or ignore what others publish to {name}.", "name", name)}
	}
	return doubt{}
}

// blanksOf is a sentence that says where a topic, which is shown by a name, has blanks that
// are hardly ever meant, "" when nowhere.
func blanksOf(topic, name string) string {
	blank := func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) }
	trimmed := strings.TrimFunc(topic, blank)
	switch {
	case trimmed == "":
		return format.Fill("The topic {name} consists of spaces only.", "name", name)
	case trimmed != topic:
		return format.Fill("The topic {name} begins or ends with spaces.", "name", name)
	}
	for level := range strings.SplitSeq(topic, "/") {
		if level != "" && strings.TrimFunc(level, blank) == "" {
			return format.Fill("The topic {name} has a level of spaces only.", "name", name)
		}
	}
	return ""
}

// beginAfter begins what is published by itself once it is asked about. What has come to stand
// against it meanwhile is said.
func (w *work) beginAfter(ask doubt, action string, do func()) {
	w.panel.askAbout(ask, action, func() {
		if wrong := w.cannotStart(); wrong != "" {
			w.panel.showOutcome(wrong, true)
			return
		}
		do()
	})
}
