package blueprint

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"
)

// draft07 is what the schemas of AsyncAPI are, where they do not say otherwise.
const draft07 = "http://json-schema.org/draft-07/schema#"

// copying makes a schema of parts of a document, with all that they refer to.
type copying struct {
	*reader
	own   bool // the document is the schema: its references stay as they are
	names map[*yaml.Node]string
	taken map[string]bool
	defs  *yaml.Node
	known map[string]bool // identifiers that the document has, of its own
	full  bool
	// waiting are definitions that are not copied yet: each may name the next one, in a row
	// longer than calls may be within each other.
	waiting []waiting
}

// waiting is a definition that is to be copied to its place among the others.
type waiting struct {
	part

	to int
}

// bundle makes one schema of those of all messages of a channel; nil when there is no room.
func (r *reader) bundle(parts []part) *yaml.Node {
	c := &copying{reader: r, names: map[*yaml.Node]string{}, taken: map[string]bool{}, defs: &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}}
	r.bundled++
	c.full = r.bundled > mostSchemas
	var all []*yaml.Node
	for _, one := range parts {
		all = append(all, c.schema(one.Node, one.path))
	}
	for i := 0; i < len(c.waiting); i++ {
		w := c.waiting[i]
		c.defs.Content[w.to] = c.schema(w.Node, w.path)
	}
	if c.full {
		r.ignore(parts[0].path, TooLarge, "")
		return nil
	}
	root := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	put(root, "$schema", word(r.dialect(parts)))
	switch first := all[0]; {
	case len(all) > 1:
		put(root, "anyOf", &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Content: all})
	case first.Kind == yaml.MappingNode && get(first, "$ref") == nil && get(first, "definitions") == nil:
		root.Content = append(root.Content, first.Content...)
	default:
		put(root, "allOf", &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Content: all})
	}
	if len(c.defs.Content) > 0 {
		put(root, "definitions", c.defs)
	}
	return root
}

// dialect is the one that all parts name, or that of AsyncAPI.
func (r *reader) dialect(parts []part) string {
	name := r.dialectOf(parts[0].Node)
	for _, one := range parts[1:] {
		if r.dialectOf(one.Node) != name {
			return draft07
		}
	}
	if name == "" {
		return draft07
	}
	return name
}

// dialectOf is the one that a schema names, or the one that it refers to; empty: none.
func (r *reader) dialectOf(n *yaml.Node) string {
	for range mostHops {
		next, _ := r.resolve(textOf(n, "$ref"))
		if get(n, "$ref") == nil || next == nil {
			break
		}
		n = next
	}
	return textOf(n, "$schema")
}

// anything is a schema that lets everything through.
func anything() *yaml.Node { return &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"} }

// What stands behind the keys of a schema.
var (
	namedSchemas = map[string]bool{"properties": true, "patternProperties": true, "definitions": true, "$defs": true, "dependentSchemas": true, "dependencies": true}
	someSchemas  = map[string]bool{
		"items": true, "prefixItems": true, "allOf": true, "anyOf": true, "oneOf": true, "additionalProperties": true, "additionalItems": true, "contains": true,
		"not": true, "if": true, "then": true, "else": true, "propertyNames": true, "unevaluatedItems": true, "unevaluatedProperties": true,
	}
	identifiers = map[string]bool{"$id": true, "$anchor": true, "$dynamicAnchor": true, "$recursiveAnchor": true, "$schema": true, "$vocabulary": true}
)

// schema copies a schema.
func (c *copying) schema(n *yaml.Node, path string) *yaml.Node {
	if c.copied++; c.full || c.copied > mostCopied {
		c.full = true
		return anything()
	}
	switch {
	case n.Kind == yaml.SequenceNode: // of schemas, as behind items
		list := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"}
		for i, one := range n.Content {
			list.Content = append(list.Content, c.schema(one, joinAt(path, i)))
		}
		return list
	case n.Kind != yaml.MappingNode:
		return n
	}
	if ref := get(n, "$ref"); ref != nil && ref.Kind == yaml.ScalarNode && !c.own {
		return c.reference(n, ref.Value, path)
	}
	copied := anything()
	each(n, func(key string, v *yaml.Node) { c.keyword(copied, key, v, path) })
	return copied
}

// keyword copies what stands behind a key of a schema.
func (c *copying) keyword(to *yaml.Node, key string, v *yaml.Node, path string) {
	at := join(path, key)
	switch {
	case namedSchemas[key] && v.Kind == yaml.MappingNode:
		named := anything()
		each(v, func(name string, one *yaml.Node) { put(named, name, c.dependent(key, one, join(at, name))) })
		put(to, key, named)
	case someSchemas[key]:
		put(to, key, c.schema(v, at))
	case key == "$ref":
		c.ownReference(to, v, at)
	case identifiers[key] && c.own:
		put(to, key, v)
	case key == "$schema":
	case identifiers[key], key == "id":
		c.ignore(at, Identifier, "")
	case key == "discriminator":
		c.ignore(at, Discriminator, "")
	case prose[key] || strings.HasPrefix(key, "x-"):
		c.ignore(at, Prose, "")
	default:
		put(to, key, v)
	}
}

// dependent copies a named schema; a dependency may be a list of names as well.
func (c *copying) dependent(key string, v *yaml.Node, path string) *yaml.Node {
	if key == "dependencies" && v.Kind == yaml.SequenceNode {
		return v
	}
	return c.schema(v, path)
}

// reference copies what is referred to, once, to where a reference of ours leads.
func (c *copying) reference(n *yaml.Node, ref, path string) *yaml.Node {
	c.beside(n, path)
	target, code := c.resolve(ref)
	if target != nil && target.Kind == yaml.SequenceNode {
		target, code = nil, Misformed
	}
	if target == nil {
		c.ignore(path, code, ref)
		return anything()
	}
	c.reached[target] = true
	name, known := c.names[target]
	if len(c.names) == mostReferred && !known {
		c.full = true
		return anything()
	}
	if !known {
		name = c.name(ref)
		c.names[target] = name
		put(c.defs, name, anything())
		c.waiting = append(c.waiting, waiting{part{target, strings.TrimPrefix(ref, "#")}, len(c.defs.Content) - 1})
	}
	to := anything()
	put(to, "$ref", word("#/definitions/"+name))
	return to
}

// name is a new one for what a reference leads to, that needs no escapes.
func (c *copying) name(ref string) string {
	last := ref[strings.LastIndexByte(ref, '/')+1:]
	plain := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_' || r == '-' {
			return r
		}
		return '_'
	}, last)
	if plain == "" || plain == "#" {
		plain = "root"
	}
	name := plain
	for i := 2; c.taken[name]; i++ {
		name = fmt.Sprintf("%s-%d", plain, i)
	}
	c.taken[name] = true
	return name
}

// ownReference keeps a reference of a document that is a schema, unless it leads out of it.
func (c *copying) ownReference(to, v *yaml.Node, path string) {
	base, _, _ := strings.Cut(v.Value, "#")
	if base != "" && !c.known[base] {
		c.ignore(path, External, v.Value)
		return
	}
	put(to, "$ref", v)
}

// jsonSchema makes a rule of a JSON Schema: its payloads are those of a topic that is given.
func (r *reader) jsonSchema() error {
	d := r.draft
	d.Form, d.Title = JSONSchema, textOf(r.root, "title")
	if r.topic == "" {
		return TopicMissing
	}
	if r.address("", r.topic) == nil {
		return NoTopicForm
	}
	c := &copying{reader: r, own: true, known: map[string]bool{}}
	c.identify(r.root)
	s := &Subject{Keys: []Key{{"topic", r.topic}}, QoS: -1, Schema: c.schema(r.root, "")}
	if c.full {
		return TooMany
	}
	d.Subjects = append(d.Subjects, s)
	return nil
}

// identify finds the identifiers that a document has.
func (c *copying) identify(n *yaml.Node) {
	if id := textOf(n, "$id"); id != "" {
		c.known[strings.TrimSuffix(id, "#")] = true
	}
	for _, one := range n.Content {
		c.identify(one)
	}
}

// isSchema reports whether a document may be a JSON Schema.
func isSchema(n *yaml.Node) bool {
	if get(n, "openapi") != nil || get(n, "swagger") != nil {
		return false
	}
	for _, key := range []string{"$schema", "properties", "allOf", "anyOf", "oneOf", "$ref", "$defs", "definitions", "enum", "const"} {
		if get(n, key) != nil {
			return true
		}
	}
	return schemaTypes[textOf(n, "type")]
}

var schemaTypes = map[string]bool{"object": true, "array": true, "string": true, "number": true, "integer": true, "boolean": true, "null": true}
