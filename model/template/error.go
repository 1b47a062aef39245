package template

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"text/template"
	"text/template/parse"
	"unicode/utf8"
)

// Error is why a text is no template, or cannot be rendered: a code with what it is about.
type Error struct {
	Code Code
	Line int // from 1; 0: not known
	// Column is where in the line, in characters from 1; 0: not known.
	Column int
	// Found is the function, variable, topic or call it is about, as it is written in the
	// template and without the values of variables; empty: none.
	Found  string
	Most   int    // what a number or a size must not exceed; 0: none
	Detail string // of Unreadable and Failed: in the words of the library
	Err    error  // of NoTopic: why
}

// Code is a kind of Error.
type Code string

// What can be wrong with a template.
const (
	Unreadable    Code = "unreadable"      // Detail
	Unclosed      Code = "unclosed"        // an action without }}
	NoEnd         Code = "no end"          // a block without {{end}}
	NoFunction    Code = "no function"     // Found
	NoVariable    Code = "no variable"     // Found
	NoEnvVar      Code = "no env"          // Found: the environment variable
	NoTopic       Code = "no topic"        // Found, Err: its value cannot be had
	BadArgument   Code = "bad argument"    // Found: the function and its argument
	TooLarge      Code = "too large"       // Most: bytes
	TooManyTurns  Code = "too many turns"  // Most
	TooManyBlocks Code = "too many blocks" // Most
	Defines       Code = "defines"         // a template within the template, or a call of it
	Failed        Code = "failed"          // Detail
)

// Error gives the code with its values.
func (e *Error) Error() string {
	s := string(e.Code)
	if e.Line > 0 {
		s += fmt.Sprintf(" at %d:%d", e.Line, e.Column)
	}
	for _, more := range []string{e.Found, e.Detail} {
		if more != "" {
			s += fmt.Sprintf(" %q", more)
		}
	}
	if e.Most > 0 {
		s += fmt.Sprintf(" (at most %d)", e.Most)
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap is why a topic has no value.
func (e *Error) Unwrap() error { return e.Err }

var (
	// The library says "template: NAME:LINE: DETAIL", and "template: NAME:LINE:COLUMN:
	// executing "NAME" at <PART>: DETAIL" of what fails later.
	parsing    = regexp.MustCompile(`(?s)^template: ` + name + `:(\d+): (.*)$`)
	executing  = regexp.MustCompile(`(?s)^template: [^:]*:(\d+):(\d+): executing .*? at <(.*?)>: (.*)$`)
	function   = regexp.MustCompile(`^function "(.*)" not defined$`)
	definition = regexp.MustCompile(`\{\{-?\s*(define|block|template)\b`)
	missing    = regexp.MustCompile(`map has no entry for key "(.*)"`)
)

// faultOf finds out what an error of the library is about.
func faultOf(err error, text string) *Error {
	fault := &Error{}
	if own := (*Error)(nil); errors.As(err, &own) {
		*fault = *own
	}
	words := err.Error()
	if m := executing.FindStringSubmatch(words); m != nil {
		fault.at(m[1], m[2], text)
		if fault.Code == "" {
			fault.failed(m[4])
		}
		return fault
	}
	if fault.Code != "" {
		return fault
	}
	if m := parsing.FindStringSubmatch(words); m != nil {
		fault.at(m[1], "", text)
		fault.unread(m[2], text)
		return fault
	}
	*fault = Error{Code: Failed, Detail: words}
	var execution template.ExecError
	if errors.As(err, &execution) {
		fault.Detail = execution.Err.Error()
	}
	return fault
}

// at notes the place: the library counts the bytes of a line from 0.
func (e *Error) at(line, column, text string) {
	e.Line, _ = strconv.Atoi(line)
	lines := strings.Split(text, "\n")
	if column == "" || e.Line < 1 || e.Line > len(lines) {
		return
	}
	bytes, _ := strconv.Atoi(column)
	whole := lines[e.Line-1]
	e.Column = utf8.RuneCountInString(whole[:min(bytes, len(whole))]) + 1
}

// offsetOf is the byte of the text that an error of a rendering is about; below 0: not known.
func offsetOf(err error, text string) int {
	m := executing.FindStringSubmatch(err.Error())
	if m == nil {
		return -1
	}
	line, _ := strconv.Atoi(m[1])
	at, _ := strconv.Atoi(m[2])
	for i, one := range strings.Split(text, "\n") {
		if i+1 >= line {
			break
		}
		at += len(one) + 1
	}
	return at
}

// noFunction is a fault with the place of the word, which the library gives in bytes.
func noFunction(word *parse.IdentifierNode, text string) *Error {
	before := text[:min(int(word.Pos), len(text))]
	begin := strings.LastIndexByte(before, '\n') + 1
	return &Error{Code: NoFunction, Found: word.Ident, Line: strings.Count(before, "\n") + 1, Column: utf8.RuneCountInString(before[begin:]) + 1}
}

// unread finds out why a text could not be read.
func (e *Error) unread(detail, text string) {
	e.Code, e.Detail = Unreadable, detail
	switch m := function.FindStringSubmatch(detail); {
	case m != nil:
		e.Code, e.Found, e.Detail = NoFunction, m[1], ""
		e.find(m[1], text)
	case strings.HasPrefix(detail, "unclosed action"):
		e.Code, e.Detail = Unclosed, ""
		e.find("{{", text)
	case detail == "unexpected EOF":
		e.Code, e.Detail = NoEnd, ""
	}
}

// find looks for what the error is about in its line: the library does not say where.
func (e *Error) find(part, text string) {
	lines := strings.Split(text, "\n")
	if e.Line < 1 || e.Line > len(lines) {
		return
	}
	line := lines[e.Line-1]
	from := max(0, strings.Index(line, "{{"))
	if part == "{{" {
		from = max(0, strings.LastIndex(line, "{{"))
	}
	if i := strings.Index(line[from:], part); i >= 0 {
		e.Column = utf8.RuneCountInString(line[:from+i]) + 1
	}
}

// defined says where a template is defined within another, or called: such could call
// themselves.
func defined(text string) *Error {
	fault := &Error{Code: Defines}
	for i, line := range strings.Split(text, "\n") {
		if at := definition.FindStringIndex(line); at != nil {
			fault.Line, fault.Column = i+1, utf8.RuneCountInString(line[:at[0]])+1
			break
		}
	}
	return fault
}

// failed finds out why a rendering has failed.
func (e *Error) failed(detail string) {
	e.Code, e.Detail = Failed, detail
	if m := missing.FindStringSubmatch(detail); m != nil {
		e.Code, e.Found, e.Detail = NoVariable, m[1], ""
	}
}
