package verify

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestTypesOfManyValues: one check is of the types of many values; each is judged as a field by
// itself is, and those that are not as they have to be are all named.
func TestTypesOfManyValues(t *testing.T) {
	const list = `version: 1
devices:
  - {id: a, topic: d/a, types: {number: [n, deep.n], string: [s], optional: {boolean: [b]}}}
`
	right, whole := `{"n":1,"deep":{"n":2},"s":"x"}`, `{"n":1,"deep":{"n":2},"s":"x","b":true}`
	for _, c := range []struct {
		name     string
		payloads []string
		state    State
		code     Code
		values   []string
	}{
		{"all right", []string{whole, right, whole, whole}, Pass, Held, nil},
		{"without the optional one", []string{right, right, right}, Pass, Held, nil},
		{"nothing came", nil, Fail, NeverSeen, nil},
		{"too few", []string{right, right}, Pending, SomeValues, []string{"n", "deep.n", "s"}},
		{"two of another type", []string{right, right, right, `{"n":"1","deep":{"n":2},"s":3}`}, Fail, SomeValues, []string{"n", "s"}},
		{"one missing", []string{`{"n":1,"s":"x"}`, right, right}, Fail, SomeValues, []string{"deep.n"}},
		{"an optional one of another type", []string{`{"n":1,"deep":{"n":2},"s":"x","b":1}`, right, right}, Fail, SomeValues, []string{"b"}},
		{"no JSON", []string{right, right, right, "off"}, Fail, SomeValues, []string{"n", "deep.n", "s", "b"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var script strings.Builder
			for i, payload := range c.payloads {
				fmt.Fprintf(&script, "%ds d/a %s\n", i+1, payload)
			}
			r := play(t, list, script.String()+"3600s end")
			got := r.Results()
			if len(got) != 1 || got[0].State != c.state || got[0].Reason.Code != c.code {
				t.Fatalf("%+v", got)
			}
			var paths []string
			for _, v := range got[0].Reason.Values {
				paths = append(paths, v.Path)
			}
			if !slices.Equal(paths, c.values) {
				t.Errorf("named are %q, want %q: %+v", paths, c.values, got[0].Reason)
			}
		})
	}
}
