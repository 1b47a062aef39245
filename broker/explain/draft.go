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

// fieldWords are the sentences about a part of a message.
type fieldWords struct {
	secret   string // it has the value of a secret in it, and cannot be made
	template placed // its template is wrong
}

// placed are the sentences for what stands nowhere in particular, in a line, or in a column of it.
type placed struct{ nowhere, line, column string }

// draftSentences are those of each part of a message.
var draftSentences = map[draft.Field]fieldWords{
	draft.Topic: {
		"The topic cannot be made with the value of a secret variable, which is not shown. Check that value.",
		placed{
			"The template of the topic: {fault}",
			"The template of the topic, line {line}: {fault}",
			"The template of the topic, line {line}, column {column}: {fault}",
		},
	},
	draft.Payload: {
		"The payload cannot be made with the value of a secret variable, which is not shown. Check that value.",
		placed{
			"The template of the payload: {fault}",
			"The template of the payload, line {line}: {fault}",
			"The template of the payload, line {line}, column {column}: {fault}",
		},
	},
	draft.ContentType: {
		"The content type cannot be made with the value of a secret variable, which is not shown. Check that value.",
		placed{
			"The template of the content type: {fault}",
			"The template of the content type, line {line}: {fault}",
			"The template of the content type, line {line}, column {column}: {fault}",
		},
	},
	draft.ResponseTopic: {
		"The response topic cannot be made with the value of a secret variable, which is not shown. Check that value.",
		placed{
			"The template of the response topic: {fault}",
			"The template of the response topic, line {line}: {fault}",
			"The template of the response topic, line {line}, column {column}: {fault}",
		},
	},
	draft.UserProperty: {
		"The user property cannot be made with the value of a secret variable, which is not shown. Check that value.",
		placed{
			"The template of the user property: {fault}",
			"The template of the user property, line {line}: {fault}",
			"The template of the user property, line {line}, column {column}: {fault}",
		},
	},
	draft.Schema: {
		"The schema cannot be made with the value of a secret variable, which is not shown. Check that value.",
		placed{
			"The template of the schema: {fault}",
			"The template of the schema, line {line}: {fault}",
			"The template of the schema, line {line}, column {column}: {fault}",
		},
	},
	draft.Reply: {
		"The filter for the answer cannot be made with the value of a secret variable, which is not shown. Check that value.",
		placed{
			"The template of the filter for the answer: {fault}",
			"The template of the filter for the answer, line {line}: {fault}",
			"The template of the filter for the answer, line {line}, column {column}: {fault}",
		},
	},
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

// tableWords is for a CSV file of devices.
func tableWords(t *request.TableError, a broker.Address) string {
	name, limit := printable.Name(t.Path), tableLimits[t.Fault]
	words := tableSentences[t.Fault]
	var wrong *csv.ParseError
	switch {
	case t.Fault == request.NoColumns && t.Line == 0:
		words = "The table {table} is empty. Its first line names the columns."
	case words != "":
	case !errors.As(t.Err, &wrong):
		return "The table cannot be read. " + explain(t.Err, a)
	default:
		words = "The table {table}, line {line}, {fault}."
	}
	return wording.Fill(words, "table", name, "found", strconv.Quote(t.Found), "limit", limit, "line", t.Line, "fault", rowWordsOf(wrong))
}

// tableSentences are for what may be wrong with all of a table.
var tableSentences = map[request.TableFault]string{
	request.NoColumns:      "The table {table} has a column without a name. Its first line names the columns.",
	request.SameColumn:     "The table {table} has two columns named {found}. Rename one.",
	request.TooManyLines:   "The table {table} has more than {limit} lines. Divide it.",
	request.TooManyColumns: "The table {table} has more than {limit} columns. Leave out those that are not needed.",
	request.TooManyValues:  "The table {table} has more than {limit} values. Divide it.",
	request.NoText:         "The table {table} is not in UTF-8. Save it as CSV UTF-8.",
}

// tableLimits are what a table has room for.
var tableLimits = map[request.TableFault]int{
	request.TooManyLines: request.MostDevices, request.TooManyColumns: request.MostColumns, request.TooManyValues: request.MostValues,
}

func rowWordsOf(wrong *csv.ParseError) string {
	if wrong == nil {
		return ""
	}
	return rowWords(wrong)
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
	switch {
	case errors.As(wrong.Err, &t):
		return atPlace(t, draftSentences[wrong.Field].template, "fault", stopped(templateWords(t, a)))
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

// atPlace is the sentence for what is wrong with a template, with where it is when that is known.
func atPlace(t *template.Error, words placed, values ...any) string {
	text := words.column
	switch {
	case t.Line == 0:
		text = words.nowhere
	case t.Column == 0:
		text = words.line
	}
	return wording.Fill(text, append(values, "line", t.Line, "column", t.Column)...)
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
	case none.Others > 0:
		words += wording.Count(none.Others, " {count} message came there that was not the answer.", " {count} messages came there that were not the answer.")
	}
	return words
}
