package explain

import (
	"fmt"
	"strings"

	"mangrove/broker"
	"mangrove/model/checklist"
)

// checklistWords are for what can be wrong in a checklist only, as [yamlWords] has them.
var checklistWords = map[checklist.Code]string{
	checklist.NothingAsked: "nothing is asked here. Add a check, such as present: 5m",
	checklist.NoWhere:      "it is not said where its messages come. Add topic, or use with the name of a convention",
	checklist.NoRange:      "two limits are wanted here, the lower one first, as in [0, 40]; null is for none",
	checklist.Either:       "one of these is wanted, and only one: %[2]s",
	checklist.Together:     "the key %[1]s means something only together with %[2]s",
	checklist.SameID:       "two devices have the id %[1]s",
	checklist.NoBound:      "%[1]q is no comparison. Write it as in \">=13.1\"",
	checklist.NoPercent:    "%[1]q is no percentage. Write it as in 20%%",
	checklist.NoRate:       "%[1]q is no rate. Write it as in 50/s, 10/min or 4/h",
	checklist.NoSize:       "%[1]q is no size. Write it as in 500B, 16KB or 1MB",
	checklist.NoMembers:    "the members of %[1]q cannot be told apart by name. Name the level that they stand in, as in site/{meter}/state",
	checklist.Unmatched:    "no topic of %[2]s can match %[1]s",
}

// checklistFault is for those that have an error in them, or other values.
func checklistFault(f *checklist.Fault, a broker.Address) string {
	switch f.Code {
	case checklist.TooShort:
		return "the deadline is too short for this: it would take " + strings.Join(f.Names[1:], "") + ", and there are " + f.Names[0]
	case checklist.NoFilter:
		return fmt.Sprintf("the filter %q cannot be subscribed to: %s", broker.Shorten(f.Found), explain(f.Err, a))
	case checklist.NoTopic:
		return fmt.Sprintf("%q is no topic: %s", broker.Shorten(f.Found), explain(f.Err, a))
	case checklist.NoPattern:
		return fmt.Sprintf("%q is no regular expression: %v", broker.Shorten(f.Found), f.Err)
	case checklist.NoSchema:
		return fmt.Sprintf("the schema %s cannot be used: %s", f.Found, explain(f.Err, a))
	}
	return ""
}
