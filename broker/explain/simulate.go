package explain

import (
	"errors"
	"fmt"

	"mangrove/broker"
	"mangrove/broker/draft"
	"mangrove/broker/simulate"
	"mangrove/model/columns"
	"mangrove/model/template"
)

// simulationWords are for what can be wrong in a file of devices only, as [yamlWords] has them.
var simulationWords = map[simulate.Code]string{
	simulate.AtOrChance:   "say when it fails: either at, as in at: 30s, or chance, as in chance: 0.1",
	simulate.Needless:     "the key %[1]s works only with %[2]s",
	simulate.OwnOnly:      "the failure %[1]s needs devices with a connection each, as with connection: own",
	simulate.RepeatedID:   "two devices have the id %[1]s. Put {{.n}} into it",
	simulate.BadName:      "%[1]q is not a name for a variable. Use letters, digits and _, but not %[2]s, which every device has",
	simulate.LowAboveHigh: "low is above high (%[1]s)",
	simulate.NoColumn:     "the table has no column %[1]s. It has %[2]s",
	simulate.SameColumn:   "the table has two columns named %[1]q. Rename one",
	simulate.Elsewhere:    "the table %[1]s is not in the folder of this file. Put it there",
	simulate.OwnAnswer:    "the reply to %[1]s is a command of the same device again, which would be answered for ever. Reply on another topic",
	simulate.NoRows:       "the table %[1]s has no lines below the names of its columns",
}

// countables are what there can be too many of.
var countables = map[simulate.Countable]string{
	simulate.Devices: "devices", simulate.OwnDevices: "devices with a connection each", simulate.Streams: "messages of all devices",
	simulate.Filters: "commands on one connection", simulate.Kinds: "kinds of devices", simulate.Births: "birth messages",
	simulate.Messages: "messages", simulate.Commands: "commands", simulate.Failures: "failures", simulate.Numbers: "numbers",
	simulate.Values: "values", simulate.Variables: "variables",
	simulate.Bytes: "bytes of ids, topics and payloads that may freeze",
}

// simulationFault is for those that have an error in them.
func simulationFault(f *simulate.Fault, a broker.Address) string {
	switch f.Code {
	case simulate.Topic:
		return fmt.Sprintf("the topic %q cannot be published to. %s", broker.Shorten(f.Found), explain(f.Err, a))
	case simulate.Template:
		return simulationTemplate(f)
	case simulate.Payload:
		if isUnmade(f.Err) {
			return "the payload cannot be made: " + Unreadable(f.Err)
		}
		return "the payload cannot be made. " + explain(&draft.Error{Field: draft.Payload, Err: f.Err}, a)
	case simulate.Table:
		if errors.Is(f.Err, columns.ErrEncoding) {
			return "the table " + broker.Shorten(f.Found) + notUTF8
		}
		return fmt.Sprintf("the table %s cannot be read. %s", broker.Shorten(f.Found), explain(f.Err, a))
	}
	return ""
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
