package blueprint

import (
	"bytes"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"

	"mangrove/model/strictyaml"
)

// Form is what a file is.
type Form string

// The forms that are read.
const (
	AsyncAPI   Form = "AsyncAPI"
	JSONSchema Form = "JSON Schema"
	DeviceList Form = "device list"
)

// What a file may have at the most.
const (
	LargestFile  = 16 << 20 // bytes
	mostChannels = 5_000
	mostDepth    = 200         // of values in values
	mostCopied   = 500_000     // values of all schemas, with what they refer to
	mostSchemas  = 1_000       // as many as a checklist has
	mostReferred = 2_000       // schemas that one refers to: to compile many takes long
	mostUnited   = 100         // schemas of messages that may come on one channel
	longestForm  = 10_000      // bytes of the form of a topic
	mostIgnored  = 10_000      // parts that are told one by one
	mostHops     = 50          // references to references
	mostCompared = 250_000_000 // levels of channels, each with each
	longestPath  = 2_000       // bytes of the path of a part; longer ones are cut
	longestRef   = 10_000      // bytes of a reference
	longestID    = 2_000       // bytes of an identifier of a schema
	mostDevices  = 100_000
)

// Draft is what a file makes of a checklist.
type Draft struct {
	Form     Form
	Version  string // of an AsyncAPI document
	Title    string // that the file gives itself
	Subjects []*Subject
	Ignored  []Ignored // parts of the file, in the order in which they were read
	More     int       // parts that there was no room for
}

// Subject is a device or a rule.
type Subject struct {
	Device bool
	Where  string // it stands in the file: a JSON Pointer, or a line
	Keys   []Key  // that name it, and conditions of a list as they are written there
	Notes  []Key  // what else a list says of a device
	Role   Role   // of who wrote the document

	Present  bool       // something is to come
	Retained *bool      // nil: nothing is said
	QoS      int        // the least; below 0: nothing is said
	Naming   string     // a regular expression; empty: none
	Schema   *yaml.Node // of payloads; nil: none

	filter string
}

// Role is what the application that a document describes does with the messages of a channel.
type Role int

// The roles.
const (
	Unsaid Role = iota
	Sends
	Receives
	Both
)

// Key is a key with its value.
type Key struct{ Name, Value string }

// Ignored is a part of a file that nothing is made of.
type Ignored struct {
	Path  string // a JSON Pointer; or a line of a list, with its column
	Code  Code
	Found string
	Err   error
}

// Code is why a part is ignored.
type Code string

// The reasons.
const (
	Prose          Code = "prose"            // it is for people
	Servers        Code = "servers"          // a checklist is run against the broker that somebody names
	Security       Code = "security"         // likewise
	Headers        Code = "headers"          // of messages: no check looks at them
	Replies        Code = "replies"          // of an operation: commands are written by hand
	Contrary       Code = "contrary"         // what operations of one channel contradict each other in; Found
	Bindings       Code = "bindings"         // of another protocol, or of no consequence; Found: the key
	Location       Code = "location"         // of a parameter, in the message
	NoSuchParam    Code = "no such level"    // a parameter that its address has not
	ParameterForm  Code = "parameter form"   // what a parameter may be, but for a list of values
	NoAddress      Code = "no address"       // a channel without one
	NoChannel      Code = "no channel"       // an operation that names none of the channels; Found: what it names
	PartOfLevel    Code = "part of level"    // an address with a parameter that is a part of a level; Found: the level
	BadAddress     Code = "bad address"      // one that is no topic; Found; Err
	Shared         Code = "shared"           // what makes a filter a shared one; Found
	NotJSON        Code = "not JSON"         // Found: the content type
	SchemaFormat   Code = "schema format"    // Found: one that is no JSON Schema
	OtherMessage   Code = "other message"    // a schema, as another message of its channel has none
	Overlaps       Code = "overlaps"         // what is asked of one channel, as its topics are some of another one's, too; Found: that one
	WiderSchema    Code = "wider schema"     // a schema lets through what that of another channel does; Found: that one
	External       Code = "external"         // a reference to another file; Found
	Broken         Code = "broken reference" // Found
	Circle         Code = "circle"           // a reference that leads back to itself; Found
	BesideRef      Code = "beside reference" // what stands beside a reference, which counts alone
	Identifier     Code = "identifier"       // of a schema
	Discriminator  Code = "discriminator"    // of a schema
	OtherDialect   Code = "other dialect"    // a schema in another one than those with it; Found
	Unreached      Code = "unreached"        // nothing in a channel refers to it
	Unknown        Code = "unknown"          // nothing is known of it
	Misformed      Code = "misformed"        // it does not have the form expected there
	TooLarge       Code = "too large"        // a schema for which there is no room with those before it
	UnusableSchema Code = "unusable schema"  // Err: why it cannot be used
	UnusableDevice Code = "unusable device"  // Err: why a checklist cannot have it
	NoTopicOfIt    Code = "no topic"         // a device without convention and topic
	EmptyColumn    Code = "empty column"     // a device without what its topic is to be made of; Found: the column
	SameDevice     Code = "same device"      // Found: the id of one before
	NotOfDevice    Code = "not of device"    // a condition or a name that means nothing for this device; Found: its column
	NoColumn       Code = "no column"        // a value in a column without a name; Found
	SameColumn     Code = "same column"      // a value in a column that is named like one before; Found: the column
	Latin1         Code = "Latin-1"          // a list that is no UTF-8, and was read as what Windows makes of that
)

// Problem is why nothing is made of a file.
type Problem string

// The problems.
const (
	NoForm       Problem = "no form"        // it is none of those that are known
	OldVersion   Problem = "old version"    // of AsyncAPI
	TopicMissing Problem = "topic missing"  // a JSON Schema does not say whose payloads it is of
	NoColumns    Problem = "no columns"     // a list without a first line that names them
	TooMany      Problem = "too many"       // channels, columns, devices or values
	NothingThere Problem = "nothing there"  // nothing that a check could be made of
	NoTopicForm  Problem = "no topic form"  // the topic that was given is no filter
	NoPlace      Problem = "no such column" // the topic that was given names a column that there is not
)

// Error gives the code.
func (p Problem) Error() string { return "blueprint: " + string(p) }

// TableError is a line of a list that cannot be read.
type TableError struct {
	Line int // from 1
	Err  error
}

// Error gives the line.
func (e *TableError) Error() string { return fmt.Sprintf("blueprint: line %d: %v", e.Line, e.Err) }

// Unwrap is what is wrong with the line.
func (e *TableError) Unwrap() error { return e.Err }

// Asked is what is known besides the file.
type Asked struct {
	Name  string // of the file
	Topic string // filter of the payloads of a JSON Schema, or of a device by columns in braces; empty: none
}

// Read reads a file. It fails with [strictyaml.Faults], a [*TableError] or a [Problem].
func Read(content []byte, a Asked) (*Draft, error) {
	content = bytes.TrimPrefix(content, []byte("\ufeff"))
	if isList(a.Name) {
		return readList(content, a)
	}
	root, err := tree(content)
	if err != nil {
		return nil, err
	}
	r := &reader{
		root: root, draft: &Draft{}, topic: a.Topic, channels: map[*yaml.Node]bool{}, reached: map[*yaml.Node]bool{}, told: map[Ignored]bool{},
		indexes: map[*yaml.Node]map[string]*yaml.Node{},
	}
	switch {
	case get(root, "asyncapi") != nil:
		err = r.asyncAPI()
	case isSchema(root):
		err = r.jsonSchema()
	default:
		err = NoForm
	}
	return r.draft, err
}

// Is reports whether a file is likely to be one that is read here, and not a checklist.
func Is(content []byte, name string) bool {
	if isList(name) {
		return true
	}
	if len(content) > LargestFile {
		return false
	}
	root, err := tree(bytes.TrimPrefix(content, []byte("\ufeff")))
	return err == nil && get(root, "version") == nil && (get(root, "asyncapi") != nil || isSchema(root))
}

// isList goes by the name of a file: any text is a table of one column.
func isList(name string) bool {
	name = strings.ToLower(name)
	return strings.HasSuffix(name, ".csv") || strings.HasSuffix(name, ".tsv")
}

// reader reads an AsyncAPI document or a JSON Schema.
type reader struct {
	root     *yaml.Node
	draft    *Draft
	topic    string
	version  int                 // of AsyncAPI: 2 or 3
	channels map[*yaml.Node]bool // those of the document, with those without an address
	reached  map[*yaml.Node]bool // what something refers to
	told     map[Ignored]bool    // what several refer to is told once
	copied   int                 // values of schemas
	bundled  int                 // schemas
	compared int                 // levels of channels
	indexes  map[*yaml.Node]map[string]*yaml.Node
}

// ignore notes a part that nothing is made of.
func (r *reader) ignore(path string, code Code, found string) {
	one := Ignored{Path: path, Code: code, Found: found}
	if r.told[one] {
		return
	}
	if len(r.told) < mostIgnored {
		r.told[one] = true
	}
	r.draft.Ignore(one)
}

// all goes through what is to be a map.
func (r *reader) all(n *yaml.Node, path string, do func(key string, value *yaml.Node)) {
	if n != nil && n.Kind != yaml.MappingNode && n.ShortTag() != "!!null" {
		r.ignore(path, Misformed, "")
	}
	each(n, do)
}

// Ignore notes a part that nothing is made of.
func (d *Draft) Ignore(one Ignored) {
	if len(d.Ignored) == mostIgnored {
		d.More++
		return
	}
	d.Ignored = append(d.Ignored, one)
}

// prose are the keys that say something to people only.
var prose = map[string]bool{
	"title": true, "summary": true, "description": true, "tags": true, "externalDocs": true, "examples": true, "example": true, "name": true,
	"default": true, "$comment": true, "deprecated": true, "operationId": true, "messageId": true, "info": true, "id": true,
}

// codes are why keys are ignored wherever they stand.
var codes = map[string]Code{
	"servers": Servers, "headers": Headers, "correlationId": Headers, "security": Security, "reply": Replies, "bindings": Bindings, "location": Location,
}

// rest notes the keys of a map that nothing was made of.
func (r *reader) rest(n *yaml.Node, path string, used ...string) {
	each(n, func(key string, _ *yaml.Node) {
		for _, one := range used {
			if one == key {
				return
			}
		}
		code := codes[key]
		switch {
		case prose[key] || strings.HasPrefix(key, "x-"):
			code = Prose
		case code == "":
			code = Unknown
		}
		r.ignore(join(path, key), code, "")
	})
}

// faults are what is wrong with a file.
func faults(r *strictyaml.Reader) error {
	if all := r.Faults(); len(all) > 0 {
		return all
	}
	return nil
}
