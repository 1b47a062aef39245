package sparkplug

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"math"
	"slices"
	"strconv"

	"google.golang.org/protobuf/encoding/protowire"

	"mangrove/model/value"
)

// value appends node i as the field that has a value of a type.
func (e *encoder) value(out []byte, in holders, t Datatype, i int) []byte {
	h := t.holder()
	n := in.field(h)
	if n == 0 {
		e.fail(e.t.Fault(i, value.Mismatch, value.ExpectedOther, t.String()))
		return out
	}
	switch h {
	case intHolder:
		return appendNumber(out, n, e.integer(i, t))
	case longHolder:
		if t == DateTime {
			return appendNumber(out, n, e.moment(i))
		}
		return appendNumber(out, n, e.integer(i, t))
	case floatHolder:
		return protowire.AppendFixed32(protowire.AppendTag(out, n, protowire.Fixed32Type), math.Float32bits(float32(e.float(i, t))))
	case doubleHolder:
		return protowire.AppendFixed64(protowire.AppendTag(out, n, protowire.Fixed64Type), math.Float64bits(e.float(i, t)))
	case boolHolder:
		return appendNumber(out, n, e.truth(i))
	case stringHolder:
		return appendBytes(out, n, e.text(i, t))
	}
	return appendBytes(out, n, e.content(t, i))
}

// content is what stands in a field of bytes.
func (e *encoder) content(t Datatype, i int) (b []byte) {
	switch {
	case t == Bytes, t == File:
		return e.bytes(i)
	case t.element() != Unknown:
		return e.array(t, i)
	}
	if e.enter() {
		switch t {
		case DataSet:
			b = e.dataSet(i)
		case Template:
			b = e.template(i)
		case PropertySet:
			b = e.propertySet(i)
		case PropertySetList:
			b = e.propertySets(i)
		}
	}
	e.leave()
	return b
}

// notFinite are numbers that JSON does not have.
var notFinite = map[string]float64{"NaN": math.NaN(), "Infinity": math.Inf(1), "-Infinity": math.Inf(-1)}

func (e *encoder) float(i int, t Datatype) float64 {
	bits := 64
	if t == Float {
		bits = 32
	}
	f, known := notFinite[e.t.Text(i)]
	switch kind := e.t.Kind(i); {
	case kind == value.Text && known:
		return f
	case kind != value.Number:
		e.expected(i, t.String())
		return 0
	}
	f, err := strconv.ParseFloat(e.t.Text(i), bits)
	if err != nil {
		e.fail(e.t.Fault(i, value.OutOfRange, "", e.t.Text(i)))
	}
	return f
}

// bytes are those that a node stands for, in base64.
func (e *encoder) bytes(i int) []byte {
	b, ok := e.t.Base64(i)
	if !ok && e.t.Kind(i) == value.Text {
		var err error
		b, err = base64.StdEncoding.DecodeString(e.t.Text(i))
		ok = err == nil
	}
	if !ok {
		e.expected(i, Bytes.String())
	}
	return b
}

// array is a list as its elements stand in bytes: little-endian, texts with a NUL behind
// each, and truths as bits behind their count.
func (e *encoder) array(t Datatype, i int) (out []byte) {
	if e.t.Kind(i) != value.List {
		e.expected(i, t.String())
		return nil
	}
	of := t.element()
	if of == Boolean {
		out = binary.LittleEndian.AppendUint32(out, uint32(e.t.Count(i)))
	}
	n := 0
	for at := range e.t.Below(i) {
		switch of {
		case Boolean:
			if n%8 == 0 {
				out = append(out, 0)
			}
			out[len(out)-1] |= byte(e.truth(at)) << (7 - n%8)
		case String:
			text := e.text(at, String)
			if bytes.IndexByte(text, 0) >= 0 {
				e.fail(e.t.Fault(at, value.Unexpected, "", "NUL"))
			}
			out = append(append(out, text...), 0)
		case DateTime:
			out = binary.LittleEndian.AppendUint64(out, e.moment(at))
		case Float:
			out = binary.LittleEndian.AppendUint32(out, math.Float32bits(float32(e.float(at, of))))
		case Double:
			out = binary.LittleEndian.AppendUint64(out, math.Float64bits(e.float(at, of)))
		default:
			out = append(out, binary.LittleEndian.AppendUint64(nil, e.integer(at, of))[:elementSize(t)]...)
		}
		n++
	}
	return out
}

var (
	dataSetParts  = []string{"columns", "types", "rows"}
	templateParts = []string{"version", "metrics", "parameters", "template_ref", "is_definition"}
)

// dataSet is a list of rows, which are objects by the names of the columns; or an object
// of columns, types and rows, which are lists then.
func (e *encoder) dataSet(i int) (out []byte) {
	rows, types := i, -1
	var names []string
	if e.t.Kind(i) == value.Object {
		p := e.partsOf(i, dataSetParts...)
		rows = -1
		if at, is := p["rows"]; is {
			rows = at
		}
		if at, is := p["types"]; is {
			types = at
		}
		if at, is := p["columns"]; is {
			names = e.texts(at)
		}
	}
	if rows >= 0 && e.t.Kind(rows) != value.List {
		e.expectedPart(rows, value.ExpectedRows)
	}
	var all [][]int
	if rows >= 0 && e.err == nil {
		all, names = e.rows(rows, names)
	}
	kinds := e.columnTypes(i, types, len(names), all)
	if e.err != nil {
		return nil
	}
	out = appendNumber(out, 1, uint64(len(names)))
	for _, name := range names {
		out = appendBytes(out, 2, []byte(name))
	}
	for _, t := range kinds {
		out = appendNumber(out, 3, uint64(t))
	}
	for _, row := range all {
		var cells []byte
		for c, at := range row {
			var cell []byte // a cell without a value is null
			if e.t.Kind(at) != value.Null {
				cell = e.value(nil, cellHolders, kinds[c], at)
			}
			cells = appendBytes(cells, 1, cell)
		}
		out = appendBytes(out, 4, cells)
	}
	return out
}

// texts are those of a list.
func (e *encoder) texts(i int) (all []string) {
	if e.t.Kind(i) != value.List {
		e.expectedPart(i, value.ExpectedList)
		return nil
	}
	for at := range e.t.Below(i) {
		all = append(all, string(e.text(at, String)))
	}
	return all
}

// rows are the cells of each row in the order of the columns, whose names are those of
// the first row when they are not said.
func (e *encoder) rows(i int, names []string) ([][]int, []string) {
	var all [][]int
	for at := range e.t.Below(i) {
		if e.err != nil {
			break
		}
		if e.t.Kind(at) == value.List {
			row := slices.Collect(e.t.Below(at))
			if len(row) != len(names) {
				e.fail(e.t.Fault(at, value.Mismatch, value.ExpectedValues, strconv.Itoa(len(names))))
			}
			all = append(all, row)
			continue
		}
		if names == nil && e.t.Kind(at) == value.Object {
			for cell := range e.t.Below(at) {
				names = append(names, e.t.Name(cell))
			}
		}
		p := e.partsOf(at, names...)
		row := make([]int, len(names))
		for c, name := range names {
			cell, is := p[name]
			if !is && e.err == nil {
				e.missing(at, name)
			}
			row[c] = cell
		}
		all = append(all, row)
	}
	return all, names
}

// columnTypes are those that are said, or those of the values.
func (e *encoder) columnTypes(i, said, count int, rows [][]int) []Datatype {
	kinds := make([]Datatype, count)
	if said >= 0 {
		if e.t.Kind(said) != value.List || e.t.Count(said) != count {
			e.fail(e.t.Fault(said, value.Mismatch, value.ExpectedTypes, strconv.Itoa(count)))
			return kinds
		}
		c := 0
		for at := range e.t.Below(said) {
			kinds[c] = e.datatype(at)
			c++
		}
		return kinds
	}
	if count > 0 && len(rows) == 0 {
		e.missing(i, "types")
	}
	for c := range kinds {
		kinds[c] = e.columnType(c, rows)
	}
	return kinds
}

// columnType is that of the values of a column: String where all are null.
func (e *encoder) columnType(c int, rows [][]int) Datatype {
	kind := Unknown
	for _, row := range rows {
		if len(row) <= c || e.t.Kind(row[c]) == value.Null {
			continue
		}
		switch t := e.guessed(row[c]); {
		case kind == Unknown, kind == Int64 && (t == UInt64 || t == Double):
			kind = t
		case kind == UInt64 && t == Double:
			kind = t
		}
	}
	if kind == Unknown {
		kind = String
	}
	return kind
}

func (e *encoder) template(i int) (out []byte) {
	p := e.partsOf(i, templateParts...)
	out = e.string(out, templateVersion, p, "version")
	if at, is := p["metrics"]; is {
		out = e.metrics(out, templateMetrics, at)
	}
	if at, is := p["parameters"]; is {
		out = e.parameters(out, at)
	}
	out = e.string(out, templateRef, p, "template_ref")
	return e.boolean(out, templateIsDefinition, p, "is_definition")
}

// parameters appends the parameters of a template: an object by their names, each a value
// or an object of its type and value.
func (e *encoder) parameters(out []byte, i int) []byte {
	if e.t.Kind(i) != value.Object {
		e.expectedPart(i, value.ExpectedObject)
	}
	for at := range e.t.Below(i) {
		t, of := e.withType(at)
		null := e.t.Kind(of) == value.Null
		if t == Unknown && !null {
			t = e.guessed(of)
		}
		one := appendBytes(nil, 1, e.t.NameBytes(at))
		if t != Unknown {
			one = appendNumber(one, 2, uint64(t))
		}
		if !null {
			one = e.value(one, paramHolders, t, of)
		}
		out = appendBytes(out, templateParameters, one)
	}
	return out
}
