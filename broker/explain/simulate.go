package explain

import (
	"errors"
	"strconv"

	"mangrove/broker"
	"mangrove/broker/draft"
	"mangrove/broker/simulate"
	"mangrove/model/columns"
	"mangrove/model/template"
	"mangrove/model/wording"
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
		return wording.Fill("the topic {found} cannot be published to. {why}", "found", strconv.Quote(broker.Shorten(f.Found)), "why", explain(f.Err, a))
	case simulate.Template:
		return simulationTemplate(f)
	case simulate.Payload:
		if isUnmade(f.Err) {
			return wording.Fill("the payload cannot be made: {why}", "why", Unreadable(f.Err))
		}
		return wording.Fill("the payload cannot be made. {why}", "why", explain(&draft.Error{Field: draft.Payload, Err: f.Err}, a))
	case simulate.Table:
		if errors.Is(f.Err, columns.ErrEncoding) {
			return wording.Fill("the table {found}{not UTF8}", "found", broker.Shorten(f.Found), "not UTF8", notUTF8)
		}
		return wording.Fill("the table {found} cannot be read. {why}", "found", broker.Shorten(f.Found), "why", explain(f.Err, a))
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
		return wording.Fill("there is no variable {found}. The file can name it under variables or values", "found", t.Found)
	}
	return wording.Fill("in the template{time}: {time 2}", "time", templatePlace(t), "time 2", templateWords(t, broker.Address{}))
}
