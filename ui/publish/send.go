package publish

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"fyne.io/fyne/v2"

	"mangrove/broker"
	"mangrove/broker/draft"
	"mangrove/broker/sent"
	"mangrove/model/decode/schemas"
	"mangrove/model/template"
	"mangrove/ui/format"
)

// publish sends what stands in the fields. It asks before what is hardly ever
// meant.
func (p *Panel) publish() {
	p.desk.Toast.Withdraw(notByKey)
	if p.readOnly() || p.takeCommand() {
		return
	}
	d, wrong := p.read()
	if wrong != nil {
		p.sayOf(wrong.field, wrong.words)
		return
	}
	p.make(sending{d, true, p.environment.id(), p.environment.secrets})
}

// sending is a message on its way, as it was typed.
type sending struct {
	draft       draft.Draft
	typed       bool   // it stands in the fields
	environment string // its template was answered with: the ID
	secrets
}

// SendAgain publishes a message that does not stand in the fields, which stay as they are.
func (p *Panel) SendAgain(d draft.Draft) {
	if !p.readOnly() {
		p.make(sending{d, false, p.environment.id(), p.environment.secrets})
	}
}

// make makes a message and goes on with it.
func (p *Panel) make(s sending) {
	d, values := s.draft, p.values()
	p.makeBeside(isMadeAtOnce(&d), func() (then func()) {
		m, err := makeMessage(d, &p.shelf, values)
		return func() { p.made(s, m, err) }
	})
}

// isMadeAtOnce reports whether a message is made without templates and schemas, which may
// take a while.
func isMadeAtOnce(d *draft.Draft) bool { return !d.Template && (d.As == "" || d.Bytes != nil) }

// makeBeside has something made, beside the goroutine that draws unless it is made at once, and
// then goes on with what came of it there.
func (p *Panel) makeBeside(atOnce bool, do func() (then func())) {
	if atOnce {
		do()()
		return
	}
	go func() { // ends with what is made, for which templates and schemas have their bounds
		then := do()
		p.desk.Run(then)
	}()
}

// makeMessage makes the message of what is typed. Bytes that are sent as they are, which
// may be many, are not copied.
func makeMessage(d draft.Draft, shelf *schemas.Shelf, v template.Values) (broker.Publication, error) {
	content := d.Bytes
	if content != nil {
		d.Bytes = []byte{}
	}
	maker, err := draft.NewMaker(d, shelf)
	if err != nil {
		return broker.Publication{}, err
	}
	m, err := maker.Make(v)
	if content != nil {
		m.Payload = content
	}
	return m, err
}

// templateValues are what templates are answered with, of one message or of many. Chance is
// the system's, which any number of goroutines may ask.
func (p *Panel) templateValues() (v template.Values) {
	if p.Values != nil {
		v = p.Values()
	}
	if p.environment.values != nil {
		v.Variables = p.environment.values
	}
	v.Topic = draft.Latest(p.conn.Store)
	return v
}

// values are those of the next message. They are the same until it is sent: what chance
// gives is seen before.
func (p *Panel) values() template.Values {
	v := p.templateValues()
	v.Index, v.Start = p.sent, p.began
	v.Random = rand.New(rand.NewPCG(uint64(p.began.UnixNano()), uint64(p.sent))) //nolint:gosec // numbers of test messages
	return v
}

// made goes on with a message, or says why there is none.
func (p *Panel) made(s sending, m broker.Publication, err error) {
	if err != nil {
		words := s.why(err, p.conn.Profile.Address, s.draft)
		var wrong *draft.Error
		if errors.As(err, &wrong) && s.typed {
			p.sayOf(p.fieldOf(wrong.Field), words)
		} else {
			p.showOutcome(words, true)
		}
		return
	}
	shown := s.shownTopic(&s.draft, m.Topic)
	ask := hardlyMeant(m.Topic, shown)
	if ask.words == "" && s.typed && len(m.Payload) == 0 && !m.Retain && m.Topic == p.follow && p.conn.Status.Phase == broker.Connected {
		ask.title = "Publish an empty message?"
		ask.words = format.Fill("Nothing is typed, and {topic} is selected. Some programs treat an empty message as a deletion: Home Assistant removes a device "+
			"when one arrives on its discovery topic.",
			"topic", format.ExcerptOf(format.TopicInSentence(shown), 200))
	}
	if ask.words == "" && s.typed && len(m.Payload) == 0 && p.missing != "" {
		ask = doubt{"Publish an empty message?", format.Fill("Its payload is in the file {file}, which has not been chosen.", "file", format.ExcerptOf(p.missing, 200))}
	}
	p.askAbout(ask, "Publish", func() { p.publishNow(s, m) })
}

// fieldOf is where a part of a message is typed.
func (p *Panel) fieldOf(f draft.Field) fyne.Focusable {
	switch f {
	case draft.Topic:
		return p.topic
	case draft.ContentType:
		return p.more.content
	case draft.ResponseTopic:
		return p.more.response
	case draft.Schema:
		return p.schema.message
	}
	return p.payload
}

// publishNow sends a message. An empty one that is to be retained is asked
// about first: it clears what the broker keeps.
func (p *Panel) publishNow(s sending, m broker.Publication) {
	if m.Retain && len(m.Payload) == 0 {
		p.AskClear(m.Topic)
		return
	}
	if m.Retain && s.typed {
		p.kept = p.topic.Value()
	}
	if s.draft.Template {
		p.sent++
	}
	if p.preview.hints {
		p.preview.hinted, p.preview.mark = true, 0
	}
	before := p.newBefore(&m)
	looks := before.looks()
	wait, with := p.turns.takeTurn(looks)
	shown := m
	shown.Topic = s.shownTopic(&s.draft, m.Topic)
	saying := "Publishing to {topic}…"
	if looks {
		saying = "Checking what the broker keeps for {topic} before it is replaced…"
	}
	p.showOutcome(format.Fill(saying, "topic", format.TopicInSentence(shown.Topic)), false)
	session, address, keep := p.conn.Session, p.conn.Profile.Address, p.keeper()
	go func() { // ends with the publish, at the latest after lookAtOne, publishTimeout and pendingTimeout, and those of the messages before
		wait()
		defer with()
		replaced := before.find()
		ctx, cancel := context.WithTimeout(context.Background(), publishTimeout)
		defer cancel()
		start := time.Now()
		answer, err := session.Publish(ctx, m)
		if pending := (*broker.Pending)(nil); errors.As(err, &pending) {
			with()
			p.desk.Run(func() { p.done(shown, outcome{err: pending, of: s}, address) })
			answer, err = waitForEnd(pending)
		}
		took := time.Since(start)
		if err == nil && m.Retain {
			p.own.noteOwn(m, start)
		}
		with()
		answer.Reason = s.conceal(answer.Reason)
		p.desk.Run(func() {
			p.done(shown, outcome{answer, err, took, s}, address)
			if err == nil {
				p.offerBack(&replaced, m.Payload, shown.Topic)
			}
		})
		kept := sent.OutcomeOf(answer, err, took)
		kept.Reason = s.conceal(kept.Reason)
		keep(sent.Entry{At: start, Environment: s.environment, Draft: s.draft, Outcome: kept})
	}()
}

// waitForEnd waits for what becomes of a message on the next connection.
func waitForEnd(pending *broker.Pending) (broker.Acknowledgement, error) {
	ctx, cancel := context.WithTimeout(context.Background(), pendingTimeout)
	defer cancel()
	return pending.Wait(ctx)
}
