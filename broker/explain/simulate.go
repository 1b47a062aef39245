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
	names := strings.Join(f.Names, ", ")
	switch f.Code {
	case simulate.Unreadable:
		return "the file is not YAML: " + f.Found
	case simulate.TooLarge:
		return fmt.Sprintf("the file has more than %d bytes", f.Most)
	case simulate.Newer:
		return fmt.Sprintf("the file has version %s, and this Mangrove reads version %d. Use a newer one", f.Found, f.Most)
	case simulate.Unknown:
		return fmt.Sprintf("there is no key %s here. There are %s", f.Found, names)
	case simulate.Doubled:
		return fmt.Sprintf("the key %s is given twice", f.Found)
	case simulate.Missing:
		return fmt.Sprintf("the key %s is missing", f.Found)
	case simulate.Alias:
		return fmt.Sprintf("*%s refers to another part of the file, which is not read. Write out what it stands for", f.Found)
	case simulate.TooMany:
		return fmt.Sprintf("there are too many %s: %d are the most", countables[f.Of], f.Most)
	case simulate.Needless:
		return fmt.Sprintf("the key %s means something only with %s", f.Found, names)
	case simulate.OwnOnly:
		return fmt.Sprintf("the failure %s needs devices with a connection each, as with connection: own", f.Found)
	case simulate.SameID:
		return fmt.Sprintf("two devices have the id %s. Put {{.n}} into it", f.Found)
	}
	return simulationValue(f, a)
}

// simulationValue is for values that are no good.
func simulationValue(f *simulate.Fault, a broker.Address) string {
	names := strings.Join(f.Names, ", ")
	switch f.Code {
	case simulate.NoNumber:
		return fmt.Sprintf("%q is not a number that can be used here", f.Found)
	case simulate.NoDuration:
		return fmt.Sprintf("%q is not a time. Write it with its unit, such as 500ms, 5s or 1h", f.Found)
	case simulate.NoFlag:
		return fmt.Sprintf("%q is neither true nor false", f.Found)
	case simulate.OutOfRange:
		return f.Found + " is out of range: it can be from " + strings.Join(f.Names, " to ")
	case simulate.NotOneOf:
		return fmt.Sprintf("%q cannot be used here. It can be %s", f.Found, names)
	case simulate.BadName:
		return fmt.Sprintf("%q is no name for a variable. Use letters, digits and _, but not %s, which every device has", f.Found, names)
	case simulate.LowAboveHigh:
		return fmt.Sprintf("low is above high (%s)", f.Found)
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
	case simulate.NoColumn:
		return fmt.Sprintf("the table has no column %s. It has %s", f.Found, names)
	case simulate.Elsewhere:
		return fmt.Sprintf("the table %s is not in the folder of this file. Put it there", f.Found)
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
	return "in the template" + templatePlace(t) + ": " + templateWords(t)
}
