package checklist

import (
	"bytes"
	"errors"
	"path/filepath"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"

	"mangrove/model/strictyaml"
)

// schema reads the name of a JSON Schema beside the file, or the schema itself.
func (c *conditions) schema(n *yaml.Node) {
	if n.Kind == yaml.MappingNode {
		c.schemaHere(n)
		return
	}
	name, ok := c.Scalar(n)
	if !ok {
		return
	}
	schema, err := c.schemaOf(name)
	if err != nil {
		c.Wrong(n, schemaFault(name, err))
		return
	}
	c.add(n, Check{Kind: Schema, Schema: schema, Source: name})
}

// here stands for the name of a schema that is a part of the checklist.
const here = "written here"

// schemaHere reads a schema that is a part of the checklist.
func (c *conditions) schemaHere(n *yaml.Node) {
	content := c.JSON(n)
	if content == nil { // as has been said
		return
	}
	schema, err := c.compileHere(content)
	if err != nil {
		c.Wrong(n, schemaFault(here, err))
		return
	}
	c.add(n, Check{Kind: Schema, Schema: schema})
}

func (r *reader) compileHere(content []byte) (*jsonschema.Schema, error) {
	if r.here++; r.here > mostSchemas {
		return nil, &Fault{Code: ManySchemas, Most: mostSchemas}
	}
	if r.schemaBytes += len(content); r.schemaBytes > allSchemas || len(content) > LargestSchema {
		return nil, &Fault{Code: LargeSchemas, Most: allSchemas}
	}
	return r.compileContent("here.json", content)
}

// schemaFault says what is wrong with a schema that is named in a checklist.
func schemaFault(name string, err error) Fault {
	f := Fault{Code: NoSchema, Err: err}
	if known := (*Fault)(nil); errors.As(err, &known) {
		f = *known
	}
	f.Found = name
	return f
}

// compiled is a schema that was read, or why it cannot be used.
type compiled struct {
	schema *jsonschema.Schema
	err    error
}

// schemaOf reads a schema once, however many checks name it, and in whatever way.
func (r *reader) schemaOf(name string) (*jsonschema.Schema, error) {
	name = filepath.Clean(name)
	one, known := r.schemas[name]
	if !known {
		one.schema, one.err = r.compile(name)
		r.schemas[name] = one
	}
	return one.schema, one.err
}

// compile reads a schema. It refers to nothing outside of itself: neither to files nor to
// the network.
func (r *reader) compile(name string) (*jsonschema.Schema, error) {
	if r.files == nil {
		return nil, &Fault{Code: NoFiles}
	}
	content, err := r.files(name, min(LargestSchema, int64(allSchemas-r.schemaBytes)))
	if errors.Is(err, strictyaml.ErrElsewhere) {
		return nil, &Fault{Code: Elsewhere}
	}
	if err != nil {
		return nil, err
	}
	if len(r.list.Schemas) == mostSchemas {
		return nil, &Fault{Code: ManySchemas, Most: mostSchemas}
	}
	r.list.Schemas = append(r.list.Schemas, File{name, content})
	r.schemaBytes += len(content)
	return r.compileContent(name, content)
}

func (r *reader) compileContent(name string, content []byte) (*jsonschema.Schema, error) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(content))
	if err != nil {
		return nil, err
	}
	compiler := jsonschema.NewCompiler()
	compiler.UseLoader(jsonschema.SchemeURLLoader{})
	compiler.AssertFormat() // which later drafts leave open: who writes one means it
	compiler.UseRegexpEngine(func(s string) (jsonschema.Regexp, error) {
		p, err := r.compilePattern(s)
		if err != nil {
			return nil, err
		}
		return p, nil
	})
	if err := compiler.AddResource(name, doc); err != nil {
		return nil, err
	}
	schema, err := compiler.Compile(name)
	if err == nil && tooManyWays(schema) {
		err = &Fault{Code: ManyWays, Most: mostWays}
	}
	return schema, err
}
