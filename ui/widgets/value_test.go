package widgets

import (
	"slices"
	"testing"

	"mangrove/ui/widgets/text"
)

// TestTokensReadFromTheRightStayInOrder: a name stands before its value, whatever they
// are written in.
func TestTokensReadFromTheRightStayInOrder(t *testing.T) {
	for value, want := range map[string][]string{
		"":                     {""},
		"שלום עולם":            {"שלום עולם"},
		`{"a":1}`:              {`{"a":1}`},
		`{"שם":"שלום עולם"}`:   {`{`, `"שם"`, `:`, `"שלום עולם"`, `}`},
		`["مصنع", "مرحبا", 12`: {`[`, `"مصنع"`, `,`, ` `, `"مرحبا"`, `,`, ` `, `12`},
		`{"a":"שלום`:           {`{`, `"a"`, `:`, `"שלום`},
	} {
		spans := ValueSpans(nil, text.Span{Text: value, X: 40, Limit: 300})
		var got []string
		for i, s := range spans {
			got = append(got, s.Text)
			if wantX := map[bool]float32{true: 40, false: -1}[i == 0]; s.X != wantX || s.Limit != 300 {
				t.Errorf("%q: %q is at %v", value, s.Text, s.X)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q is drawn as %q, want %q", value, got, want)
		}
	}
}
