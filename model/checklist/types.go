package checklist

import (
	"slices"

	"go.yaml.in/yaml/v3"

	"mangrove/model/strictyaml"
)

// optionalTypes is the key below types for values that may be left out.
const optionalTypes = "optional"

// types reads which values have to be of which type: one check of many values, of which nothing
// else is asked.
func (c *conditions) types(n *yaml.Node) {
	check := Check{Kind: Types}
	samples := DefaultSamples
	known := c.pathsByType(&check, false)
	known[optionalTypes] = func(n *yaml.Node) { c.Map(n, c.pathsByType(&check, true)) }
	known["samples"] = c.Whole(&samples, 1, 1_000_000)
	c.Map(n, known)
	if len(check.Parts) == 0 {
		c.Wrong(n, Fault{Code: strictyaml.Missing, Names: types})
		return
	}
	if len(check.Parts) > mostFields {
		c.Wrong(n, Fault{Code: strictyaml.TooMany, Found: "fields", Most: mostFields})
		return
	}
	check.Samples = samples
	for _, part := range check.Parts {
		part.Samples = samples
	}
	c.add(n, check)
}

// pathsByType are the keys that list the paths of values of each type.
func (c *conditions) pathsByType(check *Check, optional bool) strictyaml.Keys {
	known := strictyaml.Keys{}
	for _, name := range types {
		known[name] = c.List("fields", mostFields, func(n *yaml.Node) {
			path, ok := c.Scalar(n)
			if !ok {
				return
			}
			c.path(n, path)
			if slices.ContainsFunc(check.Parts, func(other *Check) bool { return other.Path == path }) {
				c.Wrong(n, Fault{Code: strictyaml.Doubled, Found: path})
			}
			check.Parts = append(check.Parts, &Check{Kind: Field, Line: n.Line, Path: path, Value: &Value{Type: Type(name), Optional: optional}})
		})
	}
	return known
}

// ValueChecks are the checks of a subject that are of values, those that are a part of another
// one, too.
func (s *Subject) ValueChecks() (all []*Check) {
	for _, check := range s.Checks {
		all = append(all, check)
		all = append(all, check.Parts...)
	}
	return all
}
