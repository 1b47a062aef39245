package checklist

import (
	"maps"
	"slices"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// mostWays is how many schemas are applied to one value of a payload at the most: of two that
// each name the next one twice there are four, of thirty a thousand million.
const mostWays = 10_000

// tooManyWays reports whether a schema, or one below it, applies more than [mostWays] to one
// value.
func tooManyWays(root *jsonschema.Schema) bool {
	w, seen := ways{}, map[*jsonschema.Schema]bool{root: true}
	for left := []*jsonschema.Schema{root}; len(left) > 0; {
		s := left[len(left)-1]
		left = left[:len(left)-1]
		if w.of(s) > mostWays {
			return true
		}
		for _, next := range append(toSame(s), toParts(s)...) {
			if next != nil && !seen[next] {
				seen[next] = true
				left = append(left, next)
			}
		}
	}
	return false
}

// ways is how many schemas are applied to a value by one, with itself.
type ways map[*jsonschema.Schema]int

func (w ways) of(s *jsonschema.Schema) int {
	if s == nil {
		return 0
	}
	if n, known := w[s]; known {
		return n
	}
	w[s] = 1 // should it lead back to itself, which ends with an error when it is applied
	n := 1
	for _, same := range toSame(s) {
		n = min(n+w.of(same), mostWays+1)
	}
	w[s] = n
	return n
}

// toSame are the schemas that one applies to the same value.
func toSame(s *jsonschema.Schema) []*jsonschema.Schema {
	all := slices.Concat([]*jsonschema.Schema{s.Ref, s.RecursiveRef, s.Not, s.If, s.Then, s.Else}, s.AllOf, s.AnyOf, s.OneOf)
	for _, one := range s.Dependencies {
		all = append(all, schemasOf(one)...)
	}
	return slices.AppendSeq(all, maps.Values(s.DependentSchemas))
}

// toParts are those that one applies to the parts of a value.
func toParts(s *jsonschema.Schema) []*jsonschema.Schema {
	all := append([]*jsonschema.Schema{s.PropertyNames, s.UnevaluatedProperties, s.Contains, s.Items2020, s.UnevaluatedItems, s.ContentSchema}, s.PrefixItems...)
	all = slices.AppendSeq(all, maps.Values(s.Properties))
	all = slices.AppendSeq(all, maps.Values(s.PatternProperties))
	for _, one := range []any{s.AdditionalProperties, s.Items, s.AdditionalItems} {
		all = append(all, schemasOf(one)...)
	}
	return all
}

// schemasOf are those of a keyword that takes other values, too.
func schemasOf(keyword any) []*jsonschema.Schema {
	switch v := keyword.(type) {
	case *jsonschema.Schema:
		return []*jsonschema.Schema{v}
	case []*jsonschema.Schema:
		return v
	}
	return nil
}
