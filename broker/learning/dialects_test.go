package learning

import (
	"bytes"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"mangrove/model/blueprint"
	"mangrove/model/checklist"
)

// judges reads the schema of the only rule of a checklist that is made of a file.
func judges(t *testing.T, file, name string) *jsonschema.Schema {
	t.Helper()
	d, err := blueprint.Read([]byte(file), blueprint.Asked{Name: name, Topic: "a"})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := (&Sketch{Draft: d, File: name}).YAML(&out); err != nil {
		t.Fatal(err)
	}
	list, err := checklist.Read(out.Bytes(), nil)
	if err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	for _, c := range list.Subjects[0].Checks {
		if c.Kind == checklist.Schema {
			return c.Schema
		}
	}
	t.Fatalf("there is no schema in\n%s", out.String())
	return nil
}

// TestDialects: a schema means what the dialect says that it is written in.
func TestDialects(t *testing.T) {
	const (
		form  = "asyncapi: 2.6.0\nchannels: {a: {subscribe: {message: {%}}}}\ncomponents: {schemas: {N: {type: number}, D: {$schema: 'https://json-schema.org/draft/2020-12/schema', dependentRequired: {a: [b]}}}}\n"
		later = "$schema: 'https://json-schema.org/draft/2019-09/schema', "
	)
	for name, c := range map[string]struct {
		file, fits, not string
	}{
		"a format of 2020":          {"schemaFormat: 'application/schema+yaml; version=draft-2020-12', payload: {type: array, prefixItems: [{type: number}], items: false}", `[1]`, `["x"]`},
		"the rest of it":            {"schemaFormat: 'application/schema+yaml;version=2020-12', payload: {type: array, prefixItems: [{type: number}], items: false}", `[]`, `[1,2]`},
		"a format of draft 4":       {"schemaFormat: 'application/schema+json;version=draft-04', payload: {minimum: 0, exclusiveMinimum: true}", `1`, `0`},
		"a schema that is named":    {"payload: {$ref: '#/components/schemas/D'}", `{"a":1,"b":1}`, `{"a":1}`},
		"beside a reference":        {"payload: {" + later + "properties: {v: {$ref: '#/components/schemas/N', maximum: 3}}}", `{"v":3}`, `{"v":4}`},
		"the reference itself":      {"payload: {" + later + "properties: {v: {$ref: '#/components/schemas/N', maximum: 3}}}", `{"v":3}`, `{"v":"x"}`},
		"beside the outermost":      {"payload: {" + later + "$ref: '#/components/schemas/N', maximum: 3}", `3`, `4`},
		"beside one, as in draft 7": {"payload: {type: object, properties: {v: {$ref: '#/components/schemas/N', maximum: 3}}}", `{"v":4}`, `{"v":"x"}`},
	} {
		schema := judges(t, strings.Replace(form, "%", c.file, 1), "a.yaml")
		if !fits(t, schema, c.fits) || fits(t, schema, c.not) {
			t.Errorf("%s: %s fits: %v, %s fits: %v", name, c.fits, fits(t, schema, c.fits), c.not, fits(t, schema, c.not))
		}
	}
}

// TestSchemasWithinSchemas: a reference leads to what is named in the same file, whatever the name
// is written against.
func TestSchemasWithinSchemas(t *testing.T) {
	for name, file := range map[string]string{
		"later": `{"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"https://plant.example/schemas/all","type":"object",
			"properties":{"a":{"$ref":"one"},"b":{"$ref":"/schemas/two"},"c":{"$ref":"https://plant.example/schemas/one"}},
			"$defs":{"one":{"$id":"https://plant.example/schemas/one","type":"number"},"two":{"$id":"two","type":"string"}}}`,
		"draft 4": `{"$schema":"http://json-schema.org/draft-04/schema#","id":"https://plant.example/schemas/all","type":"object",
			"properties":{"a":{"$ref":"one"},"b":{"$ref":"#/definitions/two"},"c":{"$ref":"one#"}},
			"definitions":{"one":{"id":"one","type":"number"},"two":{"type":"string"}}}`,
	} {
		schema := judges(t, file, "a.json")
		for payload, want := range map[string]bool{`{"a":1,"b":"x","c":2}`: true, `{"a":"x"}`: false, `{"b":1}`: false, `{"c":"x"}`: false} {
			if fits(t, schema, payload) != want {
				t.Errorf("%s: %s: %v", name, payload, !want)
			}
		}
	}
}

func fits(t *testing.T, schema *jsonschema.Schema, payload string) bool {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(payload))
	if err != nil {
		t.Fatal(err)
	}
	return schema.Validate(doc) == nil
}
