package explain

import (
	"strings"
	"testing"

	"mangrove/model/checklist"
	"mangrove/model/codestest"
	"mangrove/model/learn"
	"mangrove/model/verify"
)

// TestEveryDifferenceHasAName, also one that is added, and stands in the order in which they are told.
func TestEveryDifferenceHasAName(t *testing.T) {
	all := codestest.Of(t, "../../model/learn", "Otherwise")
	for _, way := range all {
		if DifferenceName(learn.Otherwise(way)) == "" {
			t.Errorf("%s has no name", way)
		}
	}
	if len(learn.Ways) != len(all) {
		t.Errorf("there are %d, and %d are told", len(all), len(learn.Ways))
	}
}

func TestDifferences(t *testing.T) {
	field := &checklist.Check{Kind: checklist.Field, Path: "v"}
	for want, d := range map[string]learn.Difference{
		"hall: The checklist has no such device. Its topics: a/b.": {Way: learn.Extra, Subject: "hall", Device: true, Names: []string{"a/b"}},
		"a/+: No line of the checklist is about this: a/b, a/c.":   {Way: learn.Extra, Subject: "a/+", Names: []string{"a/b", "a/c"}},
		"a  m  field v: There is no v in the payload. The checklist does not have these fields: w.": {
			Way: learn.NoField, Subject: "a", Member: "m", Check: field, Why: verify.Reason{Code: verify.Absent, Want: "v"}, Names: []string{"w"},
		},
		"a: 3 missing: x, y and 1 more.": {Way: learn.Gone, Subject: "a", Why: verify.Reason{Code: verify.Missing, N: 3, Names: []string{"x", "y"}}},
	} {
		if got := DifferenceSubject(&d) + ": " + Difference(&d); got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
	long := learn.Difference{Way: learn.Extra, Names: strings.Fields(strings.Repeat("t ", 30))}
	if got := Difference(&long); !strings.HasSuffix(got, " and 20 more.") {
		t.Errorf("what is cut is not told: %s", got)
	}
}
