package simulate

import "mangrove/model/strictyaml"

// Fault is something wrong in a file.
type Fault = strictyaml.Fault

// Faults are all that is wrong in a file.
type Faults = strictyaml.Faults

// Code is a kind of Fault.
type Code = strictyaml.Code

// What can be wrong in a file of devices, besides what can be wrong in any file.
const (
	Needless     Code = "needless"       // Found: the key, which means nothing here; Names: where it does
	Template     Code = "template"       // Err
	Topic        Code = "topic"          // Found, Err
	Payload      Code = "payload"        // Err
	Table        Code = "table"          // Found: the file; Err
	NoRows       Code = "no rows"        // Found: a table that has the names of its columns only
	NoColumn     Code = "no column"      // Found: the column; Names: those there are
	SameColumn   Code = "same column"    // Found: the name of several columns of a table
	Elsewhere    Code = "elsewhere"      // Found: a table that is not in the file's folder
	RepeatedID   Code = "repeated id"    // Found: of two devices
	BadName      Code = "bad name"       // Found: of a variable
	OwnOnly      Code = "own only"       // Found: a failure of devices with a connection each
	OwnAnswer    Code = "own answer"     // Found: the topic of a reply, which is a command again
	LowAboveHigh Code = "low above high" // Found: the two
	AtOrChance   Code = "at or chance"   // neither is given, or both
)

// Countable is what there can be too many of in a file, the Found of such a fault.
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
	Bytes      Countable = "bytes" // of ids and topics, and of payloads that may freeze
)
