package simulate

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"time"

	"go.yaml.in/yaml/v3"
)

// reader reads the nodes of a file, and collects what is wrong with them.
type reader struct {
	faults Faults
	files  Files
	tables map[string]*table
	bytes  int // of all tables
}

// Files reads a table beside the file: path is local to its folder.
type Files func(path string, most int64) ([]byte, error)

// wrong notes a fault.
func (r *reader) wrong(at *yaml.Node, f Fault) {
	if len(r.faults) >= mostFaults {
		return
	}
	if at != nil {
		f.Line, f.Column = at.Line, at.Column
	}
	r.faults = append(r.faults, &f)
}

// keys are what a map may have, with what reads it.
type keys map[string]func(*yaml.Node)

// given are the keys that a map has.
type given map[string]*yaml.Node

// fields reads a map with known keys, of which some must be there.
func (r *reader) fields(n *yaml.Node, known keys, must ...string) given {
	there := given{}
	if !r.is(n, yaml.MappingNode, NoMap) {
		return there
	}
	names := make([]string, 0, len(known))
	for name := range known {
		names = append(names, name)
	}
	slices.Sort(names)
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		read := known[key.Value]
		switch {
		case key.Kind != yaml.ScalarNode || read == nil:
			r.wrong(key, Fault{Code: Unknown, Found: key.Value, Names: names})
		case there[key.Value] != nil:
			r.wrong(key, Fault{Code: Doubled, Found: key.Value})
		default:
			there[key.Value] = key
			read(value)
		}
	}
	for _, name := range must {
		if there[name] == nil {
			r.wrong(n, Fault{Code: Missing, Found: name})
		}
	}
	return there
}

// is sees that a node is what is wanted.
func (r *reader) is(n *yaml.Node, kind yaml.Kind, otherwise Code) bool {
	if n.Kind == yaml.AliasNode {
		otherwise = Alias
	}
	if n.Kind != kind {
		r.wrong(n, Fault{Code: otherwise, Found: n.Value})
	}
	return n.Kind == kind
}

// list reads the parts of a list.
func (r *reader) list(what Countable, most int, read func(*yaml.Node)) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if !r.is(n, yaml.SequenceNode, NoList) {
			return
		}
		if len(n.Content) > most {
			r.wrong(n, Fault{Code: TooMany, Of: what, Most: int64(most)})
			return
		}
		for _, one := range n.Content {
			read(one)
		}
	}
}

func (r *reader) scalar(n *yaml.Node) (string, bool) {
	return n.Value, r.is(n, yaml.ScalarNode, NoText)
}

func (r *reader) text(into *string) func(*yaml.Node) {
	return func(n *yaml.Node) { *into, _ = r.scalar(n) }
}

func (r *reader) flag(into *bool) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if s, ok := r.scalar(n); ok {
			if s != "true" && s != "false" {
				r.wrong(n, Fault{Code: NoFlag, Found: s})
			}
			*into = s == "true"
		}
	}
}

// oneOf reads one of several words.
func (r *reader) oneOf(into *string, names ...string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		s, ok := r.scalar(n)
		if ok && !slices.Contains(names, s) {
			r.wrong(n, Fault{Code: NotOneOf, Found: s, Names: names})
		}
		*into = s
	}
}

func (r *reader) whole(into *int, low, high int) func(*yaml.Node) {
	return func(n *yaml.Node) {
		s, ok := r.scalar(n)
		if !ok {
			return
		}
		i, err := strconv.Atoi(s)
		switch {
		case err != nil:
			r.wrong(n, Fault{Code: NoNumber, Found: s})
		case i < low || i > high:
			r.wrong(n, Fault{Code: OutOfRange, Found: s, Names: []string{strconv.Itoa(low), strconv.Itoa(high)}})
		default:
			*into = i
		}
	}
}

func (r *reader) number(into *float64, low, high float64) func(*yaml.Node) {
	return func(n *yaml.Node) {
		s, ok := r.scalar(n)
		if !ok {
			return
		}
		f, err := strconv.ParseFloat(s, 64)
		switch {
		case err != nil || math.IsNaN(f) || math.IsInf(f, 0):
			r.wrong(n, Fault{Code: NoNumber, Found: s})
		case f < low || f > high:
			r.wrong(n, Fault{Code: OutOfRange, Found: s, Names: []string{fmt.Sprint(low), fmt.Sprint(high)}})
		default:
			*into = f
		}
	}
}

// longest is a time that can be added to others.
const longest = 10 * 365 * 24 * time.Hour

func (r *reader) duration(into *time.Duration, low time.Duration) func(*yaml.Node) {
	return func(n *yaml.Node) {
		s, ok := r.scalar(n)
		if !ok {
			return
		}
		d, err := time.ParseDuration(s)
		switch {
		case err != nil:
			r.wrong(n, Fault{Code: NoDuration, Found: s})
		case d < low || d > longest:
			r.wrong(n, Fault{Code: OutOfRange, Found: s, Names: []string{low.String(), longest.String()}})
		default:
			*into = d
		}
	}
}

func (r *reader) pattern(into **pattern) func(*yaml.Node) {
	return func(n *yaml.Node) {
		s, ok := r.scalar(n)
		if !ok {
			return
		}
		p, err := newPattern(s)
		if err != nil {
			r.wrong(n, Fault{Code: Template, Err: err})
			return
		}
		p.line, p.column = n.Line, n.Column
		*into = p
	}
}

var name = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// named reads a map with names that the file makes up.
func (r *reader) named(what Countable, read func(name string, key, value *yaml.Node)) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if !r.is(n, yaml.MappingNode, NoMap) {
			return
		}
		if len(n.Content) > 2*mostParts {
			r.wrong(n, Fault{Code: TooMany, Of: what, Most: mostParts})
			return
		}
		seen := map[string]bool{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := n.Content[i]
			switch {
			case key.Kind != yaml.ScalarNode || !name.MatchString(key.Value) || slices.Contains(taken, key.Value):
				r.wrong(key, Fault{Code: BadName, Found: key.Value, Names: taken})
			case seen[key.Value]:
				r.wrong(key, Fault{Code: Doubled, Found: key.Value})
			default:
				seen[key.Value] = true
				read(key.Value, key, n.Content[i+1])
			}
		}
	}
}

// taken are the variables that every device has.
var taken = []string{"n", "id", "name", "payload", "session", "seq"}

func (r *reader) variables(into *map[string]string) func(*yaml.Node) {
	*into = map[string]string{}
	return r.named(Variables, func(name string, _, value *yaml.Node) {
		if s, ok := r.scalar(value); ok {
			(*into)[name] = s
		}
	})
}
