package checklist

import (
	"bytes"
	"errors"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"
)

// errNoFiles: nothing beside a checklist can be read.
var errNoFiles = errors.New("no files can be read here")

// schema reads the name of a JSON Schema beside the file.
func (c *conditions) schema(n *yaml.Node) {
	name, ok := c.Scalar(n)
	if !ok {
		return
	}
	schema, err := c.compile(name)
	if err != nil {
		c.Wrong(n, Fault{Code: NoSchema, Found: name, Err: err})
		return
	}
	c.add(n, Check{Kind: Schema, Schema: schema, Source: name})
}

// compile reads a schema. It refers to nothing outside of itself: neither to files nor to
// the network.
func (c *conditions) compile(name string) (*jsonschema.Schema, error) {
	if c.files == nil {
		return nil, errNoFiles
	}
	content, err := c.files(name, LargestSchema)
	if err != nil {
		return nil, err
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(content))
	if err != nil {
		return nil, err
	}
	compiler := jsonschema.NewCompiler()
	compiler.UseLoader(jsonschema.SchemeURLLoader{})
	if err := compiler.AddResource(name, doc); err != nil {
		return nil, err
	}
	return compiler.Compile(name)
}
