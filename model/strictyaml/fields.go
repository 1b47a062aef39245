package strictyaml

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/agext/levenshtein"
	"go.yaml.in/yaml/v3"
)

// Keys are what a map may have, with what reads each.
type Keys map[string]func(*yaml.Node)

// Given are the keys that a map has.
type Given map[string]*yaml.Node

// Map reads a map with known keys, of which some must be there.
func (r *Reader) Map(n *yaml.Node, known Keys, must ...string) Given {
	there := Given{}
	if !r.is(n, yaml.MappingNode, NoMap) {
		return there
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		read := known[key.Value]
		switch {
		case key.Kind != yaml.ScalarNode || read == nil:
			r.unknown(key, Unknown, slices.Sorted(maps.Keys(known)))
		case there[key.Value] != nil:
			r.Wrong(key, Fault{Code: Doubled, Found: key.Value})
		default:
			there[key.Value] = key
			read(value)
		}
	}
	for _, name := range must {
		if there[name] == nil {
			r.Wrong(n, Fault{Code: Missing, Found: name})
		}
	}
	return there
}

// longestMeant is what is looked at for what was meant, in bytes.
const longestMeant = 100

// unknown notes a word that is none of names, with those first that are written like it.
func (r *Reader) unknown(at *yaml.Node, code Code, names []string) {
	if r.full() {
		return
	}
	f := Fault{Code: code, Found: at.Value, Names: names}
	if len(f.Found) <= longestMeant {
		f.Meant = sortByLikeness(names, f.Found)
	}
	r.Wrong(at, f)
}

// sortByLikeness gives the first that is likely to be meant, too; empty: none is.
func sortByLikeness(names []string, found string) (meant string) {
	distances := map[string]int{}
	for _, name := range names {
		distances[name] = levenshtein.Distance(found, name, nil)
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(distances[a]-distances[b], strings.Compare(a, b)) })
	for _, name := range names {
		if 2*distances[name] <= len(found) || found != "" && strings.HasPrefix(name, found) {
			return name
		}
	}
	return ""
}

// is sees that a node is what is wanted.
func (r *Reader) is(n *yaml.Node, kind yaml.Kind, otherwise Code) bool {
	switch {
	case n.Kind == yaml.AliasNode:
		otherwise = Alias
	case kind == yaml.ScalarNode && n.Style&yaml.FlowStyle != 0 && len(n.Content) > 0:
		otherwise = Unquoted
	}
	if n.Kind != kind {
		r.Wrong(n, Fault{Code: otherwise, Found: n.Value})
	}
	return n.Kind == kind
}

// List reads the parts of a list; what names them where there are too many.
func (r *Reader) List(what string, most int, read func(*yaml.Node)) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if !r.is(n, yaml.SequenceNode, NoList) {
			return
		}
		if len(n.Content) > most {
			r.Wrong(n, Fault{Code: TooMany, Found: what, Most: int64(most)})
			return
		}
		for _, one := range n.Content {
			read(one)
		}
	}
}

// Named reads a map with keys that the file makes up, of which none is there twice.
func (r *Reader) Named(what string, most int, read func(key, value *yaml.Node)) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if !r.is(n, yaml.MappingNode, NoMap) {
			return
		}
		if len(n.Content) > 2*most {
			r.Wrong(n, Fault{Code: TooMany, Found: what, Most: int64(most)})
			return
		}
		seen := map[string]bool{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := n.Content[i]
			switch {
			case !r.is(key, yaml.ScalarNode, NoText):
			case seen[key.Value]:
				r.Wrong(key, Fault{Code: Doubled, Found: key.Value})
			default:
				seen[key.Value] = true
				read(key, n.Content[i+1])
			}
		}
	}
}

// Scalar is the text of a single value.
func (r *Reader) Scalar(n *yaml.Node) (string, bool) {
	return n.Value, r.is(n, yaml.ScalarNode, NoText)
}

// Text reads any single value as it is written.
func (r *Reader) Text(into *string) func(*yaml.Node) {
	return func(n *yaml.Node) { *into, _ = r.Scalar(n) }
}

// Flag reads true or false.
func (r *Reader) Flag(into *bool) func(*yaml.Node) {
	return func(n *yaml.Node) {
		s, ok := r.Scalar(n)
		if ok && s != "true" && s != "false" {
			r.Wrong(n, Fault{Code: NoFlag, Found: s})
		}
		*into = s == "true"
	}
}

// OneOf reads one of several words.
func (r *Reader) OneOf(into *string, names ...string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		s, ok := r.Scalar(n)
		if ok && !slices.Contains(names, s) {
			r.unknown(n, NotOneOf, slices.Clone(names))
		}
		*into = s
	}
}

// Whole reads a whole number between two others.
func (r *Reader) Whole(into *int, low, high int) func(*yaml.Node) {
	return func(n *yaml.Node) {
		s, ok := r.Scalar(n)
		if !ok {
			return
		}
		i, err := strconv.Atoi(s)
		switch {
		case err != nil:
			r.Wrong(n, Fault{Code: NoNumber, Found: s})
		case i < low || i > high:
			r.Wrong(n, Fault{Code: OutOfRange, Found: s, Names: []string{strconv.Itoa(low), strconv.Itoa(high)}})
		default:
			*into = i
		}
	}
}

// Number reads a number between two others; these may be infinite, the number is not.
func (r *Reader) Number(into *float64, low, high float64) func(*yaml.Node) {
	return func(n *yaml.Node) {
		s, ok := r.Scalar(n)
		if !ok {
			return
		}
		f, err := strconv.ParseFloat(s, 64)
		switch {
		case err != nil || math.IsNaN(f) || math.IsInf(f, 0):
			r.Wrong(n, Fault{Code: NoNumber, Found: s})
		case f < low || f > high:
			r.Wrong(n, Fault{Code: OutOfRange, Found: s, Names: []string{fmt.Sprint(low), fmt.Sprint(high)}})
		default:
			*into = f
		}
	}
}

// LongestDuration can be added to a moment without harm.
const LongestDuration = 10 * 365 * 24 * time.Hour

// Duration reads a time with its unit, such as 5s.
func (r *Reader) Duration(into *time.Duration, low time.Duration) func(*yaml.Node) {
	return func(n *yaml.Node) {
		s, ok := r.Scalar(n)
		if !ok {
			return
		}
		d, err := time.ParseDuration(s)
		switch {
		case err != nil:
			r.Wrong(n, Fault{Code: NoDuration, Found: s})
		case d < low || d > LongestDuration:
			r.Wrong(n, Fault{Code: OutOfRange, Found: s, Names: []string{low.String(), LongestDuration.String()}})
		default:
			*into = d
		}
	}
}
