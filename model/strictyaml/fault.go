package strictyaml

import (
	"fmt"
	"strings"
)

// Fault is something wrong in a file: a code with what it is about.
type Fault struct {
	Code   Code
	Line   int // from 1; 0: not known
	Column int // from 1; 0: not known
	Found  string
	Most   int64
	Names  []string // what is allowed
	Meant  string   // of Unknown and NotOneOf: which of Names is likely to be meant; empty: none is
	Err    error
}

// Code is a kind of Fault. Packages that read files of their own have more of them.
type Code string

// What can be wrong in any file.
const (
	Unreadable Code = "unreadable"   // no YAML: Found, in the words of the library
	Empty      Code = "empty"        // nothing in it
	Documents  Code = "documents"    // more than one
	TooLarge   Code = "too large"    // Most: bytes
	Newer      Code = "newer"        // Found: its version; Most: ours
	NoVersion  Code = "no version"   // Found: the key that it should stand behind
	Unknown    Code = "unknown"      // Found: the key; Names: those there are, the likeliest first
	Doubled    Code = "doubled"      // Found: the key
	Missing    Code = "missing"      // Found: the key
	NoMap      Code = "no map"       // keys and values are wanted
	NoList     Code = "no list"      // a list is wanted
	NoText     Code = "no text"      // one value is wanted
	Unquoted   Code = "unquoted"     // a text that begins with { or [, which are YAML's own
	Alias      Code = "alias"        // a reference to another part of the file
	NoNumber   Code = "no number"    // Found
	NoDuration Code = "no duration"  // Found
	NoFlag     Code = "no flag"      // Found
	OutOfRange Code = "out of range" // Found; Names: lowest and highest
	NotOneOf   Code = "not one of"   // Found; Names, the likeliest first
	TooMany    Code = "too many"     // Found: of what; Most
)

// Countable is what there can be too many of, the Found of such a fault, besides the keys of
// lists. Packages that read files of their own have more of them.
type Countable string

// Separators are lines and commas.
const Separators Countable = "separators"

// Error gives the code with its values.
func (f *Fault) Error() string {
	s := fmt.Sprintf("%d:%d: %s %q", f.Line, f.Column, f.Code, f.Found)
	if f.Most > 0 {
		s += fmt.Sprintf(" (at most %d)", f.Most)
	}
	if f.Err != nil {
		s += ": " + f.Err.Error()
	}
	return s
}

// Unwrap is what is wrong with a part of the file in its own words.
func (f *Fault) Unwrap() error { return f.Err }

// Faults are all that is wrong in a file, in its order.
type Faults []*Fault

// Error gives all of them.
func (f Faults) Error() string {
	var all []string
	for _, one := range f {
		all = append(all, one.Error())
	}
	return strings.Join(all, "\n")
}
