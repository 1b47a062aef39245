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
	simulate.Needless:     "the key {found} works only with {names}",
	simulate.OwnOnly:      "the failure {found} needs devices with a connection each, as with connection: own",
	simulate.RepeatedID:   "two devices have the id {found}. Put {{.n}} into it",
	simulate.BadName:      "{quoted} is not a name for a variable. Use letters, digits and _, but not {names}, which every device has",
	simulate.LowAboveHigh: "low is above high ({found})",
	simulate.NoColumn:     "the table has no column {found}. It has {names}",
	simulate.SameColumn:   "the table has two columns named {quoted}. Rename one",
	simulate.Elsewhere:    "the table {found} is not in the folder of this file. Put it there",
	simulate.OwnAnswer:    "the reply to {found} is a command of the same device again, which would be answered for ever. Reply on another topic",
	simulate.NoRows:       "the table {found} has no lines below the names of its columns",
}

// manyInSimulation are the sentences on what there can be too many of.
var manyInSimulation = map[simulate.Countable]string{
	simulate.Devices:    "there are too many devices: the limit is {limit}",
	simulate.OwnDevices: "there are too many devices with a connection each: the limit is {limit}",
	simulate.Streams:    "there are too many messages of all devices: the limit is {limit}",
	simulate.Filters:    "there are too many commands on one connection: the limit is {limit}",
	simulate.Kinds:      "there are too many kinds of devices: the limit is {limit}",
	simulate.Births:     "there are too many birth messages: the limit is {limit}",
	simulate.Messages:   "there are too many messages: the limit is {limit}",
	simulate.Commands:   "there are too many commands: the limit is {limit}",
	simulate.Failures:   "there are too many failures: the limit is {limit}",
	simulate.Numbers:    "there are too many numbers: the limit is {limit}",
	simulate.Values:     "there are too many values: the limit is {limit}",
	simulate.Variables:  "there are too many variables: the limit is {limit}",
	simulate.Bytes:      "there are too many bytes of ids, topics and payloads that may freeze: the limit is {limit}",
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
			return wording.Fill("the table {found} is not in UTF-8. Save it as CSV UTF-8.", "found", broker.Shorten(f.Found))
		}
		return wording.Fill("the table {found} cannot be read. {why}", "found", broker.Shorten(f.Found), "why", explain(f.Err, a))
	}
	return ""
}

var templateIn = placed{
	"in the template: {fault}",
	"in the template, line {line}: {fault}",
	"in the template, line {line}, column {column}: {fault}",
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
	return atPlace(t, templateIn, "fault", templateWords(t, broker.Address{}))
}
