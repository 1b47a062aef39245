package simulate

import (
	"strconv"
	"time"

	"go.yaml.in/yaml/v3"

	"mangrove/model/decode"
	"mangrove/model/encode"
	"mangrove/model/strictyaml"
)

// Read reads a file. It fails with [Faults], which are all that is wrong with it. files
// reads the tables that it names; nil: there are none.
func Read(content []byte, files Files) (*File, error) {
	r := &reader{files: files, tables: map[string]*table{}}
	f := &File{}
	if root := r.Document(content, strictyaml.Form{Key: "simulator", Version: version, Most: LargestFile}); root != nil {
		r.file(root, f)
	}
	if len(r.Faults()) == 0 {
		r.check(f)
	}
	if all := r.Faults(); len(all) > 0 {
		return nil, all
	}
	return f, nil
}

func (r *reader) file(n *yaml.Node, f *File) {
	r.Map(n, strictyaml.Keys{
		"simulator": func(*yaml.Node) {},
		"seed": func(n *yaml.Node) {
			if s, ok := r.Scalar(n); ok {
				var err error
				if f.Seed, err = strconv.ParseUint(s, 10, 64); err != nil {
					r.Wrong(n, Fault{Code: strictyaml.NoNumber, Found: s})
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
	there := r.Map(n, strictyaml.Keys{
		"name":        r.Text(&k.Name),
		"count":       r.Whole(&k.Count, 1, MostDevices),
		"id":          r.pattern(&k.id),
		"connection":  r.OneOf(&connection, "own", "shared"),
		"connections": r.Whole(&connections, 1, 1000),
		"variables":   r.variables(&k.variables),
		"values":      r.named(Values, func(name string, n *yaml.Node) { k.values = append(k.values, r.wave(name, n)) }),
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
		r.Wrong(at, Fault{Code: Needless, Found: "connections", Names: []string{"connection: shared"}})
	}
	if k.id == nil {
		k.id, _ = newPattern("{{.name}}-{{.n}}")
	}
	for _, f := range k.failures {
		if f.kind == Duplicated && k.shared > 0 {
			r.Wrong(there["failures"], Fault{Code: OwnOnly, Found: string(f.kind)})
		}
	}
	return k
}

func (r *reader) messageKeys(m *message) strictyaml.Keys {
	m.payload = &payload{}
	m.payload.pattern, _ = newPattern("")
	qos := 0
	return strictyaml.Keys{
		"topic":   r.pattern(&m.topic),
		"payload": r.pattern(&m.payload.pattern),
		"as": func(n *yaml.Node) {
			var as string
			r.OneOf(&as, encodings()...)(n)
			m.payload.as = decode.Format(as)
		},
		"qos": func(n *yaml.Node) {
			r.Whole(&qos, 0, 2)(n)
			m.qos = byte(qos) //nolint:gosec // 0, 1 or 2
		},
		"retain": r.Flag(&m.retain),
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
	r.keeps(n, m, r.Map(n, r.messageKeys(m), "topic"))
	return m
}

// keeps sees that a retained message that is empty, which clears what the broker keeps (MQTT 5,
// 3.3.1.3), is meant.
func (r *reader) keeps(n *yaml.Node, m *message, there strictyaml.Given) {
	if m.retain && there["payload"] == nil {
		r.Wrong(n, Fault{Code: strictyaml.Missing, Found: "payload"})
	}
}

func (r *reader) stream(n *yaml.Node) *stream {
	s := &stream{}
	known := r.messageKeys(&s.message)
	known["every"] = r.Duration(&s.every, time.Millisecond)
	known["jitter"] = r.Duration(&s.jitter, 0)
	r.keeps(n, &s.message, r.Map(n, known, "topic", "every"))
	return s
}

func (r *reader) command(n *yaml.Node) *command {
	c := &command{}
	r.Map(n, strictyaml.Keys{
		"topic": r.pattern(&c.topic),
		"reply": func(n *yaml.Node) { c.reply = r.message(n) },
		"after": r.Duration(&c.after, 0),
		"keep": func(n *yaml.Node) {
			if r.Text(&c.keep)(n); !name.MatchString(c.keep) {
				r.Wrong(n, Fault{Code: BadName, Found: c.keep, Names: taken})
			}
		},
	}, "topic")
	return c
}

func (r *reader) reconnects(n *yaml.Node, into *reconnect) {
	if n.Kind == yaml.ScalarNode {
		var never string
		r.OneOf(&never, "never")(n)
		into.never = true
		return
	}
	r.Map(n, strictyaml.Keys{"after": r.Duration(&into.after, time.Millisecond), "most": r.Duration(&into.most, time.Millisecond)})
	into.most = max(into.most, into.after)
}

// failure reads what goes wrong, and when.
func (r *reader) failure(n *yaml.Node) *failure {
	f := &failure{at: -1, pause: time.Second, off: -time.Hour, will: true}
	var kind string
	there := r.Map(n, strictyaml.Keys{
		"kind":   r.OneOf(&kind, failures...),
		"at":     r.Duration(&f.at, 0),
		"chance": r.Number(&f.chance, 0, 1),
		"every":  r.Duration(&f.every, time.Millisecond),
		"for":    r.Duration(&f.last, time.Millisecond),
		"pause":  r.Duration(&f.pause, 10*time.Millisecond),
		"off":    r.Duration(&f.off, -strictyaml.LongestDuration),
		"will":   r.Flag(&f.will),
		"only": r.list(Numbers, mostParts, func(n *yaml.Node) {
			number := 0
			r.Whole(&number, 1, MostDevices)(n)
			f.only = append(f.only, number)
		}),
	}, "kind")
	f.kind, f.allowed = Failure(kind), map[int]bool{}
	for _, n := range f.only {
		f.allowed[n] = true
	}
	if (there["at"] == nil) == (there["chance"] == nil) {
		r.Wrong(n, Fault{Code: AtOrChance})
	}
	if there["chance"] != nil && f.every == 0 {
		f.every = time.Minute
	}
	for key, kinds := range map[string][]string{"pause": {string(Loops)}, "off": {string(ClockOff)}, "will": {string(Dies), string(Loops)}} {
		if at := there[key]; at != nil && kind != kinds[0] && kind != kinds[len(kinds)-1] {
			r.Wrong(at, Fault{Code: Needless, Found: key, Names: kinds})
		}
	}
	return f
}
