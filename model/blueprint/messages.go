package blueprint

import (
	"cmp"
	"mime"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// messages reads the message of an operation of version 2, which may be one of several.
func (r *reader) messages(c *channel, n *yaml.Node, path string) {
	n, path = r.followed(n, path)
	list := get(n, "oneOf")
	if list == nil || list.Kind != yaml.SequenceNode {
		r.read(c, n, path)
		return
	}
	for i, one := range list.Content {
		r.message(c, one, joinAt(join(path, "oneOf"), i))
	}
	r.rest(n, path, "oneOf")
}

func (r *reader) message(c *channel, n *yaml.Node, path string) {
	n, path = r.followed(n, path)
	r.read(c, n, path)
}

// read takes the schema of a message. Where one has none that can be used, anything may come
// on its channel.
func (r *reader) read(c *channel, n *yaml.Node, path string) {
	defer r.rest(n, path, "payload", "schemaFormat", "contentType", "traits")
	payload, at := get(n, "payload"), join(path, "payload")
	said := []*yaml.Node{n}
	r.traits(n, path, func(trait *yaml.Node, at string) {
		said = append(said, trait)
		r.rest(trait, at, "schemaFormat", "contentType")
	})
	var format, kind string
	for _, one := range r.merged(len(said)) {
		format, kind = cmp.Or(textOf(said[one], "schemaFormat"), format), cmp.Or(textOf(said[one], "contentType"), kind)
	}
	if with := r.withFormat(payload); with != nil {
		format = textOf(with, "schemaFormat")
		payload, at = get(with, "schema"), join(at, "schema")
	}
	kind = cmp.Or(kind, textOf(r.root, "defaultContentType"))
	dialect, isSchema := dialectOf(format)
	switch {
	case payload == nil:
		c.anything = true
	case !isJSON(kind):
		c.anything = true
		r.ignore(at, NotJSON, kind)
	case !isSchema:
		c.anything = true
		r.ignore(at, SchemaFormat, format)
	default:
		c.schemas = append(c.schemas, part{payload, at, dialect})
	}
}

// withFormat is a schema that stands with its format, as in version 3; nil: it is none.
func (r *reader) withFormat(n *yaml.Node) *yaml.Node {
	if ref := textOf(n, "$ref"); ref != "" {
		target, _ := r.resolve(ref)
		if target == nil {
			return nil
		}
		n = target
	}
	if get(n, "schema") == nil || get(n, "schemaFormat") == nil {
		return nil
	}
	r.reached[n] = true
	return n
}

// isJSON reports whether payloads of a content type are JSON, as they are where nothing is said.
func isJSON(kind string) bool {
	if kind == "" {
		return true
	}
	name, _, err := mime.ParseMediaType(kind)
	return err == nil && (name == "application/json" || name == "text/json" || strings.HasSuffix(name, "+json"))
}

// dialects are those of JSON Schema by their versions, as formats name them.
var dialects = map[string]string{
	"": draft07, "04": "http://json-schema.org/draft-04/schema#", "06": "http://json-schema.org/draft-06/schema#", "07": draft07,
	"2019-09": "https://json-schema.org/draft/2019-09/schema", "2020-12": "https://json-schema.org/draft/2020-12/schema",
}

// dialectOf is the dialect of JSON Schema that a format stands for. Not ok: for none that is known.
func dialectOf(format string) (dialect string, ok bool) {
	if format == "" {
		return draft07, true
	}
	name, values, err := mime.ParseMediaType(format)
	if err != nil {
		return "", false
	}
	switch strings.TrimSuffix(strings.TrimSuffix(name, "+json"), "+yaml") {
	case "application/vnd.aai.asyncapi":
		return draft07, true
	case "application/schema":
		version := strings.TrimPrefix(strings.ToLower(values["version"]), "draft")
		dialect, ok = dialects[strings.TrimLeft(version, "-/")]
	}
	return dialect, ok
}

// finish makes rules of channels. A filter with levels in braces may match topics of other
// channels: what is asked of one channel alone is not asked of them.
// It fails with [TooMany] for more channels of more levels than can be compared.
func (r *reader) finish(all []*channel) error {
	for _, c := range all {
		c.schemed = c.schemas
		if c.anything && len(c.schemas) > 0 {
			for _, s := range c.schemas {
				r.ignore(s.path, OtherMessage, "")
			}
		}
		if c.anything {
			c.schemed = nil
		}
	}
	for _, c := range all {
		if r.widen(c, all); r.compared > mostCompared {
			return TooMany
		}
		if len(c.schemed) > 0 {
			c.Schema = r.bundle(c.schemed)
		}
		c.Present = c.Schema == nil && c.Retained == nil && c.QoS < 0 && c.Naming == ""
		r.draft.Subjects = append(r.draft.Subjects, c.Subject)
	}
	return nil
}

// widen takes back what is asked of a channel where other channels have some of its topics.
func (r *reader) widen(c *channel, all []*channel) {
	for _, other := range all {
		if other == c {
			continue
		}
		is, compared := meet(c.levels, other.levels)
		r.compared += compared
		if !is || covers(other.levels, c.levels) && !covers(c.levels, other.levels) {
			continue
		}
		if c.Naming != "" || c.Retained != nil || c.QoS >= 0 {
			c.Naming, c.Retained, c.QoS = "", nil, -1
			r.ignore(c.at, Overlaps, other.filter)
		}
		if len(c.schemed) > 0 {
			r.widenSchema(c, other)
		}
	}
}

// widenSchema lets through what that of another channel does.
func (r *reader) widenSchema(c, other *channel) {
	if other.anything || len(other.schemas) == 0 {
		c.schemed = nil
		r.ignore(c.at, Overlaps, other.filter)
		return
	}
	before := len(c.schemed)
	if before+len(other.schemas) > mostUnited {
		c.schemed = nil
		r.ignore(c.at, Overlaps, other.filter)
		return
	}
	for _, s := range other.schemas {
		if !slices.ContainsFunc(c.schemed, func(one part) bool { return same(one, s) }) {
			c.schemed = append(slices.Clip(c.schemed), s)
		}
	}
	if len(c.schemed) > before {
		r.ignore(c.at, WiderSchema, other.filter)
	}
}

// same reports whether two schemas are one, by their references, too.
func same(a, b part) bool {
	return a.Node == b.Node || textOf(a.Node, "$ref") != "" && textOf(a.Node, "$ref") == textOf(b.Node, "$ref")
}

// meet reports whether a topic may be of two filters, and how many of their levels it took to see.
func meet(a, b []string) (is bool, compared int) {
	for i := 0; ; i++ {
		switch {
		case i == len(a) && i == len(b):
			return true, i
		case i < len(a) && a[i] == "#", i < len(b) && b[i] == "#":
			return true, i
		case i == len(a) || i == len(b):
			return false, i
		case a[i] != b[i] && a[i] != "+" && b[i] != "+":
			return false, i
		}
	}
}

// covers reports whether a filter has all topics of another one, by their levels.
func covers(w, n []string) bool {
	for i := range w {
		switch {
		case w[i] == "#":
			return true
		case i >= len(n), n[i] == "#":
			return false
		case w[i] != "+" && w[i] != n[i]:
			return false
		}
	}
	return len(w) == len(n)
}
