package blueprint

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"mangrove/model/strictyaml"
)

// TestFilesOfOthers: what is none of these, or made to be much, is refused or ends.
func TestFilesOfOthers(t *testing.T) {
	circle := "asyncapi: 2.6.0\nchannels: {a: {$ref: '#/channels/b'}, b: {$ref: '#/channels/a'}}\n"
	if d, err := Read([]byte(circle), Asked{Name: "a.yaml"}); !errors.Is(err, NothingThere) || d.Ignored[0].Code != Circle {
		t.Errorf("a circle: %v", err)
	}
	payload := "asyncapi: 2.6.0\nchannels: {a: {subscribe: {message: {payload: {$ref: '#/components/schemas/a'}}}}}\ncomponents: {schemas: {a: {$ref: '#/components/schemas/a'}}}\n"
	if d, err := Read([]byte(payload), Asked{Name: "a.yaml"}); err != nil || d.Subjects[0].Schema == nil {
		t.Errorf("a schema that is itself: %v", err)
	}
	for name, c := range map[string]struct {
		file string
		want string
	}{
		"a checklist":       {"version: 1\nrules: []\n", string(NoForm)},
		"OpenAPI":           {"openapi: 3.1.0\ncomponents: {}\n", string(NoForm)},
		"an older AsyncAPI": {"asyncapi: 1.2.0\n", string(OldVersion)},
		"no channels":       {"asyncapi: 3.0.0\nchannels: {}\n", string(NothingThere)},
		"aliases":           {"asyncapi: 2.6.0\na: &a {}\nchannels: {x: *a}\n", string(strictyaml.Alias)},
		"a key twice":       {"asyncapi: 2.6.0\nchannels: {x: {}, x: {}}\n", string(strictyaml.Doubled)},
		"deep":              {strings.Repeat("[", 500) + strings.Repeat("]", 500), string(strictyaml.TooMany)},
		"deep JSON":         {`{"a":` + strings.Repeat("[", 500) + strings.Repeat("]", 500) + "}", string(strictyaml.TooMany)},
		"no YAML":           {"a: [", string(strictyaml.Unreadable)},
		"nothing":           {"", string(strictyaml.Empty)},
		"large":             {strings.Repeat("x", LargestFile+1), string(strictyaml.TooLarge)},
		"many channels":     {"asyncapi: 2.6.0\nchannels:\n" + channels(mostChannels+1), string(TooMany)},
	} {
		if _, err := Read([]byte(c.file), Asked{Name: "a.yaml"}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
}

func channels(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "  c%d: {}\n", i)
	}
	return b.String()
}

// TestSchemasOfManyChannels have room for so many values with what they refer to; the others
// are told.
func TestSchemasOfManyChannels(t *testing.T) {
	var b strings.Builder
	b.WriteString("asyncapi: 2.6.0\ncomponents: {schemas: {big: {type: object, properties: {")
	for i := range 2_000 {
		fmt.Fprintf(&b, "p%d: {type: number}, ", i)
	}
	b.WriteString("}}}}\nchannels:\n")
	for i := range 260 {
		fmt.Fprintf(&b, "  c%d: {subscribe: {message: {payload: {$ref: '#/components/schemas/big'}}}}\n", i)
	}
	d, err := Read([]byte(b.String()), Asked{Name: "a.yaml"})
	if err != nil {
		t.Fatal(err)
	}
	if last := d.Subjects[259]; last.Schema != nil || !last.Present || d.Ignored[len(d.Ignored)-1].Code != TooLarge {
		t.Errorf("the last one has a schema: %v", last.Schema != nil)
	}
}

// TestLongDocuments: what is made to take long does not.
func TestLongDocuments(t *testing.T) {
	var row strings.Builder // of schemas, each of which names the next one
	row.WriteString("asyncapi: 2.6.0\nchannels: {a: {subscribe: {message: {payload: {$ref: '#/components/schemas/s0'}}}}}\ncomponents:\n  schemas:\n")
	const long = 200_000
	for i := range long {
		fmt.Fprintf(&row, "    s%d: {$ref: '#/components/schemas/s%d'}\n", i, i+1)
	}
	fmt.Fprintf(&row, "    s%d: {type: object}\n", long)
	var same strings.Builder // of channels that all have the same topics
	same.WriteString("asyncapi: 2.6.0\nchannels:\n")
	for i := range mostChannels {
		fmt.Fprintf(&same, "  'a/{c%d}': {subscribe: {message: {payload: {const: %d}}}}\n", i, i)
	}
	values := strings.Repeat(`"v", `, 100_000) + `"v"` // of a parameter that is named again and again
	again := `{"asyncapi": "2.6.0", "channels": {"` + strings.Repeat("{a}/", 10_000) + `x": {"parameters": {"a": {"schema": {"enum": [` + values + `]}}}}}}`
	for name, c := range map[string]struct {
		file string
		want Code
	}{
		"a row of schemas": {row.String(), TooLarge}, "channels of the same topics": {same.String(), Overlaps}, "a parameter again and again": {again, ParameterForm},
	} {
		d, err := Read([]byte(c.file), Asked{Name: "a.yaml"})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if !slices.ContainsFunc(d.Ignored, func(one Ignored) bool { return one.Code == c.want }) {
			t.Errorf("%s: %q", name, ignored(d)[:min(len(d.Ignored), 3)])
		}
	}
}
