package blueprint

import (
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"mangrove/model"
)

// channel is one of a document, with what is known of its messages.
type channel struct {
	*Subject
	at       string   // its path
	levels   []string // of its filter
	schemas  []part   // of the payloads of its messages
	schemed  []part   // those that it was left with
	anything bool     // a message has none that can be used
	contrary bool     // one operation has its messages retained, and another has not
}

// part is a value with its path.
type part struct {
	*yaml.Node

	path    string
	dialect string // of a schema, by its format; empty: that of AsyncAPI
}

// asyncAPI reads an AsyncAPI document of version 2 or 3.
func (r *reader) asyncAPI() error {
	d := r.draft
	d.Form, d.Version = AsyncAPI, textOf(r.root, "asyncapi")
	d.Title = textOf(get(r.root, "info"), "title")
	switch {
	case strings.HasPrefix(d.Version, "2."):
		r.version = 2
	case strings.HasPrefix(d.Version, "3."):
		r.version = 3
	default:
		return OldVersion
	}
	list := get(r.root, "channels")
	if list != nil && len(list.Content)/2 > mostChannels {
		return TooMany
	}
	by := map[*yaml.Node]*channel{} // nil: it was left out
	var all []*channel
	r.all(list, "/channels", func(key string, n *yaml.Node) {
		if c := r.channel(key, n, by); c != nil {
			all = append(all, c)
		}
	})
	if r.version == 3 {
		r.operations(by)
	}
	if err := r.finish(all); err != nil {
		return err
	}
	r.rest(r.root, "", "asyncapi", "channels", "operations", "components", "defaultContentType")
	r.unreached()
	if len(d.Subjects) == 0 {
		return NothingThere
	}
	return nil
}

// channel reads a channel; nil when it has no topic.
func (r *reader) channel(key string, n *yaml.Node, by map[*yaml.Node]*channel) *channel {
	path := join("/channels", key)
	n, at := r.followed(n, path)
	if n == nil {
		return nil
	}
	r.channels[n] = true
	address := key
	if r.version == 3 {
		if address = textOf(n, "address"); address == "" {
			r.ignore(path, NoAddress, "")
			return nil
		}
	}
	s := r.address(path, address)
	if s == nil {
		return nil
	}
	c := &channel{Subject: s, at: at, levels: model.Levels(s.filter)}
	by[n] = c
	s.Naming = r.parameters(get(n, "parameters"), join(at, "parameters"), address)
	if r.version == 3 {
		r.all(get(n, "messages"), join(at, "messages"), func(key string, m *yaml.Node) { r.message(c, m, join(join(at, "messages"), key)) })
		r.rest(n, at, "address", "messages", "parameters")
		return c
	}
	for _, one := range []struct {
		key  string
		role Role
	}{{"publish", Receives}, {"subscribe", Sends}} { // named by what others do with the channel
		if o := get(n, one.key); o != nil {
			r.operation(c, o, join(at, one.key), one.role)
		}
	}
	r.rest(n, at, "publish", "subscribe", "parameters")
	return c
}

// address makes a rule of the address of a channel; nil when no filter can stand for it.
func (r *reader) address(path, address string) *Subject {
	written := address
	if rest, shared := strings.CutPrefix(address, "$share/"); shared {
		if _, filter, ok := strings.Cut(rest, "/"); ok {
			r.ignore(path, Shared, address)
			written = filter
		}
	}
	levels := model.Levels(written)
	for i, level := range levels {
		inBraces := isParameter(level)
		if !inBraces && strings.ContainsAny(level, "{}") {
			r.ignore(path, PartOfLevel, level)
			return nil
		}
		if inBraces {
			levels[i] = "+"
		}
	}
	filter := strings.Join(levels, "/")
	if err := model.CheckFilter(filter); err != nil {
		r.draft.Ignore(Ignored{Path: path, Code: BadAddress, Found: address, Err: err})
		return nil
	}
	return &Subject{Where: path, Keys: []Key{{"topic", written}}, QoS: -1, filter: filter}
}

func isParameter(level string) bool {
	return len(level) > 2 && level[0] == '{' && level[len(level)-1] == '}' && !strings.ContainsAny(level[1:len(level)-1], "{}")
}

// parameters are what the levels in braces may be. It gives a regular expression of the topic
// where a list of values is given for one.
func (r *reader) parameters(n *yaml.Node, path, address string) string {
	values, levels := map[string]string{}, map[string]bool{}
	for _, level := range model.Levels(address) {
		levels[level] = true
	}
	r.all(n, path, func(name string, p *yaml.Node) {
		p, at := r.followed(p, join(path, name))
		if p == nil {
			return
		}
		if !levels["{"+name+"}"] {
			r.ignore(at, NoSuchParam, name)
			return
		}
		enum := get(p, "enum")
		if schema := get(p, "schema"); schema != nil {
			if schema, at := r.followed(schema, join(at, "schema")); schema != nil {
				enum = get(schema, "enum")
				each(schema, func(key string, _ *yaml.Node) {
					if key != "enum" && key != "type" && !prose[key] && key != "$ref" {
						r.ignore(join(at, key), ParameterForm, "")
					}
				})
			}
		}
		values[name] = oneOf(enum)
		r.rest(p, at, "enum", "schema")
	})
	form := naming(address, values)
	if len(form) > longestForm {
		r.ignore(path, ParameterForm, "")
		return ""
	}
	return form
}

// oneOf is a regular expression for one of a list of texts, empty for anything.
func oneOf(n *yaml.Node) string {
	if n == nil || n.Kind != yaml.SequenceNode {
		return ""
	}
	var all []string
	for _, one := range n.Content {
		if one.Kind == yaml.ScalarNode {
			all = append(all, regexp.QuoteMeta(one.Value))
		}
	}
	if len(all) == 0 {
		return ""
	}
	return "(" + strings.Join(all, "|") + ")"
}

// naming is the form of a topic, empty where any will do for its parameters. It may end early
// where it is longer than can be used.
func naming(address string, values map[string]string) string {
	var form strings.Builder
	narrow := false
	for i, level := range model.Levels(address) {
		if form.Len() > longestForm {
			break
		}
		switch {
		case level == "#" && i > 0: // the level above it, too
			form.WriteString("(/.*)?")
			continue
		case i > 0:
			form.WriteByte('/')
		}
		switch {
		case level == "#":
			form.WriteString(".*")
		case isParameter(level) && values[level[1:len(level)-1]] != "":
			narrow = true
			form.WriteString(values[level[1:len(level)-1]])
		case level == "+", isParameter(level):
			form.WriteString("[^/]*")
		default:
			form.WriteString(regexp.QuoteMeta(level))
		}
	}
	if !narrow {
		return ""
	}
	return "^" + form.String() + "$"
}

// operations are those of version 3, which name their channels.
func (r *reader) operations(by map[*yaml.Node]*channel) {
	r.all(get(r.root, "operations"), "/operations", func(key string, n *yaml.Node) {
		n, at := r.followed(n, join("/operations", key))
		if n == nil {
			return
		}
		named := get(n, "channel")
		of, _ := r.followed(named, join(at, "channel"))
		c := by[of]
		if named == nil || of != nil && !r.channels[of] { // it is to be one of those of the document
			r.ignore(at, NoChannel, textOf(named, "$ref"))
		}
		if of == nil || c == nil {
			return // as has been said
		}
		role := Receives
		if textOf(n, "action") == "send" {
			role = Sends
		}
		c.plays(role)
		r.published(c, n, at)
		r.rest(n, at, "action", "channel", "messages", "bindings", "traits") // the messages are those of the channel, or fewer
	})
}

// operation reads one of version 2.
func (r *reader) operation(c *channel, n *yaml.Node, at string, role Role) {
	n, at = r.followed(n, at)
	if n == nil {
		return
	}
	c.plays(role)
	r.published(c, n, at)
	if m := get(n, "message"); m != nil {
		r.messages(c, m, join(at, "message"))
	} else {
		c.anything = true
	}
	r.rest(n, at, "message", "bindings", "traits")
}

// traits goes through what an operation or a message has in common with others.
func (r *reader) traits(n *yaml.Node, at string, do func(trait *yaml.Node, at string)) {
	list := get(n, "traits")
	if list == nil {
		return
	}
	at = join(at, "traits")
	if list.Kind != yaml.SequenceNode {
		r.ignore(at, Misformed, "")
		return
	}
	for i, one := range list.Content {
		if trait, at := r.followed(one, joinAt(at, i)); trait != nil {
			do(trait, at)
		}
	}
}

func (c *channel) plays(role Role) {
	if c.Role != Unsaid && c.Role != role {
		role = Both
	}
	c.Role = role
}

// unreached notes what stands ready for channels and is used by none.
func (r *reader) unreached() {
	r.all(get(r.root, "components"), "/components", func(kind string, list *yaml.Node) {
		path := join("/components", kind)
		switch {
		case strings.HasPrefix(kind, "server"):
			r.ignore(path, Servers, "")
		case kind == "securitySchemes":
			r.ignore(path, Security, "")
		case strings.HasPrefix(kind, "x-"):
			r.ignore(path, Prose, "")
		default:
			r.all(list, path, func(name string, n *yaml.Node) {
				if !r.reached[n] && !r.within(n) {
					r.ignore(join(path, name), Unreached, "")
				}
			})
		}
	})
}

// within reports whether a part of a value is referred to.
func (r *reader) within(n *yaml.Node) bool {
	return slices.ContainsFunc(n.Content, func(one *yaml.Node) bool { return r.reached[one] || r.within(one) })
}
