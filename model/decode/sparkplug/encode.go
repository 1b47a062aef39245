package sparkplug

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"google.golang.org/protobuf/encoding/protowire"

	"mangrove/model/value"
)

// Encode makes a payload of a document of JSON: {"timestamp": …, "seq": 0, "metrics":
// [{"name": "Temperature", "type": "Double", "value": 21.5}]}. Metrics may also be members
// of an object by their names, as [Decode] shows them. Of a metric without a type it is
// that of its value: Boolean, String, Int64, Double, DataSet or Template. Times are
// milliseconds since 1970, or written as ISO 8601 has them. Nothing is added to what is
// said. It fails with a [value.Fault], whose offset is in the document, or
// [value.ErrTooDeep].
func Encode(document *value.Tree) ([]byte, error) {
	e := encoder{t: document}
	parts, err := e.members(0, "timestamp", "metrics", "seq", "uuid", "body")
	if err != nil {
		return nil, err
	}
	if len(parts) > 0 && !slices.ContainsFunc([]string{"timestamp", "metrics", "seq"}, parts.has) {
		return nil, e.t.Fault(0, value.Mismatch, value.Missing, "timestamp") // it would be no payload
	}
	var out []byte
	out = e.time(out, payloadTimestamp, parts, "timestamp")
	if at, is := parts["metrics"]; is {
		out = e.metrics(out, payloadMetrics, at)
	}
	out = e.number(out, payloadSeq, parts, "seq")
	out = e.string(out, payloadUUID, parts, "uuid")
	if at, is := parts["body"]; is {
		out = appendBytes(out, payloadBody, e.bytes(at))
	}
	if e.err != nil {
		return nil, e.err
	}
	return out, nil
}

// encoder makes payloads of documents.
type encoder struct {
	t     *value.Tree
	depth int // of templates and property sets
	err   error
}

// parts are members of an object by their names.
type parts map[string]int

func (p parts) has(name string) bool {
	_, is := p[name]
	return is
}

// members are those of object i, which has no others.
func (e *encoder) members(i int, names ...string) (parts, error) {
	if e.t.Kind(i) != value.Object {
		return nil, e.t.Fault(i, value.Mismatch, value.ExpectedObject, "")
	}
	const absent = -1
	all := make(parts, len(names))
	for _, name := range names { // of which a data set may have very many
		all[name] = absent
	}
	for at := range e.t.Below(i) {
		name := e.t.Name(at)
		_, known := all[name]
		switch {
		case e.t.Flags(at)&value.Doubled != 0:
			return nil, e.t.Fault(at, value.Unexpected, value.Again, name)
		case !known:
			return nil, e.t.Fault(at, value.Mismatch, value.NoMember, name)
		}
		all[name] = at
	}
	maps.DeleteFunc(all, func(_ string, at int) bool { return at == absent })
	return all, nil
}

// partsOf are members of object i; there is a fault when it is something else.
func (e *encoder) partsOf(i int, names ...string) parts {
	all, err := e.members(i, names...)
	e.fail(err)
	return all
}

// fail keeps the first fault.
func (e *encoder) fail(err error) {
	if e.err == nil {
		e.err = err
	}
}

func (e *encoder) expected(i int, what string) {
	e.fail(e.t.Fault(i, value.Mismatch, value.Expected, what))
}

// expectedPart is for what has no name of its own.
func (e *encoder) expectedPart(i int, part value.FaultPart) {
	e.fail(e.t.Fault(i, value.Mismatch, part, ""))
}

func (e *encoder) missing(i int, what string) {
	e.fail(e.t.Fault(i, value.Mismatch, value.Missing, what))
}

// enter goes into a template or a property set.
func (e *encoder) enter() bool {
	if e.depth++; e.depth > mostNested {
		e.fail(value.ErrTooDeep)
	}
	return e.err == nil
}

func (e *encoder) leave() { e.depth-- }

func appendBytes(out []byte, n protowire.Number, b []byte) []byte {
	return protowire.AppendBytes(protowire.AppendTag(out, n, protowire.BytesType), b)
}

// These append a part as a field, if it is there.

func (e *encoder) time(out []byte, n protowire.Number, p parts, name string) []byte {
	at, is := p[name]
	if !is {
		return out
	}
	return appendNumber(out, n, e.moment(at))
}

func (e *encoder) number(out []byte, n protowire.Number, p parts, name string) []byte {
	at, is := p[name]
	if !is {
		return out
	}
	return appendNumber(out, n, e.integer(at, UInt64))
}

func (e *encoder) string(out []byte, n protowire.Number, p parts, name string) []byte {
	at, is := p[name]
	if !is {
		return out
	}
	return appendBytes(out, n, e.text(at, String))
}

func (e *encoder) boolean(out []byte, n protowire.Number, p parts, name string) []byte {
	at, is := p[name]
	if !is {
		return out
	}
	return appendNumber(out, n, e.truth(at))
}

// These read a node as what it has to be.

func (e *encoder) truth(i int) uint64 {
	if e.t.Kind(i) != value.Bool {
		e.expected(i, Boolean.String())
	}
	if e.t.Text(i) == "true" {
		return 1
	}
	return 0
}

func (e *encoder) text(i int, t Datatype) []byte {
	text := e.t.TextBytes(i)
	switch {
	case e.t.Kind(i) != value.Text, t == UUID && !uuidForm.Match(text):
		e.expected(i, t.String())
	case !utf8.Valid(text):
		e.fail(e.t.Fault(i, value.NotUTF8, "", ""))
	}
	return text
}

// integer is a whole number of the width of its type, in two's complement of its field.
func (e *encoder) integer(i int, t Datatype) uint64 {
	bits, signed := t.width()
	text := e.t.Text(i)
	if e.t.Kind(i) != value.Number || strings.ContainsAny(text, ".eE") {
		e.expected(i, t.String())
		return 0
	}
	var n uint64
	var err error
	if signed {
		var v int64
		v, err = strconv.ParseInt(text, 10, bits)
		n = uint64(v)
	} else {
		n, err = strconv.ParseUint(text, 10, bits)
	}
	if err != nil {
		e.fail(e.t.Fault(i, value.OutOfRange, "", text))
	}
	if t.holder() == intHolder {
		n = uint64(uint32(n))
	}
	return n
}

// moment is a time in milliseconds since 1970.
func (e *encoder) moment(i int) uint64 {
	if e.t.Kind(i) == value.Number {
		return e.integer(i, Int64)
	}
	t, err := time.Parse(time.RFC3339, e.t.Text(i))
	if e.t.Kind(i) != value.Text || err != nil || t.Nanosecond()%int(time.Millisecond) != 0 {
		e.expected(i, DateTime.String())
	}
	return uint64(t.UnixMilli())
}

// datatype is a type by its name or its number.
func (e *encoder) datatype(i int) Datatype {
	text := e.t.Text(i)
	switch e.t.Kind(i) {
	case value.Text:
		for t := Int8; t < datatypes; t++ {
			if strings.EqualFold(text, datatypeNames[t]) {
				return t
			}
		}
	case value.Number:
		if n, err := strconv.ParseUint(text, 10, 8); err == nil && Datatype(n).Known() {
			return Datatype(n)
		}
	}
	e.expectedPart(i, value.ExpectedDatatype)
	return Unknown
}

// typeNames are what a datatype is called by those who write payloads down.
var typeNames = []string{"type", "datatype", "dataType"}

// typeOf is the datatype that is said, Unknown when none is.
func (e *encoder) typeOf(p parts) (t Datatype) {
	for _, name := range typeNames {
		if at, is := p[name]; is {
			t = e.datatype(at)
		}
	}
	return t
}
