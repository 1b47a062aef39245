package explain

import (
	"errors"
	"fmt"
	"strings"

	"mangrove/broker"
	"mangrove/model/checklist"
	"mangrove/model/strictyaml"
)

// explainChecklist is for a file of what an installation has to fulfil.
func explainChecklist(err error, a broker.Address) string {
	var all checklist.Faults
	var one *checklist.Fault
	switch {
	case errors.As(err, &all):
		return ChecklistFaults(all, a)
	case errors.As(err, &one):
		return faultLine(one, a)
	}
	return ""
}

// ChecklistFaults are the sentences for what is wrong or doubtful in a checklist, a line
// for each.
func ChecklistFaults(all checklist.Faults, a broker.Address) string {
	var lines []string
	for _, f := range all[:min(len(all), shownFaults)] {
		lines = append(lines, faultLine(f, a))
	}
	if more := len(all) - len(lines); more > 0 {
		lines = append(lines, fmt.Sprintf("%d more like these are not shown.", more))
	}
	return strings.Join(lines, "\n")
}

// faultLine is the sentence for one fault, with its place.
func faultLine(f *checklist.Fault, a broker.Address) string {
	words := sentence(yamlFault(f, a))
	switch {
	case f.Line == 0:
		return words
	case f.Column == 0:
		return fmt.Sprintf("Line %d: %s", f.Line, words)
	}
	return fmt.Sprintf("Line %d, column %d: %s", f.Line, f.Column, words)
}

// yamlFixed are those without values.
var yamlFixed = map[strictyaml.Code]string{
	strictyaml.Empty:       "the file is empty",
	strictyaml.Documents:   "a second document begins here. Put everything into one",
	strictyaml.NoMap:       "keys with values are wanted here, as in name: hall",
	strictyaml.NoList:      "a list is wanted here, with - before each part",
	strictyaml.NoText:      "one value is wanted here, not a list or keys with values",
	checklist.NothingAsked: "nothing is asked here. Add a check, such as present: 5m",
	checklist.NoWhere:      "it is not said where its messages come. Add topic, or use with the name of a convention",
	checklist.NoRange:      "two limits are wanted here, the lower one first, as in [0, 40]; null is for none",
}

// yamlFound are those with what was found, [1], the names that go with it, [2], the likeliest
// of them, [3], and what it must not exceed, [4].
var yamlFound = map[strictyaml.Code]string{
	strictyaml.Unreadable: "the file is not YAML: %[1]s",
	strictyaml.TooLarge:   "the file has more than %[4]d bytes",
	strictyaml.Newer:      "the file has version %[1]s, and this Mangrove reads version %[4]d. Use a newer one",
	strictyaml.NoVersion:  "the line %[1]s: 1 is missing, which such a file begins with",
	strictyaml.Unknown:    "there is no key %[1]s here. Was %[3]s meant? There are: %[2]s",
	strictyaml.Doubled:    "%[1]s is given twice",
	strictyaml.Missing:    "the key %[1]s is missing",
	strictyaml.Alias:      "*%[1]s refers to another part of the file, which is not read. Write out what it stands for",
	strictyaml.TooMany:    "there are too many %[1]s: %[4]d are the most",
	strictyaml.NoNumber:   "%[1]q is not a number that can be used here",
	strictyaml.NoDuration: "%[1]q is not a time. Write it with its unit, such as 500ms, 5s or 1h",
	strictyaml.NoFlag:     "%[1]q is neither true nor false",
	strictyaml.NotOneOf:   "%[1]q cannot be used here. Was %[3]s meant? There are: %[2]s",
	checklist.Either:      "one of these is wanted, and only one: %[2]s",
	checklist.Together:    "the key %[1]s means something only together with %[2]s",
	checklist.SameID:      "two devices have the id %[1]s",
	checklist.NoBound:     "%[1]q is no comparison. Write it as in \">=13.1\"",
	checklist.NoPercent:   "%[1]q is no percentage. Write it as in 20%%",
	checklist.NoRate:      "%[1]q is no rate. Write it as in 50/s, 10/min or 4/h",
	checklist.NoSize:      "%[1]q is no size. Write it as in 500B, 16KB or 1MB",
	checklist.NoMembers:   "the members of %[1]q cannot be told apart by name. Name the level that they stand in, as in site/{meter}/state",
	checklist.Unmatched:   "no topic of %[2]s can match %[1]s",
}

func yamlFault(f *checklist.Fault, a broker.Address) string {
	if words, ok := yamlFixed[f.Code]; ok {
		return words
	}
	if words, ok := yamlFound[f.Code]; ok {
		first := ""
		if len(f.Names) > 0 {
			first = f.Names[0]
		}
		return fmt.Sprintf(words, broker.Shorten(f.Found), strings.Join(f.Names, ", "), first, f.Most)
	}
	switch f.Code {
	case strictyaml.OutOfRange:
		return f.Found + " is out of range: it can be from " + strings.Join(f.Names, " to ")
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
	return f.Error()
}
