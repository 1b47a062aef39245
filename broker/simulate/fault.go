package simulate

import (
	"fmt"
	"strings"
)

// Fault is something wrong in a file of devices: a code with what it is about.
type Fault struct {
	Code   Code
	Line   int // from 1; 0: not known
	Column int // from 1; 0: not known
	Found  string
	Of     Countable // of TooMany
	Most   int64
	Names  []string // what is allowed
	Err    error    // of Template, Topic, Payload and Table
}

// Code is a kind of Fault.
type Code string

// What can be wrong in a file.
const (
	Unreadable   Code = "unreadable"     // no YAML: Found, in the words of the library
	Empty        Code = "empty"          // nothing in it
	Documents    Code = "documents"      // more than one
	TooLarge     Code = "too large"      // Most: bytes
	Newer        Code = "newer"          // Found: its version; Most: ours
	NoVersion    Code = "no version"     // no file of devices, as it seems
	Unknown      Code = "unknown"        // Found: the key; Names: those there are
	Doubled      Code = "doubled"        // Found: the key
	Missing      Code = "missing"        // Found: the key
	NoMap        Code = "no map"         // keys and values are wanted
	NoList       Code = "no list"        // a list is wanted
	NoText       Code = "no text"        // one value is wanted
	Alias        Code = "alias"          // a reference to another part of the file
	NoNumber     Code = "no number"      // Found
	NoDuration   Code = "no duration"    // Found
	NoFlag       Code = "no flag"        // Found
	OutOfRange   Code = "out of range"   // Found; Names: lowest and highest
	NotOneOf     Code = "not one of"     // Found; Names
	Needless     Code = "needless"       // Found: the key, which means nothing here; Names: where it does
	TooMany      Code = "too many"       // Of, Most
	Template     Code = "template"       // Err
	Topic        Code = "topic"          // Found, Err
	Payload      Code = "payload"        // Err
	Table        Code = "table"          // Found: the file; Err
	NoRows       Code = "no rows"        // Found: a table that has the names of its columns only
	NoColumn     Code = "no column"      // Found: the column; Names: those there are
	Elsewhere    Code = "elsewhere"      // Found: a table that is not in the file's folder
	SameID       Code = "same id"        // Found: of two devices
	BadName      Code = "bad name"       // Found: of a variable
	OwnOnly      Code = "own only"       // Found: a failure of devices with a connection each
	LowAboveHigh Code = "low above high" // Found: the two
	AtOrChance   Code = "at or chance"   // neither is given, or both
)

// Countable is what there can be too many of in a file.
type Countable string

// What is counted.
const (
	Devices    Countable = "devices"
	OwnDevices Countable = "own devices" // with a connection each
	Streams    Countable = "streams"     // the messages of all devices
	Filters    Countable = "filters"     // the commands on one connection
	Kinds      Countable = "kinds"       // of devices
	Births     Countable = "births"      // birth messages of a kind
	Messages   Countable = "messages"
	Commands   Countable = "commands"
	Failures   Countable = "failures"
	Numbers    Countable = "numbers"
	Values     Countable = "values"
	Variables  Countable = "variables"
)

// Error gives the code with its values.
func (f *Fault) Error() string {
	s := fmt.Sprintf("%d:%d: %s %q", f.Line, f.Column, f.Code, f.Found+string(f.Of))
	if f.Most > 0 {
		s += fmt.Sprintf(" (at most %d)", f.Most)
	}
	if f.Err != nil {
		s += ": " + f.Err.Error()
	}
	return s
}

// Unwrap is what is wrong with a template, a topic, a payload or a table.
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
