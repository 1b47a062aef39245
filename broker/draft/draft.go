// Package draft is a message before it is published: what is typed of it, and how its
// topic, payload and properties are made of that. Panels show it, files keep it, and jobs
// make one message after the other of it.
package draft

import (
	"bytes"
	"errors"
	"slices"
	"time"

	"mangrove/broker"
	"mangrove/model"
	"mangrove/model/decode"
	"mangrove/model/decode/schemas"
	"mangrove/model/encode"
	"mangrove/model/template"
)

// Draft is a message as it is typed. Its JSON is what files keep.
type Draft struct {
	Topic string `json:"topic"`
	// As is how the payload is written down: one of [encode.Formats]; empty: as text.
	As   decode.Format `json:"as,omitempty"`
	Text string        `json:"text,omitempty"`
	// Bytes are the payload in place of the text, as they are, whatever As says.
	Bytes []byte `json:"bytes,omitempty"`
	// Schema are the paths of .proto or .avsc files, Folders those that .proto files
	// import from besides their own, and Message the name in them, for the formats that
	// need them.
	Schema  []string `json:"schema,omitempty"`
	Folders []string `json:"folders,omitempty"`
	Message string   `json:"message,omitempty"`

	QoS    byte `json:"qos,omitempty"`
	Retain bool `json:"retain,omitempty"`
	// Template has {{…}} in topic, text and properties replaced; otherwise they are sent
	// as they are typed.
	Template   bool        `json:"template,omitempty"`
	Properties *Properties `json:"properties,omitempty"` // MQTT 5; nil: none

	// Unattended says that nobody looks at each message that is made of it: one that would
	// clear a retained message is [ErrClears] then.
	Unattended bool `json:"-"`
}

// Properties are those of MQTT 5 as they are typed.
type Properties struct {
	Text            bool                  `json:"text,omitempty"`   // payload format indicator 1
	Expiry          int64                 `json:"expiry,omitempty"` // seconds; 0: none
	ContentType     string                `json:"contentType,omitempty"`
	ResponseTopic   string                `json:"responseTopic,omitempty"`
	CorrelationData []byte                `json:"correlationData,omitempty"`
	TopicAlias      uint16                `json:"topicAlias,omitempty"` // 0: none
	User            []broker.UserProperty `json:"user,omitempty"`
}

// Clone shares nothing with the draft.
func (d Draft) Clone() Draft {
	d.Bytes, d.Schema, d.Folders = bytes.Clone(d.Bytes), slices.Clone(d.Schema), slices.Clone(d.Folders)
	if d.Properties != nil {
		p := *d.Properties
		p.CorrelationData, p.User = bytes.Clone(p.CorrelationData), slices.Clone(p.User)
		d.Properties = &p
	}
	return d
}

// Of is the draft that a message could have been made of, byte for byte.
func Of(p broker.Publication) Draft {
	d := Draft{Topic: p.Topic, QoS: p.QoS, Retain: p.Retain, Bytes: bytes.Clone(p.Payload)}
	if p.Properties != nil {
		d.Properties = &Properties{
			Text: p.Properties.Text, Expiry: int64(p.Properties.Expiry / time.Second), ContentType: p.Properties.ContentType,
			ResponseTopic: p.Properties.ResponseTopic, CorrelationData: bytes.Clone(p.Properties.CorrelationData), TopicAlias: p.Properties.TopicAlias, User: slices.Clone(p.Properties.User),
		}
	}
	return d
}

// Field is a part of a draft, which an error is about.
type Field string

// The fields that can be wrong.
const (
	Topic         Field = "topic"
	Payload       Field = "payload"
	ContentType   Field = "content type"
	ResponseTopic Field = "response topic"
	UserProperty  Field = "user property"
	Schema        Field = "schema"
	Reply         Field = "filter for the answer"
)

// Error is why no message can be made of a draft.
type Error struct {
	Field Field
	Err   error // a [*template.Error], a [*value.Fault], a [model.TopicFault], a [*schemafile.Error] or [ErrClears]
}

// ErrClears is why an empty retained message is not made where nobody looks at it: it
// clears what the broker keeps (MQTT 5, 3.3.1.3).
var ErrClears = errors.New("the message would clear the retained one")

// Error names the field.
func (e *Error) Error() string { return string(e.Field) + ": " + e.Err.Error() }

// Unwrap is what is wrong.
func (e *Error) Unwrap() error { return e.Err }

// Maker makes messages of a draft, one after the other. Any number of goroutines may use it.
type Maker struct {
	draft          Draft
	topic, payload *template.Template // nil: as they are
	content        *template.Template
	response       *template.Template
	user           []*template.Template // of each name and value in turn
	schema         encode.Writer
	fixed          *broker.Publication // when there is nothing to be made anew
}

// NewMaker reads templates and schemas. It fails with an [*Error].
func NewMaker(d Draft, shelf *schemas.Shelf) (*Maker, error) {
	m := &Maker{draft: d.Clone()}
	if d.Template {
		if err := m.read(); err != nil {
			return nil, err
		}
	}
	if err := m.openSchema(shelf); err != nil {
		return nil, &Error{Schema, err}
	}
	if !d.Template {
		p, err := m.make(template.Values{})
		if err != nil {
			return nil, err
		}
		m.fixed = &p
	}
	return m, nil
}

// read reads all that may have templates in it.
func (m *Maker) read() error {
	type part struct {
		field Field
		text  string
		into  **template.Template
	}
	d := &m.draft
	parts := []part{{Topic, d.Topic, &m.topic}}
	if d.Bytes == nil {
		parts = append(parts, part{Payload, d.Text, &m.payload})
	}
	if p := d.Properties; p != nil {
		parts = append(parts, part{ContentType, p.ContentType, &m.content}, part{ResponseTopic, p.ResponseTopic, &m.response})
		m.user = make([]*template.Template, 2*len(p.User))
		for i, u := range p.User {
			parts = append(parts, part{UserProperty, u.Name, &m.user[2*i]}, part{UserProperty, u.Value, &m.user[2*i+1]})
		}
	}
	for _, p := range parts {
		read, err := template.Parse(p.text)
		if err != nil {
			return &Error{p.field, err}
		}
		*p.into = read
	}
	return nil
}

// openSchema finds what a format needs beside the text.
func (m *Maker) openSchema(shelf *schemas.Shelf) error {
	if m.draft.Bytes != nil || !m.draft.As.NeedsSchema() || len(m.draft.Schema) == 0 {
		return nil
	}
	opened, err := shelf.Open(schemas.Source{Files: m.draft.Schema, Folders: m.draft.Folders, Message: m.draft.Message})
	if err != nil {
		return err
	}
	m.schema, _ = opened.Reader.(encode.Writer)
	return nil
}

// Make makes one message. What it gives shares its bytes with the maker: they must not be
// changed. It fails with an [*Error].
func (m *Maker) Make(v template.Values) (broker.Publication, error) {
	if m.fixed != nil {
		return *m.fixed, nil
	}
	return m.make(v)
}

func (m *Maker) make(v template.Values) (broker.Publication, error) {
	d := &m.draft
	p := broker.Publication{QoS: d.QoS, Retain: d.Retain}
	topic, err := rendered(Topic, m.topic, d.Topic, v)
	if err != nil {
		return broker.Publication{}, err
	}
	p.Topic = string(topic)
	if err := model.CheckTopic(p.Topic); err != nil {
		return broker.Publication{}, &Error{Topic, err}
	}
	if p.Payload = d.Bytes; d.Bytes == nil {
		text, err := rendered(Payload, m.payload, d.Text, v)
		if err != nil {
			return broker.Publication{}, err
		}
		if p.Payload, err = encode.Bytes(encode.Input{As: d.As, Text: text, Schema: m.schema}); err != nil {
			return broker.Publication{}, &Error{Payload, err}
		}
	}
	if d.Unattended && p.Retain && len(p.Payload) == 0 {
		return broker.Publication{}, &Error{Payload, ErrClears}
	}
	p.Properties, err = m.properties(v)
	return p, err
}

// properties are those of MQTT 5; nil: none.
func (m *Maker) properties(v template.Values) (*broker.Properties, error) {
	d := m.draft.Properties
	if d == nil {
		return nil, nil
	}
	p := &broker.Properties{Text: d.Text, Expiry: time.Duration(d.Expiry) * time.Second, CorrelationData: d.CorrelationData, TopicAlias: d.TopicAlias}
	content, err := rendered(ContentType, m.content, d.ContentType, v)
	if err != nil {
		return nil, err
	}
	response, err := rendered(ResponseTopic, m.response, d.ResponseTopic, v)
	if err != nil {
		return nil, err
	}
	p.ContentType, p.ResponseTopic = string(content), string(response)
	for i, u := range d.User {
		var name, value *template.Template
		if m.user != nil {
			name, value = m.user[2*i], m.user[2*i+1]
		}
		n, err := rendered(UserProperty, name, u.Name, v)
		if err != nil {
			return nil, err
		}
		val, err := rendered(UserProperty, value, u.Value, v)
		if err != nil {
			return nil, err
		}
		p.User = append(p.User, broker.UserProperty{Name: string(n), Value: string(val)})
	}
	return p, nil
}

// rendered is what a field becomes.
func rendered(f Field, t *template.Template, typed string, v template.Values) ([]byte, error) {
	if t == nil {
		return []byte(typed), nil
	}
	b, err := t.Render(v)
	if err != nil {
		return nil, &Error{f, err}
	}
	return b, nil
}
