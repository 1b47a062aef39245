package learning

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"mangrove/broker/explain"
	"mangrove/model/blueprint"
	"mangrove/model/checklist"
)

// sketched reads a document, and the checklist that is made of it.
func sketched(t *testing.T, file, name string) (*Sketch, string, *checklist.Checklist) {
	t.Helper()
	d, err := blueprint.Read([]byte(file), blueprint.Asked{Name: name})
	if err != nil {
		t.Fatal(err)
	}
	s := &Sketch{Draft: d, File: name}
	var out bytes.Buffer
	if err := s.YAML(&out); err != nil {
		t.Fatalf("%v: %v", err, explain.IgnoredAll(s.Draft, 10))
	}
	list, err := checklist.Read(out.Bytes(), nil)
	if err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	return s, out.String(), list
}

// TestChecklistOfAsyncAPI judges payloads as the document says, also those that refer to themselves.
func TestChecklistOfAsyncAPI(t *testing.T) {
	const document = `asyncapi: 2.6.0
info: {title: "Plant: 7", version: 1.0.0}
servers: {}
channels:
  site/{meter}/state:
    subscribe:
      bindings: {mqtt: {qos: 1, retain: true}}
      message: {payload: {$ref: "#/components/schemas/State"}}
components:
  schemas:
    State: {type: object, required: [on], properties: {on: {type: string, enum: ["yes", "no", "2020-01-01"]}, next: {$ref: "#/components/schemas/State"}, value: {maximum: 0x10}, "#": {const: null}}}
`
	_, text, list := sketched(t, document, "plant.yaml")
	if list.Site.Name != "Plant: 7" || len(list.Subjects) != 1 || len(list.Subjects[0].Checks) != 3 {
		t.Fatalf("it is\n%s", text)
	}
	var schema *jsonschema.Schema
	for _, c := range list.Subjects[0].Checks {
		if c.Kind == checklist.Schema {
			schema = c.Schema
		}
	}
	for payload, fits := range map[string]bool{
		`{"on":"yes"}`:                           true,
		`{"on":"2020-01-01","next":{"on":"no"}}`: true,
		`{"on":true}`:                            false,
		`{"on":"yes","next":{"on":"maybe"}}`:     false,
		`{"on":"yes","value":17}`:                false,
		`{"on":"yes","value":16,"#":null}`:       true,
		`{"on":"yes","#":"null"}`:                false,
	} {
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(payload))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(doc); (err == nil) != fits {
			t.Errorf("%s: %v", payload, err)
		}
	}
	for _, want := range []string{
		"# Made of plant.yaml, an AsyncAPI document of version 2.6.0.", "# Not used: /servers: a checklist is run", "site/{meter}/state\" # sent by what the document describes",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("it has no %q:\n%s", want, text)
		}
	}
}

// TestWhatAChecklistCannotHave is left out and told, and the rest stays.
func TestWhatAChecklistCannotHave(t *testing.T) {
	const document = `asyncapi: 2.6.0
channels:
  a: {subscribe: {message: {payload: {type: string, pattern: "(?=x)"}}}}
  b: {subscribe: {message: {payload: {type: string}}}}
`
	s, text, list := sketched(t, document, "a.yaml")
	if len(list.Subjects) != 2 || list.Subjects[0].Checks[0].Kind != checklist.Present || list.Subjects[1].Checks[0].Kind != checklist.Schema {
		t.Errorf("it is\n%s", text)
	}
	if last := s.Ignored[len(s.Ignored)-1]; last.Code != blueprint.UnusableSchema || last.Path != "/channels/a" || !strings.Contains(text, "# Not used: /channels/a: this schema cannot be used") {
		t.Errorf("told is %+v\n%s", last, text)
	}
	const table = "id,topic,use,device,battery,room\nfan,hall/fan,,,,Hall: 2 # not 3\nsun,,nothing,,,\nlamp,,shelly,lamp1,,\nlow,,tasmota,,>=x,\n"
	s, text, list = sketched(t, table, "a.csv")
	if len(list.Subjects) != 2 || list.Subjects[0].ID != "fan" || list.Subjects[1].ID != "lamp" || !strings.Contains(text, "# room: Hall: 2 # not 3") {
		t.Errorf("it is\n%s", text)
	}
	if last := s.Ignored[len(s.Ignored)-1]; last.Code != blueprint.UnusableDevice || last.Path != "line 5" {
		t.Errorf("told is %+v", last)
	}
	d, err := blueprint.Read([]byte("id,use\nsun,nothing\n"), blueprint.Asked{Name: "a.csv"})
	if err != nil {
		t.Fatal(err)
	}
	if err := (&Sketch{Draft: d, File: "a.csv"}).YAML(&bytes.Buffer{}); !errors.Is(err, blueprint.NothingThere) {
		t.Errorf("of nothing: %v", err)
	}
}

// TestManySchemas: a checklist has room for so many, and the other channels are still asked for.
func TestManySchemas(t *testing.T) {
	var b strings.Builder
	b.WriteString("asyncapi: 2.6.0\nchannels:\n")
	for i := range 1_010 {
		fmt.Fprintf(&b, "  c%d: {subscribe: {message: {payload: {type: object}}}}\n", i)
	}
	_, _, list := sketched(t, b.String(), "a.yaml")
	if first, last := list.Subjects[999].Checks[0], list.Subjects[1_009].Checks[0]; first.Kind != checklist.Schema || last.Kind != checklist.Present {
		t.Errorf("the last two kinds are %s, %s", first.Kind, last.Kind)
	}
}

// TestHostileDocument: what is written in a document stays what it was, and begins no line.
func TestHostileDocument(t *testing.T) {
	const document = `{"asyncapi": "2.6.0\nversion: 9", "info": {"title": "a\"\n# b: {{\u0007", "version": "1"}, "x\ny": {},
		"channels": {"a: b/{c}/\n- x": {}, "ok: [1/{c}": {"subscribe": {"message": {"payload": {"type": "object", "required": ["- x", "~", "on"]}}}}}}`
	_, text, list := sketched(t, document, "a\nb.json")
	if list.Site.Name != "a\"\n# b: {{\u0007" || list.Subjects[len(list.Subjects)-1].ID != "ok: [1/{c}" {
		t.Errorf("it is\n%s", text)
	}
}
