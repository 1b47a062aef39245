package simulate

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"regexp"
	"slices"
	"strconv"
	"time"

	"go.yaml.in/yaml/v3"

	"mangrove/model/decode"
	"mangrove/model/encode"
)

// Read reads a file. It fails with [Faults], which are all that is wrong with it. files
// reads the tables that it names; nil: there are none.
func Read(content []byte, files Files) (*File, error) {
	r := &reader{files: files, tables: map[string]*table{}}
	f := &File{}
	if root := r.document(content); root != nil {
		r.file(root, f)
	}
	if len(r.faults) == 0 {
		r.check(f)
	}
	if len(r.faults) > 0 {
		slices.SortStableFunc(r.faults, func(a, b *Fault) int { return cmp.Or(a.Line-b.Line, a.Column-b.Column) })
		return nil, r.faults
	}
	return f, nil
}

var yamlLine = regexp.MustCompile(`(?s)^yaml: (?:line (\d+): )?(.*)$`)

// document reads the one document of a file, up to its outermost map.
func (r *reader) document(content []byte) *yaml.Node {
	if len(content) > LargestFile {
		r.wrong(nil, Fault{Code: TooLarge, Most: LargestFile})
		return nil
	}
	var doc, second yaml.Node
	d := yaml.NewDecoder(bytes.NewReader(content))
	if err := d.Decode(&doc); errors.Is(err, io.EOF) {
		r.wrong(nil, Fault{Code: Empty})
		return nil
	} else if err != nil {
		f := Fault{Code: Unreadable, Found: err.Error()}
		if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
			f.Line, _ = strconv.Atoi(m[1])
			f.Found = m[2]
		}
		r.wrong(nil, f)
		return nil
	}
	if err := d.Decode(&second); !errors.Is(err, io.EOF) {
		r.wrong(&second, Fault{Code: Documents})
		return nil
	}
	return r.versioned(doc.Content[0])
}

// versioned looks for the version before anything else: what a newer one means is not
// known.
func (r *reader) versioned(root *yaml.Node) *yaml.Node {
	if !r.is(root, yaml.MappingNode, NoMap) {
		return nil
	}
	for i := 0; i+1 < len(root.Content); i += 2 {
		if root.Content[i].Value != "simulator" {
			continue
		}
		value := root.Content[i+1]
		n, err := strconv.Atoi(value.Value)
		switch {
		case err != nil || n < 1:
			r.wrong(value, Fault{Code: NoNumber, Found: value.Value})
			return nil
		case n > version:
			r.wrong(value, Fault{Code: Newer, Found: value.Value, Most: version})
			return nil
		}
		return root
	}
	r.wrong(root, Fault{Code: NoVersion})
	return nil
}

func (r *reader) file(n *yaml.Node, f *File) {
	r.fields(n, keys{
		"simulator": func(*yaml.Node) {},
		"seed": func(n *yaml.Node) {
			if s, ok := r.scalar(n); ok {
				var err error
				if f.Seed, err = strconv.ParseUint(s, 10, 64); err != nil {
					r.wrong(n, Fault{Code: NoNumber, Found: s})
				}
			}
		},
		"variables": r.variables(&f.variables),
		"devices":   r.list(Kinds, mostKinds, func(n *yaml.Node) { f.Kinds = append(f.Kinds, r.kind(n)) }),
	}, "devices")
}

// kind reads one kind of devices.
func (r *reader) kind(n *yaml.Node) *Kind {
	k := &Kind{Count: 1, reconnect: reconnect{after: time.Second, most: 30 * time.Second}}
	k.variables = map[string]string{}
	connection, connections := "own", 1
	there := r.fields(n, keys{
		"name":        r.text(&k.Name),
		"count":       r.whole(&k.Count, 1, MostDevices),
		"id":          r.pattern(&k.id),
		"connection":  r.oneOf(&connection, "own", "shared"),
		"connections": r.whole(&connections, 1, 1000),
		"variables":   r.variables(&k.variables),
		"values":      r.named(Values, func(name string, _, n *yaml.Node) { k.values = append(k.values, r.wave(name, n)) }),
		"birth":       r.list(Births, mostParts, func(n *yaml.Node) { k.birth = append(k.birth, r.message(n)) }),
		"will":        func(n *yaml.Node) { k.will = r.message(n) },
		"end":         func(n *yaml.Node) { k.end = r.message(n) },
		"messages":    r.list(Messages, mostParts, func(n *yaml.Node) { k.streams = append(k.streams, r.stream(n)) }),
		"commands":    r.list(Commands, mostParts, func(n *yaml.Node) { k.commands = append(k.commands, r.command(n)) }),
		"failures":    r.list(Failures, mostParts, func(n *yaml.Node) { k.failures = append(k.failures, r.failure(n)) }),
		"reconnect":   func(n *yaml.Node) { r.reconnects(n, &k.reconnect) },
	}, "name")
	if connection == "shared" {
		k.shared = min(connections, k.Count)
	} else if at := there["connections"]; at != nil {
		r.wrong(at, Fault{Code: Needless, Found: "connections", Names: []string{"connection: shared"}})
	}
	if k.id == nil {
		k.id, _ = newPattern("{{.name}}-{{.n}}")
	}
	for _, f := range k.failures {
		if f.kind == Duplicated && k.shared > 0 {
			r.wrong(there["failures"], Fault{Code: OwnOnly, Found: string(f.kind)})
		}
	}
	return k
}

func (r *reader) messageKeys(m *message) keys {
	m.payload = &payload{}
	m.payload.pattern, _ = newPattern("")
	qos := 0
	return keys{
		"topic":   r.pattern(&m.topic),
		"payload": r.pattern(&m.payload.pattern),
		"as": func(n *yaml.Node) {
			var as string
			r.oneOf(&as, encodings()...)(n)
			m.payload.as = decode.Format(as)
		},
		"qos": func(n *yaml.Node) {
			r.whole(&qos, 0, 2)(n)
			m.qos = byte(qos) //nolint:gosec // 0, 1 or 2
		},
		"retain": r.flag(&m.retain),
	}
}

// encodings are how a payload can be written that needs no schema.
func encodings() (names []string) {
	for _, f := range encode.Formats() {
		if !f.NeedsSchema() {
			names = append(names, string(f))
		}
	}
	return names
}

func (r *reader) message(n *yaml.Node) *message {
	m := &message{}
	r.fields(n, r.messageKeys(m), "topic")
	return m
}

func (r *reader) stream(n *yaml.Node) *stream {
	s := &stream{}
	known := r.messageKeys(&s.message)
	known["every"] = r.duration(&s.every, time.Millisecond)
	known["jitter"] = r.duration(&s.jitter, 0)
	r.fields(n, known, "topic", "every")
	return s
}

func (r *reader) command(n *yaml.Node) *command {
	c := &command{}
	r.fields(n, keys{
		"topic": r.pattern(&c.topic),
		"reply": func(n *yaml.Node) { c.reply = r.message(n) },
		"after": r.duration(&c.after, 0),
		"keep": func(n *yaml.Node) {
			if r.text(&c.keep)(n); !name.MatchString(c.keep) {
				r.wrong(n, Fault{Code: BadName, Found: c.keep, Names: taken})
			}
		},
	}, "topic")
	return c
}

func (r *reader) reconnects(n *yaml.Node, into *reconnect) {
	if n.Kind == yaml.ScalarNode {
		var never string
		r.oneOf(&never, "never")(n)
		into.never = true
		return
	}
	r.fields(n, keys{"after": r.duration(&into.after, time.Millisecond), "most": r.duration(&into.most, time.Millisecond)})
	into.most = max(into.most, into.after)
}

// failure reads what goes wrong, and when.
func (r *reader) failure(n *yaml.Node) *failure {
	f := &failure{at: -1, pause: time.Second, off: -time.Hour, will: true}
	var kind string
	there := r.fields(n, keys{
		"kind":   r.oneOf(&kind, failures...),
		"at":     r.duration(&f.at, 0),
		"chance": r.number(&f.chance, 0, 1),
		"every":  r.duration(&f.every, time.Millisecond),
		"for":    r.duration(&f.last, time.Millisecond),
		"pause":  r.duration(&f.pause, 10*time.Millisecond),
		"off":    r.duration(&f.off, -longest),
		"will":   r.flag(&f.will),
		"only": r.list(Numbers, mostParts, func(n *yaml.Node) {
			number := 0
			r.whole(&number, 1, MostDevices)(n)
			f.only = append(f.only, number)
		}),
	}, "kind")
	f.kind, f.allowed = Failure(kind), map[int]bool{}
	for _, n := range f.only {
		f.allowed[n] = true
	}
	if (there["at"] == nil) == (there["chance"] == nil) {
		r.wrong(n, Fault{Code: AtOrChance})
	}
	if there["chance"] != nil && f.every == 0 {
		f.every = time.Minute
	}
	for key, kinds := range map[string][]string{"pause": {string(Loops)}, "off": {string(ClockOff)}, "will": {string(Dies), string(Loops)}} {
		if at := there[key]; at != nil && kind != kinds[0] && kind != kinds[len(kinds)-1] {
			r.wrong(at, Fault{Code: Needless, Found: key, Names: kinds})
		}
	}
	return f
}
