package explain

import (
	"strings"
	"testing"

	"mangrove/model/verify"
)

// TestValuesKeepTheirLetters: a path or a value at the beginning of a sentence would get a capital.
func TestValuesKeepTheirLetters(t *testing.T) {
	for name, r := range map[string]verify.Reason{
		"a path that is missing":  {Code: verify.Absent, Want: "power.total"},
		"a value of another type": {Code: verify.WrongType, Found: "true", Want: "number"},
		"a value not on the list": {Code: verify.NotListed, Found: "true", Want: "1, 2"},
		"a value out of range":    {Code: verify.OutOfRange, Found: "null", Want: "1 to 2"},
		"a value without a match": {Code: verify.NoMatch, Found: "null", Want: "^a"},
	} {
		value := r.Found + r.Want
		if r.Found != "" {
			value = r.Found
		}
		if said := Verdict(r); !strings.Contains(said, value) {
			t.Errorf("%s: %s, without %q", name, said, value)
		}
	}
}
