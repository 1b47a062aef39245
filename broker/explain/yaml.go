package explain

import (
	"cmp"
	"errors"
	"strconv"
	"strings"

	"mangrove/broker"
	"mangrove/broker/simulate"
	"mangrove/model/checklist"
	"mangrove/model/strictyaml"
	"mangrove/model/wording"
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
		lines = append(lines, wording.Count(more, "{count} more like these is not shown.", "{count} more like these are not shown."))
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
		return wording.Fill("Line {line}: {fault}", "line", f.Line, "fault", words)
	}
	return wording.Fill("Line {line}, column {column}: {fault}", "line", f.Line, "column", f.Column, "fault", words)
}

// yamlWords are for what can be wrong in any file, with what was {found}, the {names} that
// go with it, and the {limit}. Files of a kind have more of them.
var yamlWords = map[strictyaml.Code]string{
	strictyaml.Empty:      "the file is empty",
	strictyaml.Documents:  "a second document begins here. Put everything into one",
	strictyaml.NoMap:      "keys with values are expected here, such as name: hall",
	strictyaml.NoList:     "a list is expected here, with - before each item",
	strictyaml.NoText:     "a single value is expected here, not a list or keys with values",
	strictyaml.Unquoted:   "a text that begins with { or [ needs quotation marks, such as '{{.value}}'",
	strictyaml.Unreadable: "the file is not YAML: {found}",
	strictyaml.TooLarge:   "the file has more than {limit} bytes",
	strictyaml.Newer:      "the file has version {found}, and this Mangrove reads version {limit}. Use a newer one",
	strictyaml.NoVersion:  "the line {found}: 1 is missing, which such a file begins with. Check that it is the file you meant",
	strictyaml.Unknown:    "there is no key {found} here. There are: {names}",
	strictyaml.Doubled:    "{quoted} is given twice",
	strictyaml.Missing:    "the key {found} is missing",
	strictyaml.Alias:      "*{found} is a YAML alias, which is not supported. Write the value out",
	strictyaml.NoNumber:   "{quoted} is not a number that can be used here",
	strictyaml.NoDuration: "{quoted} is not a time. Write it with its unit, such as 500ms, 5s or 1h",
	strictyaml.NoFlag:     "{quoted} is neither true nor false",
	strictyaml.NotOneOf:   "{quoted} cannot be used here. There are: {names}",
}

// meantWords are for what is one letter off something that is known, {meant}.
var meantWords = map[strictyaml.Code]string{
	strictyaml.Unknown:  "there is no key {found} here. Was {meant} meant? There are: {names}",
	strictyaml.NotOneOf: "{quoted} cannot be used here. Was {meant} meant? There are: {names}",
}

// yamlFault is the sentence for one fault, without its place.
func yamlFault(f *strictyaml.Fault, a broker.Address) string {
	switch f.Code {
	case strictyaml.OutOfRange:
		return filled("{found} is out of range: it can be from {lowest} to {highest}", f)
	case strictyaml.TooMany:
		return tooMany(f)
	}
	for _, table := range []map[strictyaml.Code]string{yamlWords, checklistWords, simulationWords} {
		if words, ok := table[f.Code]; ok {
			return filled(words, f)
		}
	}
	for _, of := range []func(*strictyaml.Fault, broker.Address) string{checklistFault, simulationFault} {
		if words := of(f, a); words != "" {
			return words
		}
	}
	return f.Error()
}

// tooMany is for a number of things that a file has more of than it may.
func tooMany(f *strictyaml.Fault) string {
	words := manyInSimulation[simulate.Countable(f.Found)]
	if words == "" {
		words = cmp.Or(manyInFile[strictyaml.Countable(f.Found)], "there are too many {found}: the limit is {limit}")
	}
	return filled(words, f)
}

// manyInFile are the sentences on what there can be too many of in any file and in checklists.
var manyInFile = map[strictyaml.Countable]string{
	strictyaml.Separators: "there are too many lines and commas: the limit is {limit}",
	checklist.TextBytes:   "there are too many bytes in a text: the limit is {limit}",
	checklist.Levels:      "there are too many levels of topics: the limit is {limit}",
	checklist.Checks:      "there are too many checks: the limit is {limit}",
	checklist.Warned:      "there are too many rules that ask for warnings: the limit is {limit}",
}

// filled puts the values of a fault into its words.
func filled(words string, f *strictyaml.Fault) string {
	found := broker.Shorten(f.Found)
	if meant := meantWords[f.Code]; f.Meant != "" && meant != "" {
		words = meant
	}
	values := []any{"found", found, "quoted", strconv.Quote(found), "names", strings.Join(f.Names, ", "), "meant", f.Meant, "limit", f.Most}
	if len(f.Names) == 2 {
		values = append(values, "lowest", f.Names[0], "highest", f.Names[1])
	}
	return wording.Fill(words, values...)
}
