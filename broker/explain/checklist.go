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
	strictyaml.Empty:     "the file is empty",
	strictyaml.Documents: "a second document begins here. Put everything into one",
	strictyaml.NoMap:     "keys with values are wanted here, as in name: hall",
	strictyaml.NoList:    "a list is wanted here, with - before each part",
	strictyaml.NoText:    "one value is wanted here, not a list or keys with values",
	checklist.NoRange:    "two limits are wanted here, the lower one first, as in [0, 40]; null is for none",
}

// meant is a question for what is likely to have been meant, and the others there are.
func meant(f *checklist.Fault) string {
	if len(f.Names) == 0 {
		return ""
	}
	return fmt.Sprintf(" Was %s meant? There are: %s", f.Names[0], strings.Join(f.Names, ", "))
}

func yamlFault(f *checklist.Fault, a broker.Address) string {
	if words, ok := yamlFixed[f.Code]; ok {
		return words
	}
	names := strings.Join(f.Names, ", ")
	switch f.Code {
	case strictyaml.Unreadable:
		return "the file is not YAML: " + f.Found
	case strictyaml.TooLarge:
		return fmt.Sprintf("the file has more than %d bytes", f.Most)
	case strictyaml.Newer:
		return fmt.Sprintf("the file has version %s, and this Mangrove reads version %d. Use a newer one", f.Found, f.Most)
	case strictyaml.NoVersion:
		return fmt.Sprintf("the line %s: 1 is missing, which such a file begins with", f.Found)
	case strictyaml.Unknown:
		return fmt.Sprintf("there is no key %s here.%s", f.Found, meant(f))
	case strictyaml.Doubled:
		return f.Found + " is given twice"
	case strictyaml.Missing:
		return fmt.Sprintf("the key %s is missing", f.Found)
	case strictyaml.Alias:
		return fmt.Sprintf("*%s refers to another part of the file, which is not read. Write out what it stands for", f.Found)
	case strictyaml.TooMany:
		return fmt.Sprintf("there are too many %s: %d are the most", f.Found, f.Most)
	case checklist.Either:
		return "one of these is wanted, and only one: " + names
	case checklist.Together:
		return fmt.Sprintf("the key %s means something only together with %s", f.Found, names)
	case checklist.NothingAsked:
		return "nothing is asked here. Add a check, such as present: 5m"
	case checklist.NoWhere:
		return "it is not said where its messages come. Add topic, or use with the name of a convention"
	case checklist.SameID:
		return fmt.Sprintf("two devices have the id %s", f.Found)
	}
	return yamlValue(f, a)
}

// yamlValue is for values that are no good, and for doubts.
func yamlValue(f *checklist.Fault, a broker.Address) string {
	switch f.Code {
	case strictyaml.NoNumber:
		return fmt.Sprintf("%q is not a number that can be used here", f.Found)
	case strictyaml.NoDuration:
		return fmt.Sprintf("%q is not a time. Write it with its unit, such as 500ms, 5s or 1h", f.Found)
	case strictyaml.NoFlag:
		return fmt.Sprintf("%q is neither true nor false", f.Found)
	case strictyaml.OutOfRange:
		return f.Found + " is out of range: it can be from " + strings.Join(f.Names, " to ")
	case strictyaml.NotOneOf:
		return fmt.Sprintf("%q cannot be used here.%s", f.Found, meant(f))
	case checklist.NoFilter:
		return fmt.Sprintf("the filter %q cannot be subscribed to: %s", broker.Shorten(f.Found), explain(f.Err, a))
	case checklist.NoTopic:
		return fmt.Sprintf("%q is no topic: %s", broker.Shorten(f.Found), explain(f.Err, a))
	case checklist.NoBound:
		return fmt.Sprintf("%q is no comparison. Write it as in \">=13.1\"", f.Found)
	case checklist.NoPercent:
		return fmt.Sprintf("%q is no percentage. Write it as in 20%%", f.Found)
	case checklist.NoRate:
		return fmt.Sprintf("%q is no rate. Write it as in 50/s, 10/min or 4/h", f.Found)
	case checklist.NoSize:
		return fmt.Sprintf("%q is no size. Write it as in 500B, 16KB or 1MB", f.Found)
	case checklist.NoPattern:
		return fmt.Sprintf("%q is no regular expression: %v", broker.Shorten(f.Found), f.Err)
	case checklist.NoSchema:
		return fmt.Sprintf("the schema %s cannot be used: %s", f.Found, explain(f.Err, a))
	case checklist.NoMembers:
		return fmt.Sprintf("the members of %q cannot be told apart by name. Name the level that they stand in, as in site/{meter}/state", broker.Shorten(f.Found))
	case checklist.TooShort:
		return fmt.Sprintf("the deadline of %s is too short for this: it takes at least %s", f.Names[0], f.Names[len(f.Names)-1])
	case checklist.Unmatched:
		return fmt.Sprintf("no topic of %s can match %s", strings.Join(f.Names, ", "), broker.Shorten(f.Found))
	}
	return f.Error()
}
