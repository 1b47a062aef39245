package explain

import (
	"encoding/csv"
	"errors"
	"io/fs"
	"strings"
	"syscall"
	"testing"
	"time"

	"mangrove/broker"
	"mangrove/broker/draft"
	"mangrove/broker/request"
	"mangrove/model"
	"mangrove/model/codestest"
	"mangrove/model/columns"
	"mangrove/model/template"
	"mangrove/model/value"
)

func TestDrafts(t *testing.T) {
	noTopic := func(why error) error {
		return &draft.Error{Field: draft.Payload, Err: &template.Error{Code: template.NoTopic, Found: "a", Err: why}}
	}
	denied := &broker.Refusal{Packet: "SUBACK", Version: broker.V5, Code: broker.NotAuthorized, Subject: "a"}
	for want, err := range map[string]error{
		"The template of the payload: the topic a has no value here.":                                                                                         noTopic(nil),
		"The template of the payload: the topic a has no such value: no message was received.":                                                                noTopic(draft.ErrNoMessage),
		"The template of the payload: the topic a has no such value: its latest message has no such field.":                                                   noTopic(draft.ErrNoField),
		"The template of the payload: the topic a has no value that can be read. " + Error(denied, broker.Address{}):                                          noTopic(denied),
		"The template of the payload: the topic a has no value that can be read. Not connected to the broker. Wait until the connection is back, or connect.": noTopic(broker.ErrNotConnected),
		"The template of the payload, line 2, column 8: }} is missing.":                                                                                       &draft.Error{Field: draft.Payload, Err: &template.Error{Code: template.Unclosed, Line: 2, Column: 8}},
		"The template of the topic, line 1: {{end}} is missing.":                                                                                              &draft.Error{Field: draft.Topic, Err: &template.Error{Code: template.NoEnd, Line: 1}},
		"The template of the user property: it makes more than 7 bytes.":                                                                                      &draft.Error{Field: draft.UserProperty, Err: &template.Error{Code: template.TooLarge, Most: 7}},
		"An empty retained message clears what the broker keeps. Publish it by hand.":                                                                         &draft.Error{Field: draft.Payload, Err: draft.ErrClears},
		"The payload cannot be made: it ends too early, at byte 5.":                                                                                           &draft.Error{Field: draft.Payload, Err: &value.Fault{Code: value.CutOff, Offset: 5}},
		"A topic needs at least one character.":                                                                                                               &draft.Error{Field: draft.Topic, Err: model.ErrEmpty},
		"No answer came on a/b within 2s.":                                                                                                                    &request.NoAnswer{Filter: "a/b", Within: 2 * time.Second},
		"No answer came on a/b within 2s. 3 messages came there that were not the answer.":                                                                    &request.NoAnswer{Filter: "a/b", Within: 2 * time.Second, Others: 3},
		"No answer came on a/b within 2s. The broker said that nobody subscribes to the topic of the request.":                                                &request.NoAnswer{Filter: "a/b", Within: 2 * time.Second, Acknowledged: broker.Acknowledgement{Came: true, Code: 0x10}},
		"The request says nowhere to answer. Give a response topic, or a filter for the answer.":                                                              request.ErrNoFilter,
	} {
		if got := Error(err, broker.Address{}); got != want {
			t.Errorf("%v: %q, want %q", err, got, want)
		}
	}
}

// TestTables: what is wrong with a CSV file of devices.
func TestTables(t *testing.T) {
	for want, e := range map[string]request.TableError{
		"The table t.csv is empty. Its first line names the columns.":                      {Fault: request.NoColumns},
		"The table t.csv has a column without a name. Its first line names the columns.":   {Fault: request.NoColumns, Line: 1},
		"The table t.csv has two columns named \"a\". Rename one.":                         {Fault: request.SameColumn, Line: 1, Found: "a"},
		"The table t.csv is not in UTF-8. Save it as CSV UTF-8.":                           {Fault: request.NoText, Err: columns.ErrEncoding},
		"The table t.csv has more than 100000 lines. Divide it.":                           {Fault: request.TooManyLines},
		"The table t.csv, line 3, does not have as many columns as the first line.":        {Line: 3, Err: &csv.ParseError{Line: 3, Err: csv.ErrFieldCount}},
		"The table t.csv, line 3, has a quotation mark that is not closed or not doubled.": {Line: 3, Err: &csv.ParseError{Line: 3, Err: csv.ErrBareQuote}},
		"The table t.csv, line 4, has a quotation mark that is not closed or not doubled.": {Line: 4, Err: &csv.ParseError{Line: 4, Err: csv.ErrQuote}},
		"The table t.csv, line 5, cannot be read: it rains.":                               {Line: 5, Err: &csv.ParseError{Line: 5, Err: errors.New("it rains")}},
		"The table cannot be read. There is no file or folder t.csv.":                      {Err: &fs.PathError{Op: "open", Path: "t.csv", Err: syscall.ENOENT}},
	} {
		e.Path = "t.csv"
		if got := Error(&e, broker.Address{}); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestEveryTemplateCodeHasASentence, also one that is added, and so has each part of a draft.
func TestEveryTemplateCodeHasASentence(t *testing.T) {
	for _, code := range codestest.Of(t, "../../model/template", "Code") {
		fault := &template.Error{Code: template.Code(code), Detail: "detail"}
		if got := templateWords(fault, broker.Address{}); got == fault.Error() || strings.Contains(got, code+" \"") {
			t.Errorf("%s has no sentence: %q", code, got)
		}
	}
	for _, field := range codestest.Of(t, "../draft", "Field") {
		if draftSentences[draft.Field(field)].secret == "" {
			t.Errorf("%s has no name", field)
		}
	}
}
