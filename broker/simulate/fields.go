package simulate

import (
	"regexp"
	"slices"

	"go.yaml.in/yaml/v3"

	"mangrove/model/strictyaml"
)

// reader reads a file of devices.
type reader struct {
	strictyaml.Reader
	files  Files
	tables map[string]*table
	bytes  int // of all tables
}

// Files reads a table beside the file.
type Files = strictyaml.Files

// list reads the parts of a list.
func (r *reader) list(what Countable, most int, read func(*yaml.Node)) func(*yaml.Node) {
	return r.List(string(what), most, read)
}

func (r *reader) pattern(into **pattern) func(*yaml.Node) {
	return func(n *yaml.Node) {
		s, ok := r.Scalar(n)
		if !ok {
			return
		}
		p, err := newPattern(s)
		if err != nil {
			r.Wrong(n, Fault{Code: Template, Err: err})
			return
		}
		p.line, p.column = n.Line, n.Column
		*into = p
	}
}

var name = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// named reads a map with names of variables that the file makes up.
func (r *reader) named(what Countable, read func(name string, value *yaml.Node)) func(*yaml.Node) {
	return r.Named(string(what), mostParts, func(key, value *yaml.Node) {
		if !name.MatchString(key.Value) || slices.Contains(taken, key.Value) {
			r.Wrong(key, Fault{Code: BadName, Found: key.Value, Names: taken})
			return
		}
		read(key.Value, value)
	})
}

// taken are the variables that every device has.
var taken = []string{"n", "id", "name", "payload", "session", "seq"}

func (r *reader) variables(into *map[string]string) func(*yaml.Node) {
	*into = map[string]string{}
	return r.named(Variables, func(name string, value *yaml.Node) {
		if s, ok := r.Scalar(value); ok {
			(*into)[name] = s
		}
	})
}
