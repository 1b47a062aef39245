package explain

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"mangrove/broker"
	"mangrove/broker/simulate"
	"mangrove/model/checklist"
	"mangrove/model/strictyaml"
)

// shownFaults are the faults of a file that are told at a time.
const shownFaults = 20

// explainFaults is for a file that people write: a checklist, or simulated devices.
func explainFaults(err error, a broker.Address) string {
	var all strictyaml.Faults
	var one *strictyaml.Fault
	switch {
	case errors.As(err, &all):
		return Faults(all, a)
	case errors.As(err, &one):
		return faultLine(one, a)
	}
	return ""
}

// Faults are the sentences for what is wrong or doubtful in a file, a line for each.
func Faults(all strictyaml.Faults, a broker.Address) string {
	var lines []string
	for _, f := range all[:min(len(all), shownFaults)] {
		lines = append(lines, faultLine(f, a))
	}
	if more := len(all) - len(lines); more > 0 {
		lines = append(lines, fmt.Sprintf("%d more like these are not shown.", more))
	}
	return strings.Join(lines, "\n")
}

// FaultHere is the sentence for one fault where its place is seen.
func FaultHere(f *strictyaml.Fault, a broker.Address) string { return sentence(yamlFault(f, a)) }

// faultLine is the sentence for one fault, with its place.
func faultLine(f *strictyaml.Fault, a broker.Address) string {
	words := sentence(yamlFault(f, a))
	switch {
	case f.Line == 0:
		return words
	case f.Column == 0:
		return fmt.Sprintf("Line %d: %s", f.Line, words)
	}
	return fmt.Sprintf("Line %d, column %d: %s", f.Line, f.Column, words)
}

// yamlWords are for what can be wrong in any file, with what was found, [1], the names that
// go with it, [2], a question after the one that was meant, [3], and what it must not exceed, [4]. Files of a
// kind have more of them.
var yamlWords = map[strictyaml.Code]string{
	strictyaml.Empty:      "the file is empty",
	strictyaml.Documents:  "a second document begins here. Put everything into one",
	strictyaml.NoMap:      "keys with values are expected here, such as name: hall",
	strictyaml.NoList:     "a list is expected here, with - before each item",
	strictyaml.NoText:     "a single value is expected here, not a list or keys with values",
	strictyaml.Unquoted:   "a text that begins with { or [ needs quotation marks, such as '{{.value}}'",
	strictyaml.Unreadable: "the file is not YAML: %[1]s",
	strictyaml.TooLarge:   "the file has more than %[4]d bytes",
	strictyaml.Newer:      "the file has version %[1]s, and this Mangrove reads version %[4]d. Use a newer one",
	strictyaml.NoVersion:  "the line %[1]s: 1 is missing, which such a file begins with. Check that it is the file you meant",
	strictyaml.Unknown:    "there is no key %[1]s here.%[3]s There are: %[2]s",
	strictyaml.Doubled:    "%[1]q is given twice",
	strictyaml.Missing:    "the key %[1]s is missing",
	strictyaml.Alias:      "*%[1]s is a YAML alias, which is not supported. Write the value out",
	strictyaml.TooMany:    "there are too many %[1]s: the limit is %[4]d",
	strictyaml.NoNumber:   "%[1]q is not a number that can be used here",
	strictyaml.NoDuration: "%[1]q is not a time. Write it with its unit, such as 500ms, 5s or 1h",
	strictyaml.NoFlag:     "%[1]q is neither true nor false",
	strictyaml.NotOneOf:   "%[1]q cannot be used here.%[3]s There are: %[2]s",
}

// yamlFault is the sentence for one fault, without its place.
func yamlFault(f *strictyaml.Fault, a broker.Address) string {
	for _, table := range []map[strictyaml.Code]string{yamlWords, checklistWords, simulationWords} {
		if words, ok := table[f.Code]; ok {
			return filled(words, f)
		}
	}
	if f.Code == strictyaml.OutOfRange {
		return broker.Shorten(f.Found) + " is out of range: it can be from " + strings.Join(f.Names, " to ")
	}
	for _, of := range []func(*strictyaml.Fault, broker.Address) string{checklistFault, simulationFault} {
		if words := of(f, a); words != "" {
			return words
		}
	}
	return f.Error()
}

// counted are what there can be too many of in any file and in checklists.
var counted = map[strictyaml.Countable]string{
	strictyaml.Separators: "lines and commas",
	checklist.TextBytes:   "bytes in a text", checklist.Levels: "levels of topics", checklist.Checks: "checks",
	checklist.Warned: "rules that ask for warnings",
}

// filled puts the values of a fault into its words.
func filled(words string, f *strictyaml.Fault) string {
	if !strings.Contains(words, "%") {
		return words
	}
	found, meant := broker.Shorten(f.Found), ""
	if f.Code == strictyaml.TooMany {
		found = cmp.Or(countables[simulate.Countable(f.Found)], counted[strictyaml.Countable(f.Found)], found)
	}
	if f.Meant != "" {
		meant = " Was " + f.Meant + " meant?"
	}
	return fmt.Sprintf(words, found, strings.Join(f.Names, ", "), meant, f.Most)
}
