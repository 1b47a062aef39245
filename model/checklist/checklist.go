package checklist

import (
	"regexp"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// Checklist is what a file says.
type Checklist struct {
	Site     Site
	Settle   time.Duration // after the beginning, in which rates are not judged
	Deadline time.Duration // after it, what was never seen has failed; 0: there is none
	Subjects []*Subject    // devices and rules, in the order of the file
	Sum      [32]byte      // SHA-256 of the file
	Schemas  []File        // that the checks name, each once, in their order
	Tables   []File        // of members, likewise
	Doubts   Faults        // what can hardly be meant or fulfilled as it is written; it is no reason to refuse the file
}

// File is one that a checklist names, as it was read.
type File struct {
	Name    string // beside the checklist
	Content []byte
}

// Site is what the report says of the place.
type Site struct {
	Name      string
	Installer string
	Customer  string
}

// Subject is a device, or a rule over a set of topics.
type Subject struct {
	ID        string // of a device; the filter as it is written, of a rule
	Device    bool
	Line      int        // in the file, from 1
	Filters   []string   // what its values come on
	Level     int        // the level of the filter that names the members of a rule; below 0: the whole topic does
	Members   []string   // those a rule wants, by name; nil: it names none
	Except    []string   // filters of topics below these that are not its own: commands to it, and its will
	Unless    []string   // gjson paths: a message in which one of them is true was not sent by it
	Online    *Signal    // how it is known to be online; nil: it is not, or by Edge
	Via       *Via       // what it speaks through, which may be gone without a word of it; nil: nothing that is known
	Edge      *Edge      // of Sparkplug: what is known of it depends on its births and deaths; nil: it is none
	Described *Described // by Home Assistant's discovery, which says what its topics are; nil: it is not
	Sources   map[Kind][]Source
	Checks    []*Check
}

// Signal is a topic that says whether a device can be reached.
type Signal struct {
	Topic   string
	Path    string // in a payload that is JSON; empty: the payload says it
	Online  string
	Offline string
	Also    map[string]bool // further words, and whether they mean that it is online
	Will    bool            // by the convention of the device it is the topic of its will, too
}

// Means is what a word of the signal means; known is false when it is none of them.
func (s *Signal) Means(word string) (online, known bool) {
	switch word {
	case s.Online:
		return true, true
	case s.Offline:
		return false, true
	}
	online, known = s.Also[word]
	return online, known
}

// Via is the signal of what a device speaks through: a bridge, or the device that has the
// connection. Where a description says which one that is, its topic has a + in that place.
type Via struct {
	Signal

	Described string // the topic of the description; empty: the signal has one topic
	Root      string // the gjson path in it to the level that stands for the +
}

// Source is where a value of a device that does not stand in its own values is found.
type Source struct {
	Filter string
	Path   string // a gjson path; empty: the payload is the value
	Where  string // a gjson path that is to have the value Is; empty: any message will do
	Is     string
	Unless [2]string // gjson paths: where one of them is true, the value means nothing
	Behind string    // only what comes behind this in a text counts; empty: all of it does
}

// Place is where the value of a check is found, on the topics of a filter.
type Place struct {
	Filter string // empty: on any topic of the subject
	Path   string // a gjson path; empty: the payload is the value
}

// Kind is what a check looks at.
type Kind string

// The kinds of checks. Those before Naming pass on evidence; the others hold of every
// message.
const (
	Present  Kind = "present"  // a live message came
	Online   Kind = "online"   // it says that it can be reached
	Firmware Kind = "firmware" // its version
	Battery  Kind = "battery"  // its charge
	Retained Kind = "retained" // the broker keeps a message of it, or does not
	Count    Kind = "count"    // how many topics a rule has
	Members  Kind = "members"  // which topics a rule has
	Naming   Kind = "naming"   // the form of the topic
	QoS      Kind = "qos"
	Size     Kind = "size"
	Rate     Kind = "rate"
	Interval Kind = "interval"
	Field    Kind = "field"
	Types    Kind = "types" // the types of many values
	Skew     Kind = "skew"  // of the clock that a time in a payload was read from
	Stuck    Kind = "stuck" // a value that never changes
	Seq      Kind = "seq"   // a number that goes up by one with each message
	Schema   Kind = "schema"
	Will     Kind = "will" // what the broker says for a device that is lost
	Lint     Kind = "lint" // what is unwise about topics

	LWTTest   Kind = "lwt_test" // somebody takes its power away, and it says so by its will
	Commanded Kind = "command"  // a message is published, and it replies
)

// Check is one thing that is to hold. Which of the values count depends on the kind.
type Check struct {
	Kind     Kind
	Line     int     // in the file, from 1
	Path     string  // of Field, Skew, Stuck and Seq: a gjson path; empty: the whole payload. Of Lint: the warning
	Places   []Place // where the value of Path is found; nil: at Path, on every topic of the subject
	Optional bool    // of Skew, Stuck and Seq: the value may be left out
	Allow    int     // violations that are let pass
	Samples  int     // the least that are wanted, of what holds of every message; not of Rate

	Within    time.Duration  // Present: 0: until the deadline; Skew, Stuck, LWTTest, Commanded: the limit
	Bound     Bound          // Firmware, Battery
	Kept      bool           // Retained: wanted, or unwanted
	Low, High int            // Count: below 0: no limit
	Pattern   *regexp.Regexp // Naming
	QoS       byte           // the least
	Bytes     int64          // Size: the most
	Most      int            // Rate: messages in every Window; Seq: the number that 0 comes after, 0: none
	Window    time.Duration  // Rate
	Max       time.Duration  // Interval: the longest silence; 0: none
	Expect    time.Duration  // Interval: the usual time between two; 0: none
	Tolerance float64        // of Expect, as a part of it
	Value     *Value         // Field
	Parts     []*Check       // Types: one of Field for each value
	Schema    *jsonschema.Schema
	Source    string // of Schema: its file; empty: it is a part of the checklist
	Except    []Exception
	Outage    *Outage  // LWTTest
	Command   *Command // Commanded
	Waivers   []Waiver // what is accepted though it does not pass
}

// Type is what a value in a payload has to be.
type Type string

// The types of values.
const (
	AnyType     Type = ""
	NumberType  Type = "number"
	WholeType   Type = "integer"
	TextType    Type = "string"
	BooleanType Type = "boolean"
	ObjectType  Type = "object"
	ArrayType   Type = "array"
	TimeType    Type = "time"
)

// Value is what is wanted of a value in a payload.
type Value struct {
	Type        Type
	Datatype    string   // of Sparkplug; empty: any
	Low, High   *float64 // nil: no limit
	Words       []string // one of these, as JSON writes them; nil: any
	Pattern     *regexp.Regexp
	Optional    bool
	Partly      bool    // messages may leave it out, but not all of them
	AbsentMeans *string // what it is taken for where it is left out; nil: that is a violation, unless it is optional
}

// OfSet reports whether a check is about the set of a rule, and not about each of its
// members.
func (c *Check) OfSet() bool { return c.Kind == Count || c.Kind == Members || c.Kind == Lint }
