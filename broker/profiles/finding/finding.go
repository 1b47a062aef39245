// Package finding has the codes of what packages profiles and importing find out and
// cannot do. They come with the values that they are about; the sentences are made in
// package explain.
package finding

import (
	"fmt"
	"strings"
)

// Code is a kind of [Note], of [Fault] or of [Part].
type Code string

// Part is a value that stands for something: the kind of a file, a secret. Without a code
// the value stands for itself.
type Part struct {
	Code  Code
	Value string
}

// Parts are those of one code.
func Parts(code Code, values ...string) (all []Part) {
	for _, v := range values {
		all = append(all, Part{code, v})
	}
	return all
}

// String gives the code with its value.
func (p Part) String() string {
	if p.Code == "" {
		return p.Value
	}
	return strings.TrimSpace(string(p.Code) + " " + p.Value)
}

// Note is what is to be said of a connection. Which of its values there are depends on the
// code.
type Note struct {
	Code   Code
	Name   string // what it is about: a path, the name of a connection, an option
	Value  string // what stands there, or is taken for it
	Count  int64
	Limit  int64
	Parts  []Part
	Others []Part // beside Parts
	Err    error
}

// Fault is a Note on what cannot be done.
type Fault Note

// Error gives the code with its values, for the log.
func (f *Fault) Error() string {
	var b strings.Builder
	b.WriteString(string(f.Code))
	for _, value := range []string{f.Name, f.Value} {
		if value != "" {
			fmt.Fprintf(&b, " %q", value)
		}
	}
	for _, n := range []int64{f.Count, f.Limit} {
		if n != 0 {
			fmt.Fprintf(&b, " %d", n)
		}
	}
	for _, parts := range [][]Part{f.Parts, f.Others} {
		if len(parts) > 0 {
			fmt.Fprintf(&b, " %q", parts)
		}
	}
	if f.Err != nil {
		b.WriteString(": " + f.Err.Error())
	}
	return b.String()
}

// Unwrap is the cause.
func (f *Fault) Unwrap() error { return f.Err }
