package model

import (
	"errors"
	"fmt"
	"regexp/syntax"
	"strings"
)

// QueryError is why a text is no [Query]: a code with what it is about, of which package
// explain makes a sentence.
type QueryError struct {
	Code     QueryCode
	Found    string           // the word, the pattern, or what a value is missing after
	Operator string           // of a comparison without a value
	Syntax   syntax.ErrorCode // what is wrong with a pattern
	At       string           // the part of the pattern that is wrong; empty: all of it
	Err      error            // what is wrong with a filter
}

// QueryCode is a kind of QueryError.
type QueryCode string

// What can be wrong with a query.
const (
	NothingExcluded QueryCode = "nothing excluded"
	NoPattern       QueryCode = "no regular expression"
	BadPattern      QueryCode = "bad regular expression"
	NoValue         QueryCode = "no value"
	NotFilter       QueryCode = "not a filter"
)

// Error gives the code with its values.
func (e *QueryError) Error() string {
	s := string(e.Code)
	if e.Found != "" {
		s += fmt.Sprintf(" %q", e.Found)
	}
	if e.Syntax != "" {
		s += fmt.Sprintf(": %s %q", e.Syntax, e.At)
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap is what is wrong with a filter.
func (e *QueryError) Unwrap() error { return e.Err }

// misread tells what is wrong with a regular expression, and where.
func misread(pattern string, err error) error {
	var wrong *syntax.Error
	if !errors.As(err, &wrong) {
		return &QueryError{Code: BadPattern, Found: pattern, Syntax: syntax.ErrorCode(err.Error())}
	}
	at := strings.TrimPrefix(wrong.Expr, ignoreCase)
	if at == pattern {
		at = ""
	}
	return &QueryError{Code: BadPattern, Found: pattern, Syntax: wrong.Code, At: at}
}
