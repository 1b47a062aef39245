package publish

import (
	"context"
	"slices"
	"strings"
	"time"

	"mangrove/broker"
	"mangrove/broker/explain"
	"mangrove/broker/retained"
	"mangrove/model"
	"mangrove/ui/desk"
	"mangrove/ui/format"
)

// How retained messages are cleared.
const (
	clearTyped = 20              // from so many on a word has to be typed
	lookFor    = 5 * time.Minute // how long the broker is looked at, at the most
)

// clearing is the retained messages of topics to be cleared.
type clearing struct {
	scope   *scope
	topic   string   // that it is of, or at and below; empty of a scope that names none
	one     bool     // it is about one topic, named by the user
	filters []string // where they are looked for
	named   []string // the topics that were looked for by name instead; nil: by the filters
	items   []clearedMessage
	found   *retained.Found // what was found; nil: what was received is listed
	refused error           // why it could not be looked for
	session broker.Session  // that it was begun on
	address broker.Address
	store   *model.Store
}

// clearedMessage is a message that is to be cleared.
type clearedMessage struct {
	retainedMessage
	known bool   // what it is
	after uint64 // so many messages of its topic
}

// AskClear asks whether the retained message of a topic is to be cleared.
func (p *Panel) AskClear(topic string) {
	c := p.newClearing(ofTopic, topic, topic)
	c.one = true
	p.findRetained(c, func() []string { return []string{topic} })
}

// AskClearBelow asks whether all retained messages at and below a level, which is not the
// root, are to be cleared.
func (p *Panel) AskClearBelow(top model.ID) {
	store, level := p.conn.Store, p.conn.Store.Topic(top)
	p.findRetained(p.newClearing(belowLevel, level, level+"/#"), func() (topics []string) {
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
		return topics
	})
}

// AskClearDiscovery asks whether messages of Home Assistant's discovery are to be cleared that
// somebody has found with filters.
func (p *Panel) AskClearDiscovery(filters []string, messages []broker.Publication) {
	if p.cannotClear() {
		return
	}
	c := p.newClearing(ofDiscovery, "", filters...)
	c.takeFound(&retained.Found{Messages: messages})
	p.askClear(c)
}

func (p *Panel) newClearing(of *scope, topic string, filters ...string) *clearing {
	return &clearing{scope: of, topic: topic, filters: filters, session: p.conn.Session, address: p.conn.Profile.Address, store: p.conn.Store}
}

// takeFound takes in what was found.
func (c *clearing) takeFound(found *retained.Found) {
	c.found, c.items = found, make([]clearedMessage, len(found.Messages))
	for i, m := range found.Messages {
		c.items[i] = clearedMessage{retainedMessage: retainedMessage{Publication: m}, known: true}
	}
}

// findRetained looks for what the broker keeps, with a connection of its own, and asks then. Where
// the broker does not let it, it goes by what was received: known lists these topics, beside
// the goroutine that draws.
func (p *Panel) findRetained(c *clearing, known func() []string) {
	if p.cannotClear() {
		return
	}
	if p.Open == nil {
		p.askReceived(c, known)
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), lookFor)
	shown := p.desk.ShowProgress("Retained messages", "Looking for retained messages…", cancel)
	search, profile := retained.Search{Open: p.Open, Filters: c.filters, Quiet: p.Quiet}, p.conn.Profile
	go func() { // ends when nothing more comes, or with Cancel
		defer cancel()
		found, err := retained.Find(ctx, profile, search)
		if err == nil && len(found.Messages) == 0 && !c.one {
			found, err = c.findNamed(ctx, profile, search, known())
		}
		p.desk.Run(func() {
			switch canceled := shown.Closed; {
			case canceled:
			case err != nil:
				shown.Close()
				c.refused = err
				p.askReceived(c, known)
			default:
				shown.Close()
				c.takeFound(found)
				p.askFound(c, known)
			}
		})
	}()
}

// findNamed looks for topics by their names: brokers as RabbitMQ send nothing that they keep
// for a filter with wildcards.
func (c *clearing) findNamed(ctx context.Context, profile broker.Profile, search retained.Search, topics []string) (*retained.Found, error) {
	search.Filters = slices.DeleteFunc(topics, func(topic string) bool {
		return strings.ContainsAny(topic, "+#") || model.CheckFilter(topic) != nil
	})
	if len(search.Filters) == 0 {
		return &retained.Found{}, nil
	}
	found, err := retained.Find(ctx, profile, search)
	if err == nil && len(found.Messages) > 0 {
		c.named = found.Topics()
	}
	return found, err
}

// looked is where the messages are found again.
func (c *clearing) looked() []string {
	if c.named != nil {
		return c.named
	}
	return c.filters
}

// askFound asks about what was found. Of a topic that is named, or that was published here,
// it may be that this login may write and not read.
func (p *Panel) askFound(c *clearing, known func() []string) {
	if len(c.items) == 0 && c.one {
		topic := c.filters[0]
		id, received := c.store.Find(topic)
		if _, own := p.own.get(topic); own || received && c.store.IsRetained(id) {
			p.askReceived(c, known)
			return
		}
	}
	if len(c.items) == 0 && !c.one {
		own := slices.DeleteFunc(p.own.below(c.topic), func(topic string) bool {
			_, known := p.own.last(c.store, topic)
			return !known // it was cleared by somebody else
		})
		if len(own) > 0 {
			p.askReceived(c, func() []string { return own })
			return
		}
	}
	p.askClear(c)
}

// askReceived asks about what is known from what was received.
func (p *Panel) askReceived(c *clearing, known func() []string) {
	c.found = nil
	own := &p.own
	if c.one {
		c.receive(own, known())
		p.askClear(c)
		return
	}
	go func() { // ends when the topics have been looked at
		c.receive(own, known())
		p.desk.Run(func() { p.askClear(c) })
	}()
}

// receive takes in what was received of topics, of which there may be very many.
func (c *clearing) receive(own *ownRetained, topics []string) {
	c.items = make([]clearedMessage, len(topics))
	for i, topic := range topics {
		m, known := own.last(c.store, topic)
		m.Topic = topic
		c.items[i] = clearedMessage{m, known, c.received(topic)}
	}
}

// received is how many messages have come on a topic.
func (c *clearing) received(topic string) uint64 {
	id, known := c.store.Find(topic)
	if !known {
		return 0
	}
	return c.store.Stats(id, time.Now()).Messages
}

// askClear shows what will be cleared, and asks.
func (p *Panel) askClear(c *clearing) {
	if len(c.items) == 0 {
		words := c.scope.none
		if c.found == nil {
			words = c.scope.unknown
		}
		p.offerNotice(c.fill(words))
		return
	}
	n := len(c.items)
	q := &desk.Confirmation{
		Title:  c.title(),
		Words:  c.question(),
		Action: format.Fill("Clear {count}", "count", format.Count(n)),
		Sudden: p.Open != nil,
		Do:     func() { p.clear(c) },
	}
	switch {
	case c.one:
		q.Action = "Clear"
	default:
		q.Content = p.listMessages(c.items)
	}
	if n >= clearTyped {
		q.Typed = format.Fill("clear {count}", "count", n)
	}
	p.desk.Confirm(q)
}

// question says what will be done, and what is not known.
func (c *clearing) question() string {
	words := format.Fill("The broker {address} will delete them, and new subscribers will not get them. Undo publishes them again.", "address", c.address)
	if len(c.items) == 1 {
		words = format.Fill("The broker {address} will delete it, and new subscribers will not get it. Undo publishes it again.", "address", c.address)
	}
	if c.one {
		words = c.oneQuestion()
	}
	if c.found == nil {
		switch {
		case c.refused != nil:
			words = "The retained messages could not be fetched. " + explain.Error(c.refused, c.address) + " This is what was received here; the broker may keep other messages.\n" + words
		case c.one:
		default:
			words += " This is what was received here."
		}
		if unknown := c.unknown(); unknown > 0 && !c.one {
			words += format.Counted(unknown, " The content of {count} topic was never received, so Undo cannot bring it back.",
				" The content of {count} topics was never received, so Undo cannot bring it back.")
		}
		return words
	}
	if n := c.found.NoQoS; n > 0 {
		words += format.Counted(n, " The QoS of {count} message is not known; Undo uses QoS 0.", " The QoS of {count} messages is not known; Undo uses QoS 0.")
	}
	if n := len(c.found.Odd); n > 0 {
		words += format.Counted(n, " The properties of {count} message cannot be read in full, and Undo does not bring them back.",
			" The properties of {count} messages cannot be read in full, and Undo does not bring them back.")
	}
	if c.found.Full {
		words += format.Fill(" There are more than {limit} messages or {size}; the others are left as they are.",
			"limit", format.Count(retained.MostMessages), "size", format.Size(retained.MostBytes))
	}
	return words
}

func (c *clearing) oneQuestion() string {
	words := c.fill("The broker {broker} will delete the retained message of {topic}. New subscribers will not get it.")
	switch m := &c.items[0]; {
	case c.found != nil:
		return words + "\n" + format.Fill("It is {message}. Undo publishes it again.", "message", m.words())
	case m.known:
		return words + "\n" + format.Fill("Last seen as {message}. Undo publishes it again.", "message", m.words())
	}
	return words + "\nIts content was never received here, so this cannot be undone."
}

// unknown is how many have a content that was never received.
func (c *clearing) unknown() (n int) {
	for i := range c.items {
		if !c.items[i].known {
			n++
		}
	}
	return n
}

// offerNotice says something that is not to be overlooked.
func (p *Panel) offerNotice(words string) {
	p.showOutcome(words, false)
	p.OnOffer(words, "", nil)
}
