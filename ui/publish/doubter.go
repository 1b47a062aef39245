package publish

import (
	"context"
	"maps"
	"strings"
	"time"

	"mangrove/broker"
	"mangrove/broker/draft"
	"mangrove/broker/request"
	"mangrove/broker/retained"
	"mangrove/model"
	"mangrove/model/template"
	"mangrove/ui/format"
)

// Bounds of the look at what the broker keeps before messages are published by themselves.
const (
	lookAtSome   = 10 * time.Second
	mostLookedAt = 1_000 // topics; of others it goes by what was received
	mostIndexes  = 50    // messages whose topics a template makes
)

// doubter finds what is doubtful about messages that are published by themselves from now on.
// Any goroutine may ask.
type doubter struct {
	secrets
	own     *ownRetained
	store   *model.Store
	profile broker.Profile
	search  retained.Search // without Open: it goes by what was received
}

func (p *Panel) doubter() doubter {
	d := doubter{secrets: p.environment.secrets, own: &p.own, store: p.conn.Store, profile: p.conn.Profile}
	if p.conn.Status.Phase == broker.Connected {
		d.search = retained.Search{Open: p.Open, Quiet: p.Quiet}
	}
	if d.search.Quiet <= 0 {
		d.search.Quiet = quietForOne
	}
	return d
}

// looks reports whether the broker is looked at for messages of drafts, which takes a while.
func (d doubter) looks(of ...draft.Draft) bool {
	for i := range of {
		if of[i].Retain {
			return d.search.Open != nil
		}
	}
	return false
}

// of is what is asked before messages are published that drafts make: a topic that is a
// template is judged by the first one. What cannot be made says so itself.
func (d doubter) of(v template.Values, of ...draft.Draft) doubt {
	var f findings
	d.judge(&f, v, of)
	return d.weigh(&f)
}

// ofRounds is that of a message which is published so many times, 0: until it is stopped. A
// topic that is a template is judged by the first messages.
func (d doubter) ofRounds(v template.Values, rounds int, of draft.Draft) doubt {
	var f findings
	most := mostIndexes
	if rounds > 0 {
		most = min(most, rounds)
	}
	if !of.Template || !strings.Contains(of.Topic, "{{") {
		most = 1
	}
	for v.Index = range most {
		d.judge(&f, v, []draft.Draft{of})
	}
	return d.weigh(&f)
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
	return d.weigh(&f)
}

// ofTopics is that of messages to topics, of which some are retained.
func (d doubter) ofTopics(topics, keeps []string) doubt {
	var f findings
	for _, topic := range topics {
		f.see(topic, topic, false)
	}
	for _, topic := range keeps {
		f.see(topic, topic, true)
	}
	return d.weigh(&f)
}

// findings is what is doubtful about messages.
type findings struct {
	unlikely doubt             // the first topic that is hardly ever meant
	keeps    []string          // topics of messages that are to be retained, each once
	shown    map[string]string // how these can be shown
	unseen   []string          // of which it could not be looked up what the broker keeps, and nothing was received
	replaced []string          // of which somebody else has a retained message
	before   retainedMessage   // of the first
}

// see takes in the topic of a message.
func (f *findings) see(topic, shown string, retain bool) {
	if f.unlikely.words == "" {
		f.unlikely = hardlyMeant(topic, shown)
	}
	if _, seen := f.shown[topic]; seen || !retain {
		return
	}
	if f.shown == nil {
		f.shown = map[string]string{}
	}
	f.shown[topic] = shown
	f.keeps = append(f.keeps, topic)
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
		f.see(topic, d.shownTopic(&of[i], topic), of[i].Retain)
	}
}

// weigh looks at what the broker keeps for the topics, and makes one question of all.
func (d doubter) weigh(f *findings) doubt {
	there, looked := d.look(f)
	for _, topic := range f.keeps {
		m, others := there[topic], true
		if !looked[topic] {
			if m, others = d.own.others(d.store, topic); !others && d.search.Open != nil && canBeLookedAt(topic) {
				f.unseen = append(f.unseen, topic)
			}
		} else if own, ours := d.own.get(topic); len(m.Payload) == 0 || ours && retained.Same(&own.Publication, &m.Publication) {
			others = false
		}
		if !others {
			continue
		}
		if len(f.replaced) == 0 {
			f.before = m
		}
		f.replaced = append(f.replaced, topic)
	}
	return f.doubt()
}

// look finds what the broker keeps for topics, and says for which of them that is known.
func (d doubter) look(f *findings) (there map[string]retainedMessage, looked map[string]bool) {
	if d.search.Open == nil {
		return nil, nil
	}
	in := d.search
	for _, topic := range f.keeps {
		if len(in.Filters) < mostLookedAt && canBeLookedAt(topic) {
			in.Filters = append(in.Filters, topic)
		}
	}
	if len(in.Filters) == 0 {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), lookAtSome)
	defer cancel()
	found, err := retained.Find(ctx, d.profile, in)
	if err != nil {
		return nil, nil
	}
	there, looked = map[string]retainedMessage{}, map[string]bool{}
	for _, topic := range in.Filters {
		looked[topic] = true
	}
	for _, m := range found.Messages {
		there[m.Topic] = retainedMessage{Publication: m}
	}
	return there, looked
}

// canBeLookedAt reports whether a topic is one that can be subscribed to by its name.
func canBeLookedAt(topic string) bool {
	return model.CheckTopic(topic) == nil && !strings.HasPrefix(topic, "$share/")
}

// doubt is all of it in one question. What publishes by itself replaces retained messages for
// good: Undo is offered by the button only.
func (f *findings) doubt() doubt {
	if len(f.replaced) == 0 {
		return f.unsure()
	}
	words := format.Fill("The broker keeps a message for {topic}: {message}.", "topic", format.ExcerptOf(format.TopicInSentence(f.shown[f.replaced[0]]), 200), "message", f.before.words())
	n, rest := len(f.replaced), ""
	if len(f.unseen) > 0 {
		rest = format.Counted(len(f.unseen), "It could not be looked up what the broker keeps for {count} other topic.", "It could not be looked up what the broker keeps for {count} other topics.")
	}
	if n == 1 {
		return doubt{"Replace a retained message?", sentences(f.unlikely.words, words, "It would be replaced, and there is no Undo.", rest)}
	}
	return doubt{format.Fill("Replace {count} retained messages?", "count", format.Count(int64(n))), sentences(f.unlikely.words, words,
		format.Counted(n-1, "It and that of {count} other topic would be replaced, and there is no Undo.", "It and those of {count} other topics would be replaced, and there is no Undo."), rest)}
}

// unsure is the question where no message is known that would be replaced.
func (f *findings) unsure() doubt {
	if len(f.unseen) == 0 {
		return f.unlikely
	}
	return doubt{"Replace what the broker may keep?", sentences(f.unlikely.words, format.Counted(len(f.unseen),
		"What the broker keeps for {topic} is not known: it could not be looked at. If there is a retained message, it would be replaced, and there is no Undo.",
		"What the broker keeps for {topic} and others, {count} topics in all, is not known: it could not be looked at. Retained messages there would be replaced, and there is no Undo.",
		"topic", format.ExcerptOf(format.TopicInSentence(f.shown[f.unseen[0]]), 200)))}
}
