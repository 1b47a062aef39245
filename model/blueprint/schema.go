package blueprint

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
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
	base  *url.URL        // of the references of what is copied
	idKey string          // of identifiers in a document that is a schema
	full  bool
	// dialect is that of all that is copied; later ones than draft 7 look at what stands beside
	// a reference, too.
	dialect string
	later   bool
	// numbers are the last ones behind names that several have.
	numbers map[string]int
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
	c := &copying{reader: r, names: map[*yaml.Node]string{}, taken: map[string]bool{}, numbers: map[string]int{}, defs: anything()}
	if c.dialect = r.dialect(parts); c.dialect == "" {
		return nil
	}
	c.later = !slices.Contains(withoutSiblings, c.dialect)
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
	put(root, "$schema", word(c.dialect))
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

// withoutSiblings are the dialects in which a reference counts alone.
var withoutSiblings = []string{draft07, dialects["06"], dialects["04"]}

// dialect is the one that all parts are written in; empty, and told, where they are not of one.
func (r *reader) dialect(parts []part) string {
	first := r.dialectIn(parts[0])
	for _, one := range parts[1:] {
		if other := r.dialectIn(one); other != first {
			r.ignore(one.path, OtherDialect, other)
			return ""
		}
	}
	return first
}

// dialectIn is what a schema says that it is written in, by itself or where it refers to; else
// what its format stands for.
func (r *reader) dialectIn(one part) string {
	n := one.Node
	for range mostHops {
		if said := textOf(n, "$schema"); said != "" {
			return plainDialect(said)
		}
		next, _ := r.resolve(textOf(n, "$ref"))
		if next == nil {
			break
		}
		n = next
	}
	return cmp.Or(one.dialect, draft07)
}

// plainDialect is the name of a dialect, which may be written in several ways.
func plainDialect(said string) string {
	_, name, _ := strings.Cut(strings.TrimSuffix(said, "#"), "://")
	for _, known := range dialects {
		if _, one, _ := strings.Cut(strings.TrimSuffix(known, "#"), "://"); one == name {
			return known
		}
	}
	return said
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
	dynamicRefs = map[string]bool{"$dynamicRef": true, "$recursiveRef": true}
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
	copied := anything()
	if ref := get(n, "$ref"); ref != nil && ref.Kind == yaml.ScalarNode && !c.own && !c.later {
		c.beside(n, path)
		c.reference(copied, ref.Value, path)
		return copied
	}
	if id := textOf(n, c.idKey); c.own && id != "" {
		before := c.base
		c.base, _ = identified(before, id)
		defer func() { c.base = before }()
	}
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
	case key == "$ref" && c.own:
		c.ownReference(to, v, at)
	case key == "$ref":
		c.reference(to, v.Value, path)
	case c.own && (identifiers[key] || key == c.idKey):
		put(to, key, v)
	case !c.leavesOut(key, v, at):
		put(to, key, v)
	}
}

// leavesOut reports whether a key judges nothing, or not as a part of a checklist, and tells it.
func (c *copying) leavesOut(key string, v *yaml.Node, at string) bool {
	switch {
	case key == "$schema":
		if plainDialect(v.Value) != c.dialect {
			c.ignore(at, OtherDialect, v.Value)
		}
	case identifiers[key], key == "id", dynamicRefs[key] && !c.own:
		c.ignore(at, Identifier, "")
	case key == "discriminator":
		c.ignore(at, Discriminator, "")
	case prose[key] || strings.HasPrefix(key, "x-"):
		c.ignore(at, Prose, "")
	default:
		return false
	}
	return true
}

// dependent copies a named schema; a dependency may be a list of names as well.
func (c *copying) dependent(key string, v *yaml.Node, path string) *yaml.Node {
	if key == "dependencies" && v.Kind == yaml.SequenceNode {
		return v
	}
	return c.schema(v, path)
}

// reference copies what is referred to, once, to where a reference of ours leads.
func (c *copying) reference(to *yaml.Node, ref, path string) {
	target, code := c.resolve(ref)
	if target != nil && target.Kind == yaml.SequenceNode {
		target, code = nil, Misformed
	}
	if target == nil {
		c.ignore(path, code, ref)
		return
	}
	c.reached[target] = true
	name, known := c.names[target]
	if len(c.names) == mostReferred && !known {
		c.full = true
		return
	}
	if !known {
		name = c.name(ref)
		c.names[target] = name
		put(c.defs, name, anything())
		c.waiting = append(c.waiting, waiting{part{Node: target, path: strings.TrimPrefix(ref, "#")}, len(c.defs.Content) - 1})
	}
	put(to, "$ref", word("#/definitions/"+name))
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
	for c.taken[name] {
		c.numbers[plain]++
		name = fmt.Sprintf("%s-%d", plain, c.numbers[plain]+1)
	}
	c.taken[name] = true
	return name
}

// ownReference keeps a reference of a document that is a schema, unless it leads out of it.
func (c *copying) ownReference(to, v *yaml.Node, path string) {
	if name, _, _ := strings.Cut(v.Value, "#"); name != "" {
		if _, whole := identified(c.base, name); !c.known[whole] {
			c.ignore(path, External, v.Value)
			return
		}
	}
	put(to, "$ref", v)
}

// identified is what an identifier or a reference names where another one is its base (RFC
// 3986, section 5), without a fragment; empty for one that cannot be used.
func identified(base *url.URL, id string) (*url.URL, string) {
	if len(id) > longestID {
		return base, ""
	}
	u, err := url.Parse(id)
	if err != nil {
		return base, ""
	}
	u = base.ResolveReference(u)
	u.Fragment, u.RawFragment = "", ""
	whole := u.String()
	if len(whole) > longestID {
		return base, ""
	}
	return u, whole
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
	c := &copying{reader: r, own: true, known: map[string]bool{}, base: &url.URL{}}
	if c.idKey = "$id"; plainDialect(textOf(r.root, "$schema")) == dialects["04"] {
		c.idKey = "id"
	}
	c.identify(r.root, c.base)
	s := &Subject{Keys: []Key{{"topic", r.topic}}, QoS: -1, Schema: c.schema(r.root, "")}
	if c.full {
		return TooMany
	}
	d.Subjects = append(d.Subjects, s)
	return nil
}

// identify finds the identifiers that a document has.
func (c *copying) identify(n *yaml.Node, base *url.URL) {
	if id := textOf(n, c.idKey); id != "" {
		var whole string
		if base, whole = identified(base, id); whole != "" {
			c.known[whole] = true
		}
	}
	for _, one := range n.Content {
		c.identify(one, base)
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
