package explain

import (
	"encoding/csv"
	"errors"
	"strconv"

	"mangrove/broker"
	"mangrove/model/blueprint"
	"mangrove/model/wording"
)

// blueprintProblems are for files that nothing can be made of.
var blueprintProblems = map[blueprint.Problem]string{
	blueprint.NoForm:       "this is neither an AsyncAPI document, a JSON Schema nor a list of devices. A list is a .csv file whose first line names the columns",
	blueprint.OldVersion:   "this version of AsyncAPI is not read. Convert the document to 2.6 or 3.0",
	blueprint.TopicMissing: "a JSON Schema does not say whose payloads it describes. Name their topics, such as site/{device}/state",
	blueprint.NoColumns:    "the list is empty. Its first line names the columns, such as id,topic",
	blueprint.TooMany:      "the file has more than can be read: 5,000 channels, 100,000 devices, 1,000 columns, and 5,000,000 values in a list. Divide it",
	blueprint.NothingThere: "nothing in the file names a topic that could be checked",
	blueprint.NoTopicForm:  "the topic that was given is no filter. Write it like site/{device}/state, site/+/state or site/#",
	blueprint.NoPlace:      "the topic that was given names a column that the list does not have. Write names of columns in braces, such as site/{id}/state",
}

func explainBlueprint(err error, _ broker.Address) string {
	var p blueprint.Problem
	var at *blueprint.TableError
	switch {
	case errors.As(err, &p):
		return sentence(blueprintProblems[p])
	case !errors.As(err, &at):
	case errors.Is(at, csv.ErrBareQuote), errors.Is(at, csv.ErrQuote):
		return wording.Fill("Line {line} of the list has a quotation mark that is not closed or not doubled.", "line", at.Line)
	default:
		return wording.Fill("Line {line} of the list cannot be read: {why}.", "line", at.Line, "why", at.Err)
	}
	return ""
}

// ignoredWords are for the parts of a file that nothing is made of, with what was found.
var ignoredWords = map[blueprint.Code]string{
	blueprint.Prose:         "words for people",
	blueprint.Servers:       "a checklist is run against the broker that you name",
	blueprint.Security:      "logins are settings of a connection",
	blueprint.Headers:       "no check looks at the properties of messages",
	blueprint.Replies:       "write commands with their replies by hand, as command",
	blueprint.Contrary:      "operations of its channel contradict each other in {found}, so it is not checked",
	blueprint.Bindings:      "of the bindings only qos and retain of mqtt are used",
	blueprint.Location:      "the level of a topic is not compared with the message",
	blueprint.NoSuchParam:   "its address has no such level: {parameter}",
	blueprint.ParameterForm: "of what a parameter may be only a list of values is used",
	blueprint.NoAddress:     "this channel has no address, so no topic can be listened to",
	blueprint.NoChannel:     "it names none of the channels of the document",
	blueprint.PartOfLevel:   "the level {found} is a parameter in part, and no filter can name such topics",
	blueprint.Shared:        "{found} is listened to without a shared subscription",
	blueprint.NotJSON:       "payloads of {found} are not compared with a schema",
	blueprint.SchemaFormat:  "a schema in the format {found} is not read",
	blueprint.OtherMessage:  "another message of the channel has no schema that can be used, so any payload passes",
	blueprint.Overlaps:      "some of its topics are those of {found}, too, so not all that is said of it is checked",
	blueprint.WiderSchema:   "some of its topics are those of {found}, too, so payloads of that one pass as well",
	blueprint.External:      "{found} is in another file, which is not read, so any value passes",
	blueprint.Broken:        "{found} leads nowhere",
	blueprint.Circle:        "{found} leads back to itself",
	blueprint.BesideRef:     "what stands beside a $ref does not count",
	blueprint.Identifier:    "schemas are named by where they stand",
	blueprint.Discriminator: "all schemas that may apply are tried",
	blueprint.OtherDialect:  "it says that it is written in {found}, and what stands with it is not, so it is not used as such",
	blueprint.Unreached:     "no channel that is checked refers to it",
	blueprint.Misformed:     "it does not have the form expected there",
	blueprint.Unknown:       "nothing is known of this key",
	blueprint.TooLarge:      "there is no room for this schema with all that it refers to",
	blueprint.NoTopicOfIt:   "it has neither a topic nor a convention in a column use",
	blueprint.EmptyColumn:   "it has nothing in the column {found}, which its topic is made of",
	blueprint.SameDevice:    "there is a device {found} before it",
	blueprint.NotOfDevice:   "{found} is known only of devices with a convention in a column use",
	blueprint.NoColumn:      "{quoted} stands in a column without a name",
	blueprint.SameColumn:    "there is a column {found} before it",
	blueprint.Latin1:        "the list is not UTF-8, and was read as Windows writes Latin letters. Look at the letters with accents",
}

// Ignored says why nothing is made of a part of a file that a checklist is made of.
func Ignored(one blueprint.Ignored) string {
	var words string
	switch one.Code {
	case blueprint.BadAddress:
		words = wording.Fill("{found} is no filter. {why}", "found", strconv.Quote(broker.Shorten(one.Found)), "why", explain(one.Err, broker.Address{}))
	case blueprint.UnusableSchema:
		words = wording.Fill("this schema cannot be used. {why}", "why", explain(one.Err, broker.Address{}))
	case blueprint.UnusableDevice:
		words = wording.Fill("a checklist cannot have this. {why}", "why", explain(one.Err, broker.Address{}))
	default:
		form, ok := ignoredWords[one.Code]
		if !ok {
			return string(one.Code)
		}
		words = wording.Fill(form, "found", broker.Shorten(one.Found), "parameter", "{"+broker.Shorten(one.Found)+"}", "quoted", strconv.Quote(broker.Shorten(one.Found)))
	}
	path := one.Path
	if path == "" {
		path = "/"
	}
	return wording.Fill("{path}: {why}", "path", broker.Shorten(path), "why", words)
}

// IgnoredAll are lines for all such parts: what is for people only is counted, of the others so
// many have a line each at the most.
func IgnoredAll(d *blueprint.Draft, most int) (lines []string) {
	prose, more := 0, d.More
	for _, one := range d.Ignored {
		switch {
		case one.Code == blueprint.Prose:
			prose++
		case len(lines) == most:
			more++
		default:
			lines = append(lines, Ignored(one))
		}
	}
	if more > 0 {
		lines = append(lines, wording.Count(more, "… and {count} part more", "… and {count} parts more"))
	}
	if prose > 0 {
		lines = append(lines, wording.Count(prose, "{count} part for people only, as titles and descriptions", "{count} parts for people only, as titles and descriptions"))
	}
	return lines
}

// BlueprintForm is what a file is called that a checklist is made of.
func BlueprintForm(d *blueprint.Draft) string {
	switch d.Form {
	case blueprint.AsyncAPI:
		return wording.Fill("an AsyncAPI document of version {version}", "version", broker.Shorten(d.Version))
	case blueprint.JSONSchema:
		return "a JSON Schema"
	default:
		return "a list of devices"
	}
}

// BlueprintHead is what stands above a checklist that was made of a file, a line for each
// sentence; of what is not used as many parts are told.
func BlueprintHead(d *blueprint.Draft, file string, most int) []string {
	lines := []string{
		wording.Fill("Made of {file}, {form}.", "file", file, "form", BlueprintForm(d)),
		"Look at each line before you use it: it says what was written about the site, not what the site does.",
		"A schema passes when at least 3 messages fit it by the deadline: take out what nobody sends in that time.",
	}
	for _, one := range IgnoredAll(d, most) {
		lines = append(lines, wording.Fill("Not used: {part}", "part", one))
	}
	return lines
}

var roleWords = map[blueprint.Role]string{
	blueprint.Sends:    "sent by what the document describes",
	blueprint.Receives: "received by what the document describes",
	blueprint.Both:     "sent and received by what the document describes",
}

// BlueprintRole says who sends the messages of a channel; empty: that is not known.
func BlueprintRole(r blueprint.Role) string { return roleWords[r] }
