package publish

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/model"
	"mangrove/ui/desk"
	"mangrove/ui/format"
)

// How retained messages of many topics are cleared.
const (
	clearEvery  = 5 * time.Millisecond   // at most one in that time
	clearSay    = 200 * time.Millisecond // how often it is said how far it is
	clearListed = 8                      // topics named in the question
	clearTyped  = 20                     // from so many on a word has to be typed
	clearUndo   = 64 << 20               // bytes of messages kept to be published again
)

// clearing is the retained messages of topics to be cleared, by publishing
// empty ones.
type clearing struct {
	where  string // the topic, or the level they are at and below
	topics []string
	qos    byte         // that they are cleared at
	most   byte         // that the broker takes
	store  *model.Store // what has been received

	cleared int
	undo    []clearedMessage // what was cleared, as far as it is known
	unsure  int              // of them, those that came without the retain flag
	kept    int              // bytes of messages in it
	err     error            // the first
}

// clearedMessage is a message that was cleared after so many messages of its topic.
type clearedMessage struct {
	retainedMessage
	after uint64
}

// AskClear asks whether the retained message of a topic is to be cleared.
func (p *Panel) AskClear(topic string) {
	if p.cannotClear() {
		return
	}
	words := fmt.Sprintf("The broker %s will delete the retained message of %s. New subscribers will not get it.",
		p.conn.Profile.Address, format.TopicInSentence(topic))
	if m, ok := p.own.last(p.conn.Store, topic); ok {
		words += "\nLast seen as " + m.words() + ". Undo publishes it again."
	} else {
		words += "\nIts content was never received here, so this cannot be undone."
	}
	p.desk.Confirm(&desk.Confirmation{Title: "Clear the retained message of " + format.ExcerptOf(format.TopicInSentence(topic), 60) + "?", Words: words, Action: "Clear",
		Do: func() { p.clear(&clearing{where: format.TopicInSentence(topic), topics: []string{topic}}) }})
}

// AskClearBelow asks whether all retained messages at and below a level are to
// be cleared. They are looked for beside the goroutine that draws.
func (p *Panel) AskClearBelow(top model.ID) {
	if p.cannotClear() {
		return
	}
	store, level := p.conn.Store, p.conn.Store.Topic(top)
	go func() { // ends when the topics have been looked at
		var topics []string
		for _, id := range store.RetainedBelow(top) {
			if t := store.Topic(id); !broker.IsSystem(t) {
				topics = append(topics, t)
			}
		}
		for _, t := range p.own.below(level) {
			if !slices.Contains(topics, t) {
				topics = append(topics, t)
			}
		}
		p.desk.Run(func() { p.askClearAll(level, topics) })
	}()
}

func (p *Panel) askClearAll(level string, topics []string) {
	where := format.TopicInSentence(level)
	if len(topics) == 0 {
		p.say("No retained message is known at or below "+where+".", false)
		return
	}
	n := format.Plural(len(topics), "retained message")
	q := &desk.Confirmation{
		Title: "Clear " + n + " at and below " + format.ExcerptOf(where, 60) + "?",
		Words: fmt.Sprintf("The broker %s will delete them, and new subscribers will not get them. Those received here can be published again with Undo.",
			p.conn.Profile.Address),
		Action: fmt.Sprintf("Clear %s", format.Count(len(topics))),
		Do:     func() { p.clear(&clearing{where: where, topics: topics}) },
	}
	for _, t := range topics[:min(len(topics), clearListed)] {
		q.List = append(q.List, format.ExcerptOf(format.TopicInSentence(t), 120))
	}
	if more := len(topics) - clearListed; more > 0 {
		q.List = append(q.List, "and "+format.Count(more)+" more")
	}
	if len(topics) >= clearTyped {
		q.Typed = "clear " + fmt.Sprint(len(topics))
	}
	p.desk.Confirm(q)
}

// clear publishes empty retained messages, one after the other, and says how
// far it is. It stops when the connection is lost.
func (p *Panel) clear(c *clearing) {
	if p.readOnly() {
		return
	}
	c.qos, c.most = 1, 2
	if st := p.conn.Status; st.Phase == broker.Connected {
		c.most = st.Limits.MaxQoS
		c.qos = min(c.qos, c.most)
	}
	c.store = p.conn.Store
	session, address, one := p.conn.Session, p.conn.Profile.Address, len(c.topics) == 1
	ctx, cancel := context.WithCancel(context.Background())
	p.say(c.progress(), false)
	if !one {
		p.OnOffer(c.progress(), "Stop", cancel)
	}
	go func() { // ends with the last topic, when it is stopped, or with the session
		defer cancel()
		pace := time.NewTicker(clearEvery)
		defer pace.Stop()
		began, told := time.Now(), time.Now()
		for _, topic := range c.topics {
			if p.clearOne(ctx, session, c, topic); ctx.Err() != nil || isGone(c.err) {
				break
			}
			if now := time.Now(); now.Sub(told) >= clearSay {
				told = now
				words := c.progress()
				p.desk.Run(func() { p.say(words, false) })
			}
			if !one {
				<-pace.C
			}
		}
		took := time.Since(began)
		p.desk.Run(func() { p.cleared(c, took, address) })
	}()
}

// clearOne clears the retained message of a topic.
func (p *Panel) clearOne(ctx context.Context, session broker.Session, c *clearing, topic string) {
	before, known := p.own.last(c.store, topic)
	ctx, cancel := context.WithTimeout(ctx, publishTimeout)
	defer cancel()
	start, messages := time.Now(), c.messages(topic)
	_, err := session.Publish(ctx, broker.Publication{Topic: topic, QoS: c.qos, Retain: true})
	if err != nil {
		if c.err == nil || isGone(err) {
			c.err = err
		}
		return
	}
	c.cleared++
	p.own.note(broker.Publication{Topic: topic, Retain: true}, start)
	if known {
		c.keep(before, messages)
	}
}

// keep keeps a message that was cleared after so many of its topic, while there is room.
func (c *clearing) keep(m retainedMessage, after uint64) {
	n := m.size()
	if c.kept+n > clearUndo {
		return
	}
	c.kept += n
	c.undo = append(c.undo, clearedMessage{m, after})
	if m.unsure {
		c.unsure++
	}
}

// isGone reports whether there is no connection to publish on.
func isGone(err error) bool {
	return errors.Is(err, broker.ErrNotConnected) || errors.Is(err, broker.ErrClosed)
}

// progress says how far it is.
func (c *clearing) progress() string {
	if len(c.topics) == 1 {
		return "Clearing the retained message of " + c.where + " …"
	}
	return fmt.Sprintf("Clearing %s of %s at and below %s …", format.Count(c.cleared), format.Plural(len(c.topics), "retained message"), c.where)
}

// cleared says what has become of it, and offers to undo it.
func (p *Panel) cleared(c *clearing, took time.Duration, a broker.Address) {
	words := c.result(took, a)
	p.offline = isGone(c.err)
	p.retain.SetChecked(false) // done, and not to be done again by the next press
	p.say(time.Now().Format("15:04:05")+"  "+words, c.err != nil && !errors.Is(c.err, context.Canceled))
	switch {
	case len(c.undo) > 0:
		short := ""
		if len(c.undo) < c.cleared {
			short = fmt.Sprintf(" Undo publishes again the %s received here.", format.Count(len(c.undo)))
		}
		if c.unsure > 0 && len(c.topics) > 1 {
			short += fmt.Sprintf(" For %s, Undo publishes a later message, since the broker does not say which one it kept.", format.Count(c.unsure))
		}
		p.OnUndo(words+"."+short, func() { p.restore(c) })
	case len(c.topics) > 1:
		p.OnOffer(words+".", "", nil)
	}
}

func (c *clearing) result(took time.Duration, a broker.Address) string {
	how := fmt.Sprintf("acknowledged at QoS %d in %s", c.qos, format.Interval(took))
	if c.qos == 0 {
		how = "sent at QoS 0, which is not acknowledged"
	}
	one := len(c.topics) == 1
	switch {
	case one && c.err != nil:
		return "The retained message of " + c.where + " was not cleared: " + strings.TrimSuffix(explain.Error(c.err, a), ".")
	case one:
		return fmt.Sprintf("Cleared the retained message of %s on %s, %s", c.where, a, how)
	}
	words := fmt.Sprintf("Cleared %s of %s at and below %s on %s", format.Count(c.cleared), format.Plural(len(c.topics), "retained message"), c.where, a)
	if c.err != nil && !errors.Is(c.err, context.Canceled) {
		words += ". " + strings.TrimSuffix(explain.Error(c.err, a), ".")
	} else if c.err == nil && c.cleared == len(c.topics) {
		words += ", " + how
	}
	return words
}

// restore publishes again what was cleared, but where something newer has come.
func (p *Panel) restore(c *clearing) {
	session, address := p.conn.Session, p.conn.Profile.Address
	p.say("Publishing "+format.Plural(len(c.undo), "retained message")+" again …", false)
	go func() { // ends with the last of them, or with the session
		pace := time.NewTicker(clearEvery)
		defer pace.Stop()
		done, newer := 0, 0
		var failed error
		for _, m := range c.undo {
			if c.newer(&m) {
				newer++
				continue
			}
			again := m.publication()
			again.QoS = min(again.QoS, c.most)
			ctx, cancel := context.WithTimeout(context.Background(), publishTimeout)
			start := time.Now()
			_, failed = session.Publish(ctx, again)
			cancel()
			if failed != nil {
				break
			}
			p.own.note(again, start)
			done++
			if len(c.undo) > 1 {
				<-pace.C
			}
		}
		p.desk.Run(func() {
			words := fmt.Sprintf("%s  Published %s again", time.Now().Format("15:04:05"), format.Plural(done, "retained message"))
			switch {
			case newer == 1:
				words += "; 1 topic with a newer message was skipped"
			case newer > 1:
				words += "; " + format.Count(newer) + " topics with newer messages were skipped"
			}
			if failed != nil {
				words += " of " + format.Count(len(c.undo)) + ": " + explain.Error(failed, address)
			}
			p.say(words, failed != nil)
		})
	}()
}

// newer reports whether a message came on its topic since another was cleared. The
// time does not tell: clocks are set back.
func (c *clearing) newer(m *clearedMessage) bool {
	id, known := c.store.Find(m.Topic)
	return known && c.store.Received(id).Size > 0 && c.messages(m.Topic) != m.after
}

// messages is how many have come on a topic.
func (c *clearing) messages(topic string) uint64 {
	id, known := c.store.Find(topic)
	if !known {
		return 0
	}
	return c.store.Stats(id, time.Now()).Messages
}
