package explain

import (
	"encoding/csv"
	"errors"
	"fmt"
	"time"

	"mangrove/broker"
	"mangrove/broker/draft"
	"mangrove/broker/request"
	"mangrove/model/printable"
	"mangrove/model/template"
	"mangrove/model/value"
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
		return fmt.Sprintf("The filter matches more than %d devices. Use a narrower one.", request.MostDevices)
	case errors.Is(err, request.ErrNoFilter):
		return "The request says nowhere to answer. Give a response topic, or a filter for the answer."
	}
	return ""
}

// notUTF8 is said of a table in another encoding.
const notUTF8 = " is not in UTF-8. Save it as CSV UTF-8."

// tableWords is for a CSV file of devices.
func tableWords(t *request.TableError, a broker.Address) string {
	name := "The table " + printable.Name(t.Path)
	var wrong *csv.ParseError
	switch {
	case t.Fault == request.NoColumns && t.Line == 0:
		return name + " is empty. Its first line names the columns."
	case t.Fault == request.NoColumns:
		return name + " has a column without a name. Its first line names the columns."
	case t.Fault == request.SameColumn:
		return fmt.Sprintf("%s has two columns named %q. Rename one.", name, t.Found)
	case t.Fault == request.TooManyLines:
		return fmt.Sprintf("%s has more than %d lines. Divide it.", name, request.MostDevices)
	case t.Fault == request.TooManyColumns:
		return fmt.Sprintf("%s has more than %d columns. Leave out those that are not needed.", name, request.MostColumns)
	case t.Fault == request.TooManyValues:
		return fmt.Sprintf("%s has more than %d values. Divide it.", name, request.MostValues)
	case t.Fault == request.NoText:
		return name + notUTF8
	case !errors.As(t.Err, &wrong):
		return "The table cannot be read. " + explain(t.Err, a)
	}
	return fmt.Sprintf("%s, line %d, %s.", name, t.Line, rowWords(wrong))
}

// rowWords say what is wrong with a row of a table.
func rowWords(wrong *csv.ParseError) string {
	switch {
	case errors.Is(wrong.Err, csv.ErrFieldCount):
		return "does not have as many columns as the first line"
	case errors.Is(wrong.Err, csv.ErrBareQuote), errors.Is(wrong.Err, csv.ErrQuote):
		return "has a quotation mark that is not closed or not doubled"
	}
	return fmt.Sprintf("cannot be read: %v", wrong.Err)
}

func draftWords(wrong *draft.Error, a broker.Address) string {
	var t *template.Error
	field := draftFields[wrong.Field]
	switch {
	case errors.As(wrong.Err, &t):
		return fmt.Sprintf("The template of the %s%s: %s", field, templatePlace(t), stopped(templateWords(t, a)))
	case errors.Is(wrong.Err, draft.ErrClears):
		return "An empty retained message clears what the broker keeps. Publish it by hand."
	case isUnmade(wrong.Err):
		return "The payload cannot be made: " + Unreadable(wrong.Err) + "."
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
		return fmt.Sprintf(", line %d", t.Line)
	}
	return fmt.Sprintf(", line %d, column %d", t.Line, t.Column)
}

// templateWords say what is wrong with a template.
func templateWords(t *template.Error, a broker.Address) string {
	switch t.Code {
	case template.Unclosed:
		return "}} is missing"
	case template.NoEnd:
		return "{{end}} is missing"
	case template.NoFunction:
		return fmt.Sprintf("there is no function %s. There are now, epoch, epoch_ms, uuid, counter, random, seq, pick, sine, env, topic and json", t.Found)
	case template.NoVariable:
		return fmt.Sprintf("the environment has no variable %s", t.Found)
	case template.NoEnvVar:
		return fmt.Sprintf("this program has no environment variable %s", t.Found)
	case template.NoTopic:
		return noValue(t, a)
	case template.BadArgument:
		return fmt.Sprintf("%s cannot be evaluated. Check its arguments", t.Found)
	case template.TooLarge:
		return fmt.Sprintf("it makes more than %d bytes", t.Most)
	case template.TooManyTurns:
		return fmt.Sprintf("its loops run more than %d times", t.Most)
	case template.TooManyBlocks:
		return fmt.Sprintf("it has more than %d blocks of if, range and with", t.Most)
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
		return fmt.Sprintf("the topic %s has no value here", t.Found)
	case errors.Is(t.Err, draft.ErrNoMessage):
		return fmt.Sprintf("the topic %s has no such value: no message was received", t.Found)
	case errors.Is(t.Err, draft.ErrNoField):
		return fmt.Sprintf("the topic %s has no such value: its latest message has no such field", t.Found)
	}
	return fmt.Sprintf("the topic %s has no value that can be read. %s", t.Found, explain(t.Err, a))
}

func noAnswer(none *request.NoAnswer) string {
	words := fmt.Sprintf("No answer came on %s within %s.", broker.Shorten(none.Filter), none.Within.Round(time.Millisecond))
	switch {
	case none.Acknowledged.NoSubscribers():
		words += " The broker said that nobody subscribes to the topic of the request."
	case none.Others == 1:
		words += " 1 message came there that was not the answer."
	case none.Others > 1:
		words += fmt.Sprintf(" %d messages came there that were not the answer.", none.Others)
	}
	return words
}
