package publish

import (
	"maps"
	"strings"
	"unicode"

	"mangrove/broker"
	"mangrove/broker/draft"
	"mangrove/broker/explain"
	"mangrove/broker/request"
	"mangrove/model"
	"mangrove/model/template"
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

// doubter finds what is doubtful about messages that are published by themselves from now on.
// Any goroutine may ask.
type doubter struct {
	secrets
	own   *ownRetained
	store *model.Store
}

func (p *Panel) doubter() doubter {
	return doubter{p.environment.secrets, &p.own, p.conn.Store}
}

// of is what is asked before messages are published that drafts make: a topic that is a
// template is judged by the first one. What cannot be made says so itself.
func (d doubter) of(v template.Values, of ...draft.Draft) doubt {
	var f findings
	d.judge(&f, v, of)
	return f.doubt()
}

// ofDevices is that of a message which is made for each of some devices.
func (d doubter) ofDevices(v template.Values, of draft.Draft, devices []request.Device) doubt {
	var f findings
	all := v.Variables
	for _, one := range devices {
		v.Variables = make(map[string]string, len(all)+len(one.Variables))
		maps.Copy(v.Variables, all)
		maps.Copy(v.Variables, one.Variables)
		d.judge(&f, v, []draft.Draft{of})
	}
	return f.doubt()
}

// findings is what is doubtful about messages.
type findings struct {
	unlikely doubt           // the first topic that is hardly ever meant
	replaced map[string]bool // topics of which somebody else has a retained message
	first    string          // of them, as it can be shown
	before   retainedMessage // of that one
}

func (d doubter) judge(f *findings, v template.Values, of []draft.Draft) {
	for i := range of {
		topic := of[i].Topic
		if of[i].Template {
			m, err := makeMessage(draft.Draft{Topic: topic, Template: true}, nil, v)
			if err != nil {
				continue
			}
			topic = m.Topic
		}
		shown := d.shownTopic(&of[i], topic)
		if f.unlikely.words == "" {
			f.unlikely = hardlyMeant(topic, shown)
		}
		if !of[i].Retain || f.replaced[topic] {
			continue
		}
		if before, others := d.own.others(d.store, topic); others {
			if f.replaced == nil {
				f.replaced, f.first, f.before = map[string]bool{}, shown, before
			}
			f.replaced[topic] = true
		}
	}
}

// doubt is all of it in one question. What publishes by itself replaces retained messages for
// good: Undo is offered by the button only.
func (f *findings) doubt() doubt {
	if len(f.replaced) == 0 {
		return f.unlikely
	}
	words := format.Fill("The broker keeps a message for {topic}: {message}.", "topic", format.ExcerptOf(format.TopicInSentence(f.first), 200), "message", f.before.words())
	n := len(f.replaced)
	if n == 1 {
		return doubt{"Replace a retained message?", sentences(f.unlikely.words, words, "It would be replaced, and there is no Undo.")}
	}
	return doubt{format.Fill("Replace {count} retained messages?", "count", format.Count(int64(n))), sentences(f.unlikely.words, words,
		format.Counted(n-1, "It and that of {count} other topic would be replaced, and there is no Undo.", "It and those of {count} other topics would be replaced, and there is no Undo."))}
}

// doubtOfTopics is that of messages to topics.
func doubtOfTopics(topics []string) doubt {
	for _, topic := range topics {
		if d := hardlyMeant(topic, topic); d.words != "" {
			return d
		}
	}
	return doubt{}
}

// beginAfter begins what is published by itself once it is asked about. What has come to stand
// against it meanwhile is said.
func (w *work) beginAfter(ask doubt, action string, do func()) {
	w.panel.askAbout(ask, action, func() {
		if wrong := w.cannotStart(); wrong != "" {
			w.panel.say(wrong, true)
			return
		}
		do()
	})
}
