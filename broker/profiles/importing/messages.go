package importing

import (
	"cmp"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"mangrove/broker"
	"mangrove/broker/draft"
	"mangrove/broker/profiles/finding"
	"mangrove/model"
)

// Message is one to publish that somebody has written down. Nothing in it is as if it were
// known when the text does not say it: what a variable stands for becomes a variable of
// the template.
type Message struct {
	Folder string // the connection it was sent on
	Draft  draft.Draft
	File   string // the payload is in this file, and not in the draft
}

// What is read of a text: messages, and those of a connection, most of which were received.
// Of notes there are so many, and how many there are besides.
const (
	mostMessages = 20_000
	mostReceived = 1_000_000
	mostNotes    = 100
)

// messages gathers messages with what was left out of them.
type messages struct {
	all     []Message
	notes   []finding.Note
	untold  int64 // notes besides
	further bool  // there are more messages than are read
}

func (m *messages) note(n finding.Note) {
	switch {
	case slices.ContainsFunc(m.notes, func(o finding.Note) bool { return reflect.DeepEqual(o, n) }):
	case len(m.notes) == mostNotes:
		m.untold++
	default:
		m.notes = append(m.notes, n)
	}
}

// told are the notes, with those on all of the text.
func (m *messages) told() []finding.Note {
	all := m.notes
	if m.untold > 0 {
		all = append(all, finding.Note{Code: finding.NotesLeft, Count: m.untold})
	}
	if m.further {
		all = append(all, finding.Note{Code: finding.MessagesLeft, Limit: mostMessages})
	}
	return all
}

// add takes a message that can be published. Of those that are the same one is enough.
func (m *messages) add(one Message) {
	if err := model.CheckTopic(one.Draft.Topic); err != nil && !one.Draft.Template {
		m.note(finding.Note{Code: finding.TopicUnusable, Name: short(one.Draft.Topic), Err: err})
		return
	}
	near := m.all[max(0, len(m.all)-100):]
	switch {
	case slices.ContainsFunc(near, func(o Message) bool { return reflect.DeepEqual(o, one) }):
	case len(m.all) == mostMessages:
		m.further = true
	default:
		m.all = append(m.all, one)
		if strings.ContainsRune(one.Draft.Text, utf8.RuneError) { // as MQTTX writes bytes
			m.note(finding.Note{Code: finding.PayloadBroken, Name: short(one.Draft.Topic)})
		}
	}
}

// Messages reads the messages out of an export of MQTTX, or of commands of mosquitto_pub.
func Messages(content []byte) ([]Message, []finding.Note, error) {
	text, err := textIn(content)
	if err != nil {
		return nil, nil, err
	}
	m := new(messages)
	switch {
	case text == "":
		return nil, nil, &finding.Fault{Code: finding.NoMessageText}
	case looksLikeJSON.MatchString(text):
		err = m.mqttx([]byte(text))
	case isCommand(text):
		err = m.commands(text)
	default:
		return nil, nil, &finding.Fault{Code: finding.NoMessageText}
	}
	if err != nil {
		return nil, nil, err
	}
	if len(m.all) == 0 && len(m.notes) == 0 {
		return nil, nil, &finding.Fault{Code: finding.NoMessages}
	}
	return m.all, m.told(), nil
}

// commands reads those of mosquitto_pub and mosquitto_rr in a text.
func (m *messages) commands(text string) error {
	found, more, _, err := readClients(text)
	if err != nil {
		return err
	}
	for _, run := range found {
		if run.name == "mosquitto_sub" {
			continue
		}
		if err := m.command(run); err != nil {
			m.note(finding.Note{Code: finding.CommandLeft, Err: err})
		}
	}
	if more {
		m.note(finding.Note{Code: finding.CommandsLeft, Limit: mostClients})
	}
	return nil
}

// publishing is a command of mosquitto_pub while it is read. What is about the connection
// is read as for one, and dropped.
type publishing struct {
	*command
	message Message
	given   bool // there is a payload
	input   bool // the payload comes from another program, or the keyboard
	left    []finding.Note
}

// messageOptions are those that say what is published, with their values.
var messageOptions = map[string]func(*publishing, string) error{
	"-m": func(p *publishing, v string) error { p.message.Draft.Text, p.given = v, true; return nil },
	"-f": func(p *publishing, v string) error { p.message.File, p.given = v, true; return nil },
	"-q": func(p *publishing, v string) error {
		return number(2, func(n int64) { p.message.Draft.QoS = byte(n) })(v)
	},
	"-e": func(p *publishing, v string) error { p.properties().ResponseTopic = v; return nil },
}

// messageFlags are those without a value.
var messageFlags = map[string]func(*publishing){
	"-r": func(p *publishing) { p.message.Draft.Retain = true },
	"-n": func(p *publishing) { p.given = true },
	"-s": func(p *publishing) { p.input = true },
	"-l": func(p *publishing) { p.input = true },
}

func (p *publishing) properties() *draft.Properties {
	if p.message.Draft.Properties == nil {
		p.message.Draft.Properties = new(draft.Properties)
	}
	return p.message.Draft.Properties
}

// command reads one command, which is one message for each of its topics.
func (m *messages) command(run client) error {
	p := &publishing{command: &command{publishes: true}}
	for args := run.args; len(args) > 0; {
		n, err := p.option(append([]string{straightOption(args[0])}, args[1:]...))
		if err != nil {
			return err
		}
		args = args[n:]
	}
	for _, n := range p.left {
		m.note(n)
	}
	if len(p.topics) == 0 {
		return &finding.Fault{Code: finding.NoTopicValue, Name: "-t"}
	}
	for _, topic := range p.topics {
		m.published(p, topic)
	}
	return nil
}

// option reads the first option and says how many words it took.
func (p *publishing) option(args []string) (int, error) {
	name := cmp.Or(longNames[args[0]], args[0])
	if apply, ok := messageFlags[name]; ok {
		apply(p)
		return 1, nil
	}
	if name == "-D" && len(args) > 3 && strings.EqualFold(args[1], "publish") {
		return p.property(args)
	}
	apply, ok := messageOptions[name]
	switch {
	case !ok:
		return p.command.option(args)
	case len(args) < 2:
		return 0, &finding.Fault{Code: finding.NoOptionValue, Name: args[0]}
	}
	if names := unknownIn(args[1]); names != nil && name == "-q" {
		p.left = append(p.left, finding.Note{Code: finding.Unsaid, Others: []finding.Part{{Code: finding.TheValue, Value: args[0]}}, Parts: names})
		return 2, nil
	}
	if err := apply(p, args[1]); err != nil {
		return 0, &finding.Fault{Code: finding.ValueUnusable, Name: args[0], Err: err}
	}
	return 2, nil
}

// property reads -D publish name value [value].
func (p *publishing) property(args []string) (n int, err error) {
	name, value, n := args[2], args[3], 4
	d := p.properties()
	switch name {
	case "user-property":
		if len(args) < 5 {
			return 0, &finding.Fault{Code: finding.UserPropertyShort}
		}
		n = 5
		d.User = append(d.User, broker.UserProperty{Name: value, Value: args[4]})
	case "content-type":
		d.ContentType = value
	case "response-topic":
		d.ResponseTopic = value
	case "correlation-data":
		if unknownIn(value) != nil {
			p.left = append(p.left, finding.Note{Code: finding.PropertyUnsaid, Parts: unknownIn(value)})
			break
		}
		d.CorrelationData = []byte(value)
	case "payload-format-indicator":
		d.Text = value == "1"
	case "message-expiry-interval":
		err = number(1<<32-1, func(n int64) { d.Expiry = n })(value)
	case "topic-alias":
		err = number(1<<16-1, func(n int64) { d.TopicAlias = uint16(n) })(value)
	default:
		p.left = append(p.left, finding.Note{Code: finding.PropertyLeft, Name: short(name), Value: "publish"})
	}
	if err != nil {
		return 0, &finding.Fault{Code: finding.PropertyUnusable, Name: name, Err: err}
	}
	return n, nil
}

// published takes the message to a topic, if the text says all of it.
func (m *messages) published(p *publishing, topic string) {
	one := p.message
	one.Draft = one.Draft.Clone()
	one.Draft.Topic = topic
	name := short(unknowns.ReplaceAllString(topic, "…"))
	switch {
	case p.input || !p.given:
		m.note(finding.Note{Code: finding.PayloadByInput, Name: name})
		return
	case unknownIn(one.File) != nil:
		m.note(finding.Note{Code: finding.PayloadUnsaid, Name: name, Parts: unknownIn(one.File)})
		return
	}
	names, ok := one.template()
	if !ok {
		m.note(finding.Note{Code: finding.PayloadUnsaid, Name: name, Parts: names})
		return
	}
	if len(names) > 0 {
		m.note(finding.Note{Code: finding.VariablesTaken, Name: name, Parts: names})
	}
	m.add(one)
}

// template makes variables of the template of what the text does not say, if it has names
// for all of it.
func (one *Message) template() (names []finding.Part, ok bool) {
	d := &one.Draft
	texts := []*string{&d.Topic, &d.Text}
	if p := d.Properties; p != nil {
		texts = append(texts, &p.ContentType, &p.ResponseTopic)
		for i := range p.User {
			texts = append(texts, &p.User[i].Name, &p.User[i].Value)
		}
	}
	for _, t := range texts {
		for _, part := range unknownIn(*t) {
			if !slices.Contains(names, part) {
				names = append(names, part)
			}
		}
	}
	variables := make(map[string]string, len(names))
	taken := make(map[string]bool, len(names))
	for _, part := range names {
		name := variableName(part.Value)
		if part.Code != "" || name == "" {
			return names, false
		}
		free := name
		for i := 2; taken[free]; i++ { // <a b> is not <a-b>
			free = name + "_" + strconv.Itoa(i)
		}
		variables[part.Value], taken[free] = free, true
	}
	if len(names) == 0 {
		return nil, true
	}
	d.Template = true
	for _, t := range texts {
		*t = strings.ReplaceAll(*t, "{{", `{{"{{"}}`)
		*t = unknowns.ReplaceAllStringFunc(*t, func(found string) string {
			return "{{." + variables[unknownIn(found)[0].Value] + "}}"
		})
	}
	return names, true
}

var notInNames = regexp.MustCompile(`\W+`)

// variableName is what a variable or a placeholder is called in a template; "" when it has
// no name for that.
func variableName(name string) string {
	name = strings.Trim(notInNames.ReplaceAllString(name, "_"), "_")
	if name == "" || name[0] >= '0' && name[0] <= '9' {
		return ""
	}
	return name
}
