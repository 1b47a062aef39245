package runs

import (
	"bytes"
	"encoding/json"
	"errors"
	"unicode/utf8"

	"mangrove/broker"
	"mangrove/broker/jobs"
)

// What is kept of what was typed, in bytes: of a payload, and of all together.
// More would be written to the disk again with every key.
const (
	LargestPayload = 64_000
	largestDraft   = 1 << 20
)

// LongestField is kept of a field that cannot be read, in bytes.
const LongestField = 500

// longestText is kept of what stands in a field of one line: no topic is longer.
const longestText = 65_535

// mostTabs are kept of the tabs.
const mostTabs = 50

// draftVersion is that of the file.
const draftVersion = 1

// Draft is what stood in the window and is nowhere else. There are no passwords
// in it and no queries of addresses.
type Draft struct {
	Version int      `json:"version"`
	Tabs    few[Tab] `json:"tabs,omitempty"`
	Active  int      `json:"active"` // the tab on view; -1: the start page
	Address Address  `json:"address,omitzero"`
	Form    Form     `json:"form,omitzero"`
	// Checklists are those that were written and are in no file, the one on view first.
	Checklists few[Checklist] `json:"checklists,omitempty"`
}

// Checklist is one that was written, and is in no file.
type Checklist struct {
	Path string `json:"path,omitempty"` // of the file that it was read from; empty: none
	Text string `json:"text,omitempty"`
	Base string `json:"base,omitempty"` // the SHA-256 of what the file had, in hexadecimal
}

// Tab is a tab of a connection, with what was typed in it.
type Tab struct {
	Stored    string        `json:"stored,omitempty"` // the ID of a stored connection
	Address   Address       `json:"address,omitzero"` // for one that is not stored, or no more
	Secret    bool          `json:"secret,omitempty"` // a password was typed, and is not kept
	Query     bool          `json:"query,omitempty"`  // the address had a query, which is not kept
	Search    string        `json:"search,omitempty"`
	Publish   Publish       `json:"publish,omitzero"`
	Subscribe Subscribe     `json:"subscribe,omitzero"`
	Sequence  jobs.Sequence `json:"sequence,omitzero"` // of messages to publish
	Steps     int           `json:"steps,omitempty"`   // of a sequence that was too large to be kept
}

// IsOf reports whether two tabs are of one connection: the same stored one, or the same
// address of none.
func (t Tab) IsOf(o Tab) bool {
	one, other := t.Address, o.Address
	one.Keep, other.Keep = false, false
	return t.Stored == o.Stored && (t.Stored != "" || one == other)
}

// Typed reports whether something was typed in it.
func (t Tab) Typed() bool {
	p := &t.Publish
	return t.Search != "" || t.Subscribe.Filter != "" || len(t.Sequence.Steps) > 0 ||
		p.Topic != "" || p.Text != "" || p.Bytes != nil || p.Dropped > 0 || p.Message != "" || len(p.Schema)+len(p.Folders) > 0 || p.Properties.Any()
}

// few is a list of which no more is read than is kept: three bytes of a file make an
// element of two hundred.
type few[T any] []T

// UnmarshalJSON reads the first elements.
func (f *few[T]) UnmarshalJSON(text []byte) error {
	d := json.NewDecoder(bytes.NewReader(text))
	if begin, err := d.Token(); err != nil || begin != json.Delim('[') {
		return errors.Join(err, errList)
	}
	for *f = nil; d.More() && len(*f) < mostTabs; {
		var one T
		if err := d.Decode(&one); err != nil {
			return err
		}
		*f = append(*f, one)
	}
	return nil
}

var errList = errors.New("it is not a list")

// Address is an address with its user name.
type Address struct {
	URL     string `json:"url,omitempty"`
	User    string `json:"user,omitempty"`
	Version int    `json:"version,omitempty"` // of MQTT, as it is chosen from the list
	Keep    bool   `json:"keep,omitempty"`    // as a stored connection
}

// Publish is what was going to be published.
type Publish struct {
	Topic   string `json:"topic,omitempty"`
	Text    string `json:"text,omitempty"`
	Bytes   []byte `json:"bytes,omitempty"`   // in place of the text
	Dropped int    `json:"dropped,omitempty"` // bytes of a payload that was too large to be kept
	QoS     int    `json:"qos,omitempty"`
	Retain  bool   `json:"retain,omitempty"`

	As       string `json:"as,omitempty"` // what the text is written in
	Template bool   `json:"template,omitempty"`
	// Environment is the ID of the one that templates are answered with.
	Environment string      `json:"environment,omitempty"`
	Schema      few[string] `json:"schema,omitempty"`  // paths
	Folders     few[string] `json:"folders,omitempty"` // paths
	Message     string      `json:"message,omitempty"`

	Properties Properties `json:"properties,omitzero"`
}

// Properties are those of MQTT 5, as they stand in their fields.
type Properties struct {
	Text            bool                     `json:"text,omitempty"`
	Expiry          string                   `json:"expiry,omitempty"`
	ContentType     string                   `json:"contentType,omitempty"`
	ResponseTopic   string                   `json:"responseTopic,omitempty"`
	CorrelationData string                   `json:"correlationData,omitempty"`
	Hex             bool                     `json:"hex,omitempty"` // the correlation data
	TopicAlias      string                   `json:"topicAlias,omitempty"`
	User            few[broker.UserProperty] `json:"user,omitempty"`
	Lost            bool                     `json:"lost,omitempty"` // they were too many to be kept
}

// Kept are the properties if they are not too many to be kept.
func (p Properties) Kept() Properties {
	if p.size() > LargestPayload || len(p.User) > mostTabs {
		return Properties{Lost: true}
	}
	return p
}

// Any reports whether there is something in them.
func (p *Properties) Any() bool { return p.Text || p.Lost || p.size() > 0 || len(p.User) > 0 }

func (p *Properties) size() int {
	n := len(p.Expiry) + len(p.ContentType) + len(p.ResponseTopic) + len(p.CorrelationData) + len(p.TopicAlias)
	for _, u := range p.User {
		n += len(u.Name) + len(u.Value)
	}
	return n
}

// Take takes a payload, if it is not too large.
func (p *Publish) Take(payload string) {
	switch {
	case len(payload) > LargestPayload:
		p.Dropped = len(payload)
	case utf8.ValidString(payload):
		p.Text = payload
	default:
		p.Bytes = []byte(payload)
	}
}

// Payload is what was taken.
func (p *Publish) Payload() []byte {
	if p.Bytes != nil {
		return p.Bytes
	}
	return []byte(p.Text)
}

// Subscribe is what was going to be subscribed to.
type Subscribe struct {
	Filter  string `json:"filter,omitempty"`
	QoS     int    `json:"qos,omitempty"` // as it is chosen from the list
	NoLocal bool   `json:"noLocal,omitempty"`
	Keep    bool   `json:"keep,omitempty"`
	Retain  int    `json:"retain,omitempty"`
}

// Form is the stored connection that was being edited.
type Form struct {
	Stored string     `json:"stored,omitempty"`
	Group  int        `json:"group,omitempty"`
	Fields few[Field] `json:"fields,omitempty"` // what cannot be stored as it is
}

// Field is a field of a stored connection.
type Field struct {
	Stored string `json:"stored"`
	Name   string `json:"name"`
	Text   string `json:"text"`
}

// Empty reports whether nothing would be missed.
func (d *Draft) Empty() bool {
	return len(d.Tabs) == 0 && !d.Typed()
}

// Typed reports whether something was typed on the start page.
func (d *Draft) Typed() bool {
	return d.Address.URL != "" || d.Address.User != "" || len(d.Form.Fields) > 0 || len(d.Checklists) > 0
}

// bound leaves out what is more than is kept.
func (d *Draft) bound() {
	room := largestDraft
	text := func(s *string) {
		if room -= len(*s); room < 0 || len(*s) > longestText {
			*s = ""
		}
	}
	d.Tabs = d.Tabs[:min(len(d.Tabs), mostTabs)]
	d.Form.Fields = d.Form.Fields[:min(len(d.Form.Fields), mostTabs)]
	d.Checklists = boundChecklists(d.Checklists, &room)
	for i := range d.Tabs {
		t := &d.Tabs[i]
		for _, s := range []*string{&t.Stored, &t.Address.URL, &t.Address.User, &t.Search, &t.Publish.Topic, &t.Subscribe.Filter, &t.Publish.As, &t.Publish.Message, &t.Publish.Environment} {
			text(s)
		}
		t.Publish.Schema, t.Publish.Folders = boundPaths(t.Publish.Schema, text), boundPaths(t.Publish.Folders, text)
	}
	text(&d.Form.Stored)
	for i := range d.Form.Fields {
		f := &d.Form.Fields[i]
		if len(f.Text) > LongestField {
			f.Text = ""
		}
		for _, s := range []*string{&f.Text, &f.Stored, &f.Name} {
			text(s)
		}
	}
	text(&d.Address.URL)
	text(&d.Address.User)
	for i := range d.Tabs {
		d.Tabs[i].boundSequence(&room)
		p := &d.Tabs[i].Publish
		n := len(p.Text) + len(p.Bytes)
		if room -= n; room < 0 {
			p.Text, p.Bytes, p.Dropped = "", nil, n
		}
		p.Properties = p.Properties.Kept()
		if room -= p.Properties.size(); room < 0 {
			p.Properties = Properties{Lost: true}
		}
	}
}

// LargestChecklist is kept of one, in bytes.
const LargestChecklist = 256_000

// boundChecklists are those that are kept: whole ones only.
func boundChecklists(list few[Checklist], room *int) (kept few[Checklist]) {
	for _, c := range list {
		n := len(c.Text) + len(c.Path) + len(c.Base)
		if len(c.Text) <= LargestChecklist && len(c.Path) <= longestText && len(c.Base) <= LongestField && n <= *room {
			*room -= n
			kept = append(kept, c)
		}
	}
	return kept
}

// boundPaths are the paths of a list that are kept.
func boundPaths(list few[string], text func(*string)) (kept few[string]) {
	for _, path := range list[:min(len(list), mostTabs)] {
		if text(&path); path != "" {
			kept = append(kept, path)
		}
	}
	return kept
}

// encode gives the content of the file, nothing for a draft of nothing.
func encode(d Draft) ([]byte, error) {
	if d.Empty() {
		return nil, nil
	}
	d.Version = draftVersion
	d.Tabs, d.Form.Fields = append([]Tab(nil), d.Tabs...), append([]Field(nil), d.Form.Fields...)
	d.bound()
	return json.Marshal(d)
}

var errVersion = errors.New("a newer Mangrove has written it")

func decode(content []byte) (d Draft, err error) {
	if len(content) == 0 {
		return d, nil
	}
	if err := json.Unmarshal(content, &d); err != nil {
		return Draft{}, err
	}
	if d.Version != draftVersion {
		return Draft{}, errVersion
	}
	d.bound()
	return d, nil
}
