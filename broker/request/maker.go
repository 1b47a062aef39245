package request

import (
	"crypto/rand"
	"time"

	"mangrove/broker/draft"
	"mangrove/model"
	"mangrove/model/decode/schemas"
	"mangrove/model/template"
)

// Reply is where the answer to a message comes, as it is typed. Its JSON is what files keep.
type Reply struct {
	// Filter is where it comes; a template where the message is one. Empty: on the
	// message's response topic, which is made up where there is none (MQTT 5).
	Filter string `json:"filter,omitempty"`
	Where  string `json:"where,omitempty"` // a condition on it, see [model.ParseQuery]
	Within int64  `json:"within"`          // milliseconds that it is waited for
}

// For is how long it is waited for.
func (r *Reply) For() time.Duration {
	const most = int64(24 * time.Hour / time.Millisecond)
	return time.Duration(max(1, min(r.Within, most))) * time.Millisecond
}

// Maker makes requests of a draft, one after the other. Any number of goroutines may use it.
type Maker struct {
	reply  Reply
	maker  *draft.Maker
	filter *template.Template // nil: as it is typed
	query  *model.Query       // nil: there is no condition
}

// NewMaker reads templates, the condition and schemas.
func NewMaker(d draft.Draft, r Reply, shelf *schemas.Shelf) (m *Maker, err error) {
	m = &Maker{reply: r}
	if m.query, err = model.ParseQuery(r.Where); err != nil {
		return nil, err
	}
	switch {
	case r.Filter == "":
		d = d.Clone()
		answered(&d)
	case d.Template:
		if m.filter, err = template.Parse(r.Filter); err != nil {
			return nil, &draft.Error{Field: draft.Reply, Err: err}
		}
	default:
		if err := model.CheckFilter(r.Filter); err != nil {
			return nil, err
		}
	}
	m.maker, err = draft.NewMaker(d, shelf)
	return m, err
}

// answered makes up what is missing for an answer of MQTT 5.
func answered(d *draft.Draft) {
	if d.Properties == nil {
		d.Properties = &draft.Properties{}
	}
	if d.Properties.ResponseTopic == "" {
		d.Properties.ResponseTopic = "mangrove/answer/" + rand.Text()
	}
}

// NeedsV5 reports whether the answer comes on a response topic.
func (m *Maker) NeedsV5() bool { return m.reply.Filter == "" }

// Make makes one request.
func (m *Maker) Make(v template.Values) (Request, error) {
	p, err := m.maker.Make(v)
	if err != nil {
		return Request{}, err
	}
	r := Request{Publication: p, Within: m.reply.For(), Filter: m.reply.Filter}
	switch {
	case m.reply.Filter == "":
		properties := *p.Properties
		if r.Correlated = true; len(properties.CorrelationData) == 0 {
			properties.CorrelationData = []byte(rand.Text())
		}
		r.Properties = &properties
	case m.filter != nil:
		filter, err := m.filter.Render(v)
		if err != nil {
			return Request{}, &draft.Error{Field: draft.Reply, Err: err}
		}
		r.Filter = string(filter)
		if err := model.CheckFilter(r.Filter); err != nil {
			return Request{}, err
		}
	}
	if m.query != nil {
		r.Accept = func(m2 *model.Message) bool { return m.query.Match(m2.Topic, m2.Payload) }
	}
	return r, nil
}
