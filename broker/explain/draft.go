package explain

import (
	"encoding/csv"
	"errors"
	"strconv"
	"time"

	"mangrove/broker"
	"mangrove/broker/draft"
	"mangrove/broker/request"
	"mangrove/model/printable"
	"mangrove/model/template"
	"mangrove/model/value"
	"mangrove/model/wording"
)

// draftFields are what the parts of a message are called.
var draftFields = map[draft.Field]string{
	draft.Topic: "topic", draft.Payload: "payload", draft.ContentType: "content type",
	draft.ResponseTopic: "response topic", draft.UserProperty: "user property", draft.Schema: "schema",
	draft.Reply: "filter for the answer",
}

// explainDraft is for a message that cannot be made of what is typed, and for answers
// that do not come.
func explainDraft(err error, a broker.Address) string {
	var wrong *draft.Error
	var none *request.NoAnswer
	var table *request.TableError
	switch {
	case errors.As(err, &wrong):
		return draftWords(wrong, a)
	case errors.As(err, &table):
		return tableWords(table, a)
	case errors.As(err, &none):
		return noAnswer(none)
	case errors.Is(err, request.ErrManyDevices):
		return wording.Fill("The filter matches more than {limit} devices. Use a narrower one.", "limit", request.MostDevices)
	case errors.Is(err, request.ErrNoFilter):
		return "The request says nowhere to answer. Give a response topic, or a filter for the answer."
	}
	return ""
}

// notUTF8 is said of a table in another encoding.
const notUTF8 = " is not in UTF-8. Save it as CSV UTF-8."

// tableWords is for a CSV file of devices.
func tableWords(t *request.TableError, a broker.Address) string {
	name := wording.Fill("The table {name}", "name", printable.Name(t.Path))
	var wrong *csv.ParseError
	switch {
	case t.Fault == request.NoColumns && t.Line == 0:
		return wording.Fill("{name} is empty. Its first line names the columns.", "name", name)
	case t.Fault == request.NoColumns:
		return wording.Fill("{name} has a column without a name. Its first line names the columns.", "name", name)
	case t.Fault == request.SameColumn:
		return wording.Fill("{name} has two columns named {found}. Rename one.", "name", name, "found", strconv.Quote(t.Found))
	case t.Fault == request.TooManyLines:
		return wording.Fill("{name} has more than {limit} lines. Divide it.", "name", name, "limit", request.MostDevices)
	case t.Fault == request.TooManyColumns:
		return wording.Fill("{name} has more than {limit} columns. Leave out those that are not needed.", "name", name, "limit", request.MostColumns)
	case t.Fault == request.TooManyValues:
		return wording.Fill("{name} has more than {limit} values. Divide it.", "name", name, "limit", request.MostValues)
	case t.Fault == request.NoText:
		return name + notUTF8
	case !errors.As(t.Err, &wrong):
		return "The table cannot be read. " + explain(t.Err, a)
	}
	return wording.Fill("{name}, line {line}, {wrong}.", "name", name, "line", t.Line, "wrong", rowWords(wrong))
}

// rowWords say what is wrong with a row of a table.
func rowWords(wrong *csv.ParseError) string {
	switch {
	case errors.Is(wrong.Err, csv.ErrFieldCount):
		return "does not have as many columns as the first line"
	case errors.Is(wrong.Err, csv.ErrBareQuote), errors.Is(wrong.Err, csv.ErrQuote):
		return "has a quotation mark that is not closed or not doubled"
	}
	return wording.Fill("cannot be read: {why}", "why", wrong.Err)
}

func draftWords(wrong *draft.Error, a broker.Address) string {
	var t *template.Error
	field := draftFields[wrong.Field]
	switch {
	case errors.As(wrong.Err, &t):
		return wording.Fill("The template of the {field}{time}: {time 2}", "field", field, "time", templatePlace(t), "time 2", stopped(templateWords(t, a)))
	case errors.Is(wrong.Err, draft.ErrClears):
		return "An empty retained message clears what the broker keeps. Publish it by hand."
	case isUnmade(wrong.Err):
		return wording.Fill("The payload cannot be made: {why}.", "why", Unreadable(wrong.Err))
	}
	return explain(wrong.Err, a)
}

// isUnmade reports whether a payload cannot be made for what stands in it.
func isUnmade(err error) bool {
	var f *value.Fault
	return errors.As(err, &f) || errors.Is(err, value.ErrTooDeep) || errors.Is(err, value.ErrTooMuch)
}

// templatePlace says where a template is wrong, when that is known.
func templatePlace(t *template.Error) string {
	switch {
	case t.Line == 0:
		return ""
	case t.Column == 0:
		return wording.Fill(", line {line}", "line", t.Line)
	}
	return wording.Fill(", line {line}, column {column}", "line", t.Line, "column", t.Column)
}

// templateWords say what is wrong with a template.
func templateWords(t *template.Error, a broker.Address) string {
	switch t.Code {
	case template.Unclosed:
		return "}} is missing"
	case template.NoEnd:
		return "{{end}} is missing"
	case template.NoFunction:
		return wording.Fill("there is no function {found}. There are now, epoch, epoch_ms, uuid, counter, random, seq, pick, sine, env, topic and json",
			"found", t.Found)
	case template.NoVariable:
		return wording.Fill("the environment has no variable {found}", "found", t.Found)
	case template.NoEnvVar:
		return wording.Fill("this program has no environment variable {found}", "found", t.Found)
	case template.NoTopic:
		return noValue(t, a)
	case template.BadArgument:
		return wording.Fill("{found} cannot be evaluated. Check its arguments", "found", t.Found)
	case template.TooLarge:
		return wording.Fill("it makes more than {limit} bytes", "limit", t.Most)
	case template.TooManyTurns:
		return wording.Fill("its loops run more than {limit} times", "limit", t.Most)
	case template.TooManyBlocks:
		return wording.Fill("it has more than {limit} blocks of if, range and with", "limit", t.Most)
	case template.Defines:
		return "define, block and template cannot be used here"
	case template.Unreadable, template.Failed:
		return t.Detail
	}
	return t.Error()
}

// noValue says why the value of a topic cannot be had.
func noValue(t *template.Error, a broker.Address) string {
	switch {
	case t.Err == nil:
		return wording.Fill("the topic {found} has no value here", "found", t.Found)
	case errors.Is(t.Err, draft.ErrNoMessage):
		return wording.Fill("the topic {found} has no such value: no message was received", "found", t.Found)
	case errors.Is(t.Err, draft.ErrNoField):
		return wording.Fill("the topic {found} has no such value: its latest message has no such field", "found", t.Found)
	}
	return wording.Fill("the topic {found} has no value that can be read. {why}", "found", t.Found, "why", explain(t.Err, a))
}

func noAnswer(none *request.NoAnswer) string {
	words := wording.Fill("No answer came on {filter} within {time}.", "filter", broker.Shorten(none.Filter), "time", none.Within.Round(time.Millisecond))
	switch {
	case none.Acknowledged.NoSubscribers():
		words += " The broker said that nobody subscribes to the topic of the request."
	case none.Others == 1:
		words += " 1 message came there that was not the answer."
	case none.Others > 1:
		words += wording.Fill(" {others} messages came there that were not the answer.", "others", none.Others)
	}
	return words
}
