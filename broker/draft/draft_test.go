package draft

import (
	"encoding/json"
	"errors"
	"reflect"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/model"
	"mangrove/model/decode"
	"mangrove/model/decode/schemas"
	"mangrove/model/template"
	"mangrove/model/value"
)

// makeOf makes the message with the index.
func makeOf(t *testing.T, d Draft, index int) (broker.Publication, error) {
	t.Helper()
	m, err := NewMaker(d, &schemas.Shelf{})
	if err != nil {
		return broker.Publication{}, err
	}
	return m.Make(template.Values{Index: index, Variables: map[string]string{"site": "plant"}})
}

func TestMake(t *testing.T) {
	user := []broker.UserProperty{{Name: "a", Value: "1"}, {Name: "a", Value: "{{.site}}"}}
	for _, c := range []struct {
		name  string
		draft Draft
		want  broker.Publication
	}{
		{"text", Draft{Topic: "t", Text: "x {{now}}", QoS: 1, Retain: true}, broker.Publication{Topic: "t", Payload: []byte("x {{now}}"), QoS: 1, Retain: true}},
		{"hex", Draft{Topic: "t", As: decode.Hex, Text: "00 ff"}, broker.Publication{Topic: "t", Payload: []byte{0, 0xFF}}},
		{"bytes", Draft{Topic: "t", As: decode.Hex, Text: "00 ff", Bytes: []byte("zz")}, broker.Publication{Topic: "t", Payload: []byte("zz")}},
		{
			"template", Draft{Topic: "{{.site}}/d{{counter}}", Text: `{"n":{{counter}}}`, As: decode.JSON, Template: true, Properties: &Properties{User: user, Expiry: 60, ResponseTopic: "r/{{counter}}"}},
			broker.Publication{Topic: "plant/d3", Payload: []byte(`{"n":3}`), Properties: &broker.Properties{
				Expiry: time.Minute, ResponseTopic: "r/3", User: []broker.UserProperty{{Name: "a", Value: "1"}, {Name: "a", Value: "plant"}}}},
		},
		{"properties as they are", Draft{Topic: "t", Properties: &Properties{User: user, Text: true, CorrelationData: []byte{1}}},
			broker.Publication{Topic: "t", Payload: []byte{}, Properties: &broker.Properties{Text: true, CorrelationData: []byte{1}, User: user}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := makeOf(t, c.draft, 2)
			if err != nil || !reflect.DeepEqual(got, c.want) {
				t.Errorf("got %+v, %v; want %+v", got, err, c.want)
			}
		})
	}
}

func TestMakeFails(t *testing.T) {
	for _, c := range []struct {
		name  string
		draft Draft
		field Field
		is    func(error) bool
	}{
		{"no topic", Draft{Text: "x"}, Topic, func(err error) bool { return errors.Is(err, model.ErrEmpty) }},
		{"wildcard of a template", Draft{Topic: `{{print "#"}}`, Template: true}, Topic, func(err error) bool { return errors.Is(err, model.ErrWildcard) }},
		{"template", Draft{Topic: "t", Text: "{{", Template: true}, Payload, as[*template.Error]},
		{"property", Draft{Topic: "t", Template: true, Properties: &Properties{User: []broker.UserProperty{{Name: "a", Value: "{{.nothing}}"}}}}, UserProperty, as[*template.Error]},
		{"payload", Draft{Topic: "t", As: decode.JSON, Text: "{"}, Payload, as[*value.Fault]},
		{"schema", Draft{Topic: "t", As: decode.Protobuf, Text: "{}", Schema: []string{"nowhere.proto"}}, Schema, func(err error) bool { return err != nil }},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := makeOf(t, c.draft, 0)
			var e *Error
			if !errors.As(err, &e) || e.Field != c.field || !c.is(err) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func as[T error](err error) bool {
	var t T
	return errors.As(err, &t)
}

// TestFilesKeepDrafts byte for byte, as messages are.
func TestFilesKeepDrafts(t *testing.T) {
	p := broker.Publication{Topic: "a/b", Payload: []byte{0, 0xFF, '\n'}, QoS: 2, Retain: true, Properties: &broker.Properties{
		Text: true, Expiry: time.Minute, ContentType: "x/y", ResponseTopic: "r", CorrelationData: []byte{0, 1}, User: []broker.UserProperty{{Name: "n", Value: "v"}, {Name: "n", Value: ""}}}}
	text, err := json.Marshal(Of(p))
	if err != nil {
		t.Fatal(err)
	}
	var d Draft
	if err := json.Unmarshal(text, &d); err != nil {
		t.Fatal(err)
	}
	if got, err := makeOf(t, d, 0); err != nil || !reflect.DeepEqual(got, p) {
		t.Errorf("got %+v, %v; want %+v", got, err, p)
	}
}

// TestCloneSharesNothing with its draft.
func TestCloneSharesNothing(t *testing.T) {
	d := Draft{Bytes: []byte("a"), Schema: []string{"a"}, Properties: &Properties{CorrelationData: []byte("a"), User: []broker.UserProperty{{Name: "a"}}}}
	c := d.Clone()
	c.Bytes[0], c.Schema[0], c.Properties.CorrelationData[0], c.Properties.User[0].Name = 'b', "b", 'b', "b"
	if d.Bytes[0] != 'a' || d.Schema[0] != "a" || d.Properties.CorrelationData[0] != 'a' || d.Properties.User[0].Name != "a" {
		t.Errorf("the draft has changed: %+v", d)
	}
}
