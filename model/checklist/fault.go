package checklist

import "mangrove/model/strictyaml"

// Fault is something wrong in a file.
type Fault = strictyaml.Fault

// Faults are all that is wrong in a file.
type Faults = strictyaml.Faults

// Code is a kind of Fault.
type Code = strictyaml.Code

// Countable is what there can be too many of in a checklist.
type Countable = strictyaml.Countable

// What there can be too many of, besides items of lists.
const (
	TextBytes Countable = "text bytes"
	Levels    Countable = "levels" // of all topics together
	Checks    Countable = "checks"
	Warned    Countable = "rules that ask for warnings"
)

// What can be wrong in a checklist, besides what can be wrong in any file.
const (
	NoFilter     Code = "no filter"      // Found; Err: what cannot be subscribed to
	NoTopic      Code = "no topic"       // Found; Err: what cannot be published on
	NoBound      Code = "no bound"       // Found: no comparison with a number
	NoPercent    Code = "no percent"     // Found
	NoRate       Code = "no rate"        // Found
	NoSize       Code = "no size"        // Found
	NoPattern    Code = "no pattern"     // Found; Err
	NoPath       Code = "no path"        // Found: what does not only lead to a value
	NoRange      Code = "no range"       // two numbers in order are wanted
	NoSchema     Code = "no schema"      // Found: the file; Err
	NoFiles      Code = "no files"       // Found: the file; no files can be read where the checklist is from
	Elsewhere    Code = "schema outside" // Found: the file, which is not in the folder of the checklist
	LargeSchemas Code = "large schemas"  // Found: the schema; Most: bytes of all
	ManySchemas  Code = "many schemas"   // Found: the file; Most: how many a checklist may name
	ManyWays     Code = "many ways"      // Found: the file; Most: how many schemas may be applied to one value
	NothingAsked Code = "nothing asked"  // Found: a subject without a check
	NoWhere      Code = "no topic given" // Found: a device without convention and topic
	SameID       Code = "same id"        // Found: of two devices
	Either       Code = "either"         // Names: keys of which one is wanted
	Together     Code = "together"       // Found: a key that means nothing without Names
	NotOfUse     Code = "not of use"     // Found: a key that means nothing with the convention of Names
	NoLevel      Code = "no level"       // Found: what is to be one level of a topic
	NoWords      Code = "no words"       // a text is wanted that says something
	OwnReply     Code = "own reply"      // Found: a command would be taken for its own reply
	NoSuchCheck  Code = "no such check"  // Found: what a waiver names; Names: the checks that there are
	NoMembers    Code = "no members"     // Found: a filter without + has one topic at the most
	TooNarrow    Code = "too narrow"     // Found: a warning that only all topics of a broker can tell
	BrokersOwn   Code = "broker's own"   // Found: a filter of topics that no warning is about
	NoTable      Code = "no table"       // Found: the file; Err
	NoFolder     Code = "no folder"      // Found: a table; no files can be read where the checklist is from
	TableOutside Code = "table outside"  // Found: the file, which is not in the folder of the checklist
	ManyTables   Code = "many tables"    // Found: the file; Most: how many a checklist may name
	NoSuchColumn Code = "no such column" // Found: the column; Names: those there are
	ColumnTwice  Code = "column twice"   // Found: of a table that has it twice
	NoRow        Code = "no row"         // Found: a table without a member
	SameRow      Code = "same row"       // Found: of two rows; Names: the file, the line of the second, the column
	EmptyRow     Code = "empty row"      // Names: the file, the line of a row without a member, the column
	LevelRow     Code = "level row"      // Found: what is to be one level of a topic; Names: the file, the line, the column
	Question     Code = "question"       // a doubt: Found: what a person is to do, which is written as a question
	TooShort     Code = "too short"      // a doubt: Names: the deadline, what is needed
	Guessed      Code = "guessed"        // a doubt: Found: a table whose letters can only be guessed
	Unmatched    Code = "unmatched"      // a doubt: Found: a pattern that no topic of Names can have
)
