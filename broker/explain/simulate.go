package explain

import (
	"errors"
	"fmt"
	"strings"

	"mangrove/broker"
	"mangrove/broker/draft"
	"mangrove/broker/simulate"
	"mangrove/model/template"
)

// shownFaults are the faults of a file that are told at a time.
const shownFaults = 20

// explainSimulation is for a file of simulated devices.
func explainSimulation(err error, a broker.Address) string {
	var all simulate.Faults
	var one *simulate.Fault
	switch {
	case errors.As(err, &all):
		var lines []string
		for _, f := range all[:min(len(all), shownFaults)] {
			lines = append(lines, simulationWords(f, a))
		}
		if more := len(all) - len(lines); more > 0 {
			lines = append(lines, fmt.Sprintf("%d more like these are not shown.", more))
		}
		return strings.Join(lines, "\n")
	case errors.As(err, &one):
		return simulationWords(one, a)
	}
	return ""
}

// simulationWords are the sentence for one fault, with its place.
func simulationWords(f *simulate.Fault, a broker.Address) string {
	words := sentence(simulationFault(f, a))
	switch {
	case f.Line == 0:
		return words
	case f.Column == 0:
		return fmt.Sprintf("Line %d: %s", f.Line, words)
	}
	return fmt.Sprintf("Line %d, column %d: %s", f.Line, f.Column, words)
}

// simulationFixed are those without values.
var simulationFixed = map[simulate.Code]string{
	simulate.Empty:      "the file is empty",
	simulate.Documents:  "a second document begins here. Put every device into one",
	simulate.NoVersion:  "this is no file of simulated devices. Such a file has the line simulator: 1",
	simulate.NoMap:      "keys with values are wanted here, as in name: lamp",
	simulate.NoList:     "a list is wanted here, with - before each part",
	simulate.NoText:     "one value is wanted here, not a list or keys with values",
	simulate.AtOrChance: "say when it fails: either at, as in at: 30s, or chance, as in chance: 0.1",
}

// simulationFound are those with what was found, [1], the names that go with it, [2], and
// what it must not exceed, [3].
var simulationFound = map[simulate.Code]string{
	simulate.Unreadable:   "the file is not YAML: %[1]s",
	simulate.TooLarge:     "the file has more than %[3]d bytes",
	simulate.Newer:        "the file has version %[1]s, and this Mangrove reads version %[3]d. Use a newer one",
	simulate.Unknown:      "there is no key %[1]s here. There are %[2]s",
	simulate.Doubled:      "the key %[1]s is given twice",
	simulate.Missing:      "the key %[1]s is missing",
	simulate.Alias:        "*%[1]s refers to another part of the file, which is not read. Write out what it stands for",
	simulate.Needless:     "the key %[1]s means something only with %[2]s",
	simulate.OwnOnly:      "the failure %[1]s needs devices with a connection each, as with connection: own",
	simulate.SameID:       "two devices have the id %[1]s. Put {{.n}} into it",
	simulate.NoNumber:     "%[1]q is not a number that can be used here",
	simulate.NoDuration:   "%[1]q is not a time. Write it with its unit, such as 500ms, 5s or 1h",
	simulate.NoFlag:       "%[1]q is neither true nor false",
	simulate.NotOneOf:     "%[1]q cannot be used here. It can be %[2]s",
	simulate.BadName:      "%[1]q is no name for a variable. Use letters, digits and _, but not %[2]s, which every device has",
	simulate.LowAboveHigh: "low is above high (%[1]s)",
	simulate.NoColumn:     "the table has no column %[1]s. It has %[2]s",
	simulate.Elsewhere:    "the table %[1]s is not in the folder of this file. Put it there",
}

// countables are what there can be too many of.
var countables = map[simulate.Countable]string{
	simulate.Devices: "devices", simulate.OwnDevices: "devices with a connection each", simulate.Streams: "messages of all devices",
	simulate.Filters: "commands on one connection", simulate.Kinds: "kinds of devices", simulate.Births: "birth messages",
	simulate.Messages: "messages", simulate.Commands: "commands", simulate.Failures: "failures", simulate.Numbers: "numbers",
	simulate.Values: "values", simulate.Variables: "variables",
}

func simulationFault(f *simulate.Fault, a broker.Address) string {
	if words, ok := simulationFixed[f.Code]; ok {
		return words
	}
	if words, ok := simulationFound[f.Code]; ok {
		return fmt.Sprintf(words, f.Found, strings.Join(f.Names, ", "), f.Most)
	}
	switch f.Code {
	case simulate.TooMany:
		return fmt.Sprintf("there are too many %s: %d are the most", countables[f.Of], f.Most)
	case simulate.OutOfRange:
		return f.Found + " is out of range: it can be from " + strings.Join(f.Names, " to ")
	case simulate.Topic:
		return fmt.Sprintf("the topic %q cannot be published to: %s", broker.Shorten(f.Found), explain(f.Err, a))
	case simulate.Template:
		return simulationTemplate(f)
	case simulate.Payload:
		return "the payload cannot be made: " + explain(&draft.Error{Field: draft.Payload, Err: f.Err}, a)
	case simulate.Table:
		return fmt.Sprintf("the table %s cannot be read: %s", f.Found, explain(f.Err, a))
	case simulate.NoRows:
		return fmt.Sprintf("the table %s has no lines below the names of its columns", f.Found)
	}
	return f.Error()
}

// simulationTemplate is for texts with {{…}} in them.
func simulationTemplate(f *simulate.Fault) string {
	var t *template.Error
	switch {
	case !errors.As(f.Err, &t):
		return f.Error()
	case t.Code == template.NoVariable:
		return fmt.Sprintf("there is no variable %s. The file can name it under variables or values", t.Found)
	}
	return "in the template" + templatePlace(t) + ": " + templateWords(t, broker.Address{})
}
