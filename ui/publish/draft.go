package publish

import (
	"reflect"
	"slices"

	"mangrove/broker"
	"mangrove/broker/draft"
	"mangrove/model"
	"mangrove/model/decode"
	"mangrove/ui/format"
	"mangrove/ui/runs"
)

// typed is all that stands in the fields.
type typed struct {
	topic      string
	edits      bool // it is the user's, and follows no selection
	qos        int
	retain     bool
	text       string
	held       []byte // in place of the text
	written    bool   // what is held is a text
	from       string // what is held
	as         decode.Format
	template   bool
	schema     schemaPaths
	properties runs.Properties
}

// typed is all that stands in the fields now.
func (p *Panel) typed() typed {
	return typed{
		topic: p.topic.Value(), edits: p.edits, qos: p.qos.Chosen(), retain: p.retain.Checked,
		text: p.payload.Value(), held: p.payload.held, written: p.payload.written, from: p.payload.from,
		as: p.how.as, template: p.how.template.Checked, schema: p.schema.paths(), properties: p.more.typed(),
	}
}

// putTyped puts it back.
func (p *Panel) putTyped(t typed) {
	p.TakeTopic(t.topic)
	p.payload.holdBytes(nil, "")
	p.payload.SetText(t.text)
	if t.held != nil {
		p.payload.holdBytes(t.held, t.from)
		p.payload.written = t.written
	}
	p.how.choose(t.as)
	p.how.template.SetChecked(t.template)
	p.schema.setPaths(t.schema)
	p.more.setAll(t.properties)
	p.qos.Choose(max(0, min(2, t.qos)))
	p.retain.SetChecked(t.retain)
	if t.retain {
		p.kept = t.topic // it is for this topic
	}
	p.edits, p.missing = t.edits, ""
}

// Draft is the message as it is typed, but what cannot be: an expiry that is no number.
func (p *Panel) Draft() draft.Draft {
	d, _ := p.read()
	return d
}

// read makes a draft of what is typed, or says what in it is wrong.
func (p *Panel) read() (draft.Draft, *fault) {
	t := p.typed()
	d := draft.Draft{Topic: t.topic, As: t.as, QoS: byte(t.qos), Retain: t.retain, Template: t.template,
		Schema: t.schema.files, Folders: t.schema.folders, Message: t.schema.message}
	switch {
	case t.held == nil:
		d.Text = t.text
	case t.written:
		d.Text = string(t.held)
	default:
		d.Bytes = t.held
	}
	var wrong *fault
	d.Properties, wrong = p.more.read()
	return d, wrong
}

// TakeDraft puts a message into the fields, to be changed or published. It returns what
// brings back what was typed there before, nil when nothing was.
func (p *Panel) TakeDraft(d draft.Draft) (undo func()) { return p.take(d, "Earlier payload") }

// take is TakeDraft with what a payload that is too large to be edited is called.
func (p *Panel) take(d draft.Draft, from string) (undo func()) {
	next := typed{topic: d.Topic, edits: true, qos: int(d.QoS), retain: d.Retain, as: d.As, template: d.Template,
		schema: schemaPaths{d.Schema, d.Folders, d.Message}, properties: propertiesOf(d.Properties)}
	content := d.Bytes
	if content == nil {
		content = []byte(d.Text)
	}
	before := p.typed()
	p.putTyped(next)
	if d.Bytes != nil && d.As != "" {
		p.payload.holdBytes(d.Bytes, from) // it is not written in that
	} else {
		p.payload.set(content, from)
	}
	if !p.body.Visible() {
		p.SetFolded(false)
	}
	taken, now := p.taken, p.typed()
	p.taken = now
	if before.isEmpty() || before.sameContent(taken) || before.sameContent(now) {
		return nil
	}
	return func() { p.putTyped(before) }
}

// isEmpty reports whether there is neither a payload nor properties.
func (t typed) isEmpty() bool { return t.text == "" && t.held == nil && !t.properties.Any() }

// sameContent reports whether two have the same payload and properties, whatever their topic
// is and how they are sent.
func (t typed) sameContent(o typed) bool {
	for _, one := range []*typed{&t, &o} {
		one.topic, one.qos, one.retain, one.from = "", 0, false, ""
	}
	return reflect.DeepEqual(t, o)
}

// Words about properties of a message that is copied.
const (
	notAllCopied = "The message has more MQTT 5 properties than can be copied: only the first were."
	notCopied    = "The MQTT 5 properties of the message cannot be read, and were not copied."
)

// TakeMessage puts a message into the fields, to be changed or published. It returns
// what brings back what was typed there before, nil when nothing was.
func (p *Panel) TakeMessage(topic string, m model.Entry) (undo func()) {
	properties, left, err := broker.ReadFirstProperties(m.Properties)
	d := draft.Of(broker.Publication{Topic: topic, Payload: m.Payload, QoS: m.QoS, Retain: m.Retained, Properties: properties})
	undo = p.take(d, format.Fill("Payload of {topic}", "topic", format.TopicInSentence(topic)))
	p.kept = topic
	switch {
	case err != nil:
		p.showOutcome(notCopied, false)
	case left > 0:
		p.showOutcome(notAllCopied, false)
	case p.words == notCopied || p.words == notAllCopied:
		p.showOutcome("", false)
	}
	return undo
}

// Typed is what is typed in the panel and nowhere else, for the next run of the program.
func (p *Panel) Typed() runs.Publish {
	t := p.typed()
	d := runs.Publish{QoS: t.qos, Retain: t.retain, As: string(t.as), Template: t.template,
		Schema: slices.Clone(t.schema.files), Folders: slices.Clone(t.schema.folders), Message: t.schema.message, Properties: t.properties.Kept()}
	d.Environment = p.environment.chosen
	// What is typed is for the topic beside it, also where the selection has put that there.
	if t.topic != p.follow || t.retain || t.held != nil || t.text != "" || t.properties.Any() {
		d.Topic = t.topic
	}
	switch n := len(t.held); {
	case t.held == nil:
		d.Take(t.text)
	case n > runs.LargestPayload:
		d.Dropped = n
	case t.written:
		d.Take(string(t.held))
	default:
		d.Bytes = t.held
	}
	return d
}

// PutBack puts back what was typed in the panel.
func (p *Panel) PutBack(d runs.Publish) {
	t := typed{topic: d.Topic, qos: d.QoS, retain: d.Retain, as: decode.Format(d.As), template: d.Template,
		schema: schemaPaths{d.Schema, d.Folders, d.Message}, properties: d.Properties}
	if d.Topic == "" {
		t.topic = p.topic.Value()
	}
	before := p.typed()
	t.text, t.held, t.written, t.from = before.text, before.held, before.written, before.from
	p.putTyped(t)
	p.environment.restore(d.Environment)
	if d.Bytes != nil {
		p.payload.holdBytes(d.Bytes, "Earlier payload")
	} else if d.Text != "" {
		p.payload.set([]byte(d.Text), "Earlier payload")
	}
}
