package explain

import (
	"strings"

	"mangrove/model/learn"
	"mangrove/model/verify"
	"mangrove/model/wording"
)

// differences are what the ways are called in which a site is otherwise than a checklist has it.
var differences = map[learn.Otherwise]string{
	learn.Gone:      "missing",
	learn.Extra:     "extra",
	learn.Quiet:     "quiet",
	learn.NoField:   "no field",
	learn.OtherType: "type",
	learn.OtherUnit: "unit",
	learn.OtherData: "values",
	learn.OtherRate: "rate",
	learn.OtherWay:  "other",
}

// DifferenceName is what a way is called in which a site is otherwise; of what could not be compared
// it says that.
func DifferenceName(w learn.Otherwise) string {
	if w == "" {
		return "not compared"
	}
	return differences[w]
}

// Difference says how a site is otherwise than a checklist has it, or why that is not known.
func Difference(d *learn.Difference) string {
	switch {
	case d.Way == learn.Extra && d.Why.Code == "" && d.Device:
		return wording.Fill("The checklist has no such device. Its topics: {names}.", "names", someNames(d.Names))
	case d.Way == learn.Extra && d.Why.Code == "":
		return wording.Fill("No line of the checklist is about this: {names}.", "names", someNames(d.Names))
	case d.Way == learn.NoField && len(d.Names) > 0:
		return wording.Fill("{why} The checklist does not have these fields: {names}.", "why", Verdict(d.Why), "names", someNames(d.Names))
	}
	return Verdict(d.Why)
}

// shownNames are the names that a sentence has at the most.
const shownNames = 10

// someNames are the first of some names, and how many more there are.
func someNames(names []string) string {
	return namedMembers(verify.Reason{N: len(names), Names: names[:min(len(names), shownNames)]})
}

// DifferenceSubject is what a difference is of: a device or a rule, its member, and the check.
func DifferenceSubject(d *learn.Difference) string {
	words := []string{d.Subject}
	if d.Member != "" {
		words = append(words, d.Member)
	}
	if d.Check != nil {
		words = append(words, CheckName(d.Check))
	}
	return strings.Join(words, "  ")
}
