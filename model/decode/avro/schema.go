package avro

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/twmb/avro"

	"mangrove/model/decode/schemafile"
	"mangrove/model/value"
)

// Schema is what .avsc files say. It does not change, and may be used by any goroutine.
type Schema struct {
	first  *kind            // what the first file says
	named  map[string]*kind // records, enumerations and fixed ones by their full names
	prints map[fingerprint]*kind
}

// fingerprint is the CRC-64-AVRO of a schema, as it stands before a single object.
type fingerprint [8]byte

// kind is one type of a schema, with those in it; a record may have itself in it.
type kind struct {
	base    string // as "long" or "record"
	logical string // "" when there is none that is known
	name    string // full name of a record, an enumeration, a fixed one
	fields  []member
	of      *kind   // what stands in an array or a map
	either  []*kind // branches of a union
	symbols []string
	size    int // of a fixed one
	scale   int // of a decimal
	digits  int // that a decimal may have
}

type member struct {
	name     string
	kind     *kind
	fallback *value.Tree // what it has where nothing is said; nil: it must be said
}

// Compile reads .avsc files by their paths, in any order; a type may stand in another
// file than those that name it. What values are is what the first file says. An error is
// a [schemafile.Error].
func Compile(files []string) (*Schema, error) {
	if len(files) == 0 {
		return nil, &schemafile.Error{Code: schemafile.NoAvsc}
	}
	left, err := readAll(files)
	if err != nil {
		return nil, err
	}
	s := &Schema{named: make(map[string]*kind), prints: make(map[fingerprint]*kind)}
	var cache avro.SchemaCache
	first := left[0]
	for len(left) > 0 {
		var waiting []source
		var why error
		for _, one := range left {
			k, err := s.parse(&cache, one.text)
			if err != nil {
				waiting = append(waiting, one)
				if why == nil {
					why = one.fault(err)
				}
				continue
			}
			if one == first {
				s.first = k
			}
		}
		if len(waiting) == len(left) {
			return nil, why
		}
		left = waiting
	}
	return s, nil
}

type source struct{ path, text string }

// mostFiles is how many files a schema may have: each may wait for types of all others.
const mostFiles = 1_000

// readAll reads the files, which may be given several times.
func readAll(files []string) (all []source, err error) {
	size := 0
	for _, path := range files {
		if slices.ContainsFunc(all, func(one source) bool { return one.path == path }) {
			continue
		}
		content, err := readFile(path)
		if err != nil {
			return nil, err
		}
		if size += len(content); size > schemafile.LargestAll || len(all) == mostFiles {
			return nil, schemafile.Unreadable(path, schemafile.ErrTooMany)
		}
		all = append(all, source{path, string(bytes.TrimPrefix(content, []byte("\ufeff")))})
	}
	return all, nil
}

func readFile(path string) ([]byte, error) {
	folders, err := schemafile.Open(nil)
	if err != nil {
		return nil, err
	}
	defer folders.Close()
	name, err := folders.Add(path)
	if err != nil {
		return nil, err
	}
	content, err := folders.Read(name)
	if err != nil {
		return nil, schemafile.Unreadable(path, err)
	}
	return content, nil
}

// fault says where a file is wrong, where that can be told: in its JSON.
func (s source) fault(err error) error {
	e := &schemafile.Error{Code: schemafile.Compiler, Words: strings.TrimPrefix(err.Error(), "avro: ")}
	_ = errors.As(err, &e)
	e.File = s.path
	var f *value.Fault
	if _, wrong := value.ReadJSON([]byte(s.text)); errors.As(wrong, &f) {
		before := s.text[:min(f.Offset, len(s.text))]
		e.Line, e.Column = 1+strings.Count(before, "\n"), len(before)-strings.LastIndexByte(before, '\n')
		e.Code, e.Words, e.Err = schemafile.NotJSON, "", f
	}
	return e
}

// parse adds one schema. It ends what the library does not expect.
func (s *Schema) parse(cache *avro.SchemaCache, text string) (k *kind, err error) {
	defer func() {
		if r := recover(); r != nil {
			k, err = nil, &schemafile.Error{Code: schemafile.Unparsed, Words: fmt.Sprint(r)}
		}
	}()
	parsed, err := parseSchema(cache, text)
	if err != nil {
		return nil, err
	}
	k, err = s.kindOf(parsed.Root(), "", 0)
	if err != nil {
		return nil, err
	}
	sum := parsed.Fingerprint(avro.NewRabin())
	slices.Reverse(sum) // little-endian [Avro, Single-object encoding]
	s.prints[fingerprint(sum)] = k
	return k, nil
}

// mostNesting is how deep a schema may be nested.
const mostNesting = 1000

// kindOf makes a kind of a node that stands in a namespace.
func (s *Schema) kindOf(n *avro.SchemaNode, space string, depth int) (*kind, error) {
	if depth > mostNesting {
		return nil, &schemafile.Error{Code: schemafile.TooDeep}
	}
	k := &kind{base: n.Type, logical: logicalOf(n), size: n.Size, scale: n.Scale, digits: n.Precision, symbols: n.Symbols}
	var err error
	switch n.Type {
	case "null", "boolean", "int", "long", "float", "double", "string", "bytes":
	case "record", "error":
		k.base, k.name = "record", fullName(n)
		s.named[k.name] = k // before its fields, which may be of it
		for i := range n.Fields {
			f := member{name: n.Fields[i].Name, fallback: fallback(&n.Fields[i])}
			if f.kind, err = s.kindOf(&n.Fields[i].Type, spaceOf(k.name), depth+1); err != nil {
				return nil, err
			}
			k.fields = append(k.fields, f)
		}
	case "enum", "fixed":
		k.name = fullName(n)
		s.named[k.name] = k
	case "array":
		k.of, err = s.kindOf(n.Items, space, depth+1)
	case "map":
		k.of, err = s.kindOf(n.Values, space, depth+1)
	case "union":
		for i := range n.Branches {
			branch, err := s.kindOf(&n.Branches[i], space, depth+1)
			if err != nil {
				return nil, err
			}
			k.either = append(k.either, branch)
		}
	default:
		for _, name := range []string{space + "." + n.Type, n.Type} { // the first has no dot of its own
			if known := s.named[name]; known != nil {
				return known, nil
			}
		}
		return nil, &schemafile.Error{Code: schemafile.NoType, Found: n.Type}
	}
	return k, err
}

func fullName(n *avro.SchemaNode) string {
	if n.Namespace == "" || strings.Contains(n.Name, ".") {
		return n.Name
	}
	return n.Namespace + "." + n.Name
}

// spaceOf is the namespace of a full name.
func spaceOf(name string) string { return name[:max(0, strings.LastIndexByte(name, '.'))] }

// logicals are the logical types that change what is shown, with what they stand on.
var logicals = map[string][]string{
	"decimal": {"bytes", "fixed"}, "big-decimal": {"bytes"}, "uuid": {"string", "fixed"}, "date": {"int"}, "time-millis": {"int"}, "time-micros": {"long"},
	"timestamp-millis": {"long"}, "timestamp-micros": {"long"}, "timestamp-nanos": {"long"},
	"local-timestamp-millis": {"long"}, "local-timestamp-micros": {"long"}, "local-timestamp-nanos": {"long"}, "duration": {"fixed"},
}

// logicalOf is the logical type of a node. One that is not known, or stands on a type
// that it cannot, does not count [Avro, Logical Types].
func logicalOf(n *avro.SchemaNode) string {
	size := map[string]int{"uuid": 16, "duration": 12}[n.LogicalType]
	if !slices.Contains(logicals[n.LogicalType], n.Type) || n.Type == "fixed" && size != 0 && n.Size != size {
		return ""
	}
	return n.LogicalType
}

// Types are the full names of all records, in order: those that a payload may be.
func (s *Schema) Types() (all []string) {
	for name, k := range s.named {
		if k.base == "record" {
			all = append(all, name)
		}
	}
	sort.Strings(all)
	return all
}

// find is the type of a name; "" is what the first file says.
func (s *Schema) find(name string) *kind {
	if name == "" {
		return s.first
	}
	return s.named[name]
}
