package avro

import (
	"encoding/binary"
	"errors"
	"math"
	"strconv"
	"unicode/utf8"

	"mangrove/model/value"
)

// maxNesting is how deep values may be nested: a record may have itself in it.
const maxNesting = 10_000

// walker goes through the bytes of a value by its type [Avro, Binary encoding].
type walker struct {
	src    []byte
	at     int
	b      *value.Builder
	header string // to be said of the whole
	depth  int
	// packed is set where the bytes come out of a compression: then the values have no
	// place in the source, and faults have that of the block.
	packed bool
	from   int // where the block begins
}

func isFault(err error) bool {
	var f *value.Fault
	return errors.As(err, &f)
}

func (w *walker) fault(code value.FaultCode, at int, found string) error {
	return w.faultIn(code, at, "", found)
}

// faultIn is a fault in a part of the format.
func (w *walker) faultIn(code value.FaultCode, at int, part value.FaultPart, found string) error {
	if w.packed {
		at = w.from
	}
	return &value.Fault{Code: code, Offset: at, Part: part, Found: found}
}

// node is a node with its bytes, from a place to where the walker is.
func (w *walker) node(n value.Node, from int) value.Node {
	n.From, n.To = from, w.at
	if w.packed {
		n.From, n.To = w.from, w.from
	}
	return n
}

// text gives a node a text of so many bytes before the walker.
func (w *walker) text(n value.Node, size int) value.Node {
	if w.packed {
		n.Text = string(w.src[w.at-size : w.at])
	} else {
		n.TextIn = value.Part{From: w.at - size, To: w.at}
	}
	return n
}

// value adds a value of a type.
func (w *walker) value(n value.Node, k *kind) error {
	if k.base == "union" {
		return w.union(n, k)
	}
	n.Type = k.label() + w.header
	w.header = ""
	from := w.at
	switch k.base {
	case "record":
		return w.record(n, k)
	case "array", "map":
		return w.blocks(n, k)
	case "null":
		n.Kind = value.Null
		return w.b.Add(w.node(n, from))
	case "string", "bytes", "fixed":
		return w.sized(n, k)
	}
	n, err := w.number(n, k)
	if err != nil {
		return err
	}
	return w.b.Add(w.node(n, from))
}

// label is what a type is called.
func (k *kind) label() string {
	switch {
	case k.logical != "":
		return k.logical
	case k.name != "":
		return k.name
	}
	return k.base
}

// enter opens an object or a list.
func (w *walker) enter(n value.Node) error {
	if w.depth++; w.depth > maxNesting {
		return value.ErrTooDeep
	}
	return w.b.Open(w.node(n, w.at))
}

func (w *walker) leave() {
	w.depth--
	if w.packed {
		w.b.Close(w.from)
		return
	}
	w.b.Close(w.at)
}

func (w *walker) record(n value.Node, k *kind) error {
	n.Kind = value.Object
	if err := w.enter(n); err != nil {
		return err
	}
	for _, f := range k.fields {
		if err := w.value(value.Node{Name: f.name}, f.kind); err != nil {
			return err
		}
	}
	w.leave()
	return nil
}

// blocks adds an array or a map: blocks with a count each, until one has none. A count
// below zero has the size of the block behind it.
func (w *walker) blocks(n value.Node, k *kind) error {
	n.Kind = value.List
	if k.base == "map" {
		n.Kind = value.Object
	}
	if err := w.enter(n); err != nil {
		return err
	}
	for {
		begin := w.at
		count, err := w.long()
		if err != nil {
			return err
		}
		if count == 0 {
			w.leave()
			return nil
		}
		if count == math.MinInt64 {
			return w.fault(value.OutOfRange, begin, strconv.FormatInt(count, 10))
		}
		end := -1
		if count < 0 {
			count = -count
			size, err := w.long()
			if err != nil {
				return err
			}
			if size < 0 || size > int64(len(w.src)-w.at) {
				return w.faultIn(value.OutOfRange, begin, value.Size, strconv.FormatInt(size, 10))
			}
			end = w.at + int(size)
		}
		if err := w.items(k, count); err != nil {
			return err
		}
		if end >= 0 && end != w.at {
			return w.fault(value.Unexpected, w.at, "")
		}
	}
}

// items adds so many of an array or a map. How many are said to be there says nothing:
// the tree takes so many and no more.
func (w *walker) items(k *kind, count int64) error {
	for ; count > 0; count-- {
		var n value.Node
		if k.base == "map" {
			size, err := w.length()
			if err != nil {
				return err
			}
			w.at += size
			if w.packed {
				n.Name = string(w.src[w.at-size : w.at])
			} else {
				n.NameIn = value.Part{From: w.at - size, To: w.at}
			}
		}
		if err := w.value(n, k.of); err != nil {
			return err
		}
	}
	return nil
}

func (w *walker) union(n value.Node, k *kind) error {
	from := w.at
	i, err := w.long()
	if err != nil {
		return err
	}
	if i < 0 || i >= int64(len(k.either)) {
		w.at = from
		return w.faultIn(value.OutOfRange, from, value.Branch, strconv.FormatInt(i, 10))
	}
	branch := k.either[i]
	if branch.base == "null" {
		n.Kind, n.Type = value.Null, branch.label()+w.header
		w.header = ""
		return w.b.Add(w.node(n, from))
	}
	return w.value(n, branch)
}

// sized adds a text or bytes, or what they mean by their logical type.
func (w *walker) sized(n value.Node, k *kind) error {
	size, err := k.size, error(nil)
	if k.base != "fixed" {
		size, err = w.length()
	} else if size > len(w.src)-w.at {
		err = w.fault(value.CutOff, w.at, "")
	}
	if err != nil {
		return err
	}
	from := w.at
	content := w.src[from : from+size]
	w.at += size
	if text, kind, ok := meant(k, content); ok {
		n.Text, n.Kind = text, kind
		return w.b.Add(w.node(n, from))
	}
	n = w.text(n, size)
	switch n.Kind = value.Bytes; {
	case k.base != "string":
	case !utf8.Valid(content):
		n.Kind, n.Flags = value.Text, n.Flags|value.Stray
	default:
		n.Kind = value.Text
	}
	return w.b.Add(w.node(n, from))
}

// number reads what has a number of its own, and no length.
func (w *walker) number(n value.Node, k *kind) (value.Node, error) {
	from := w.at
	switch k.base {
	case "float", "double":
		return w.float(n, k.base)
	case "boolean":
		if from == len(w.src) {
			return n, w.fault(value.CutOff, from, "")
		}
		if w.src[from] > 1 {
			return n, w.fault(value.Unexpected, from, strconv.Itoa(int(w.src[from])))
		}
		w.at++
		n.Kind, n.Text = value.Bool, strconv.FormatBool(w.src[from] == 1)
		return n, nil
	}
	v, err := w.long()
	switch {
	case err != nil:
		return n, err
	case k.base == "enum" && (v < 0 || v >= int64(len(k.symbols))):
		w.at = from
		return n, w.faultIn(value.OutOfRange, from, value.Symbol, strconv.FormatInt(v, 10))
	case k.base == "enum":
		n.Kind, n.Text = value.Text, k.symbols[v]
		return n, nil
	case k.base == "int" && v != int64(int32(v)):
		w.at = from
		return n, w.fault(value.OutOfRange, from, strconv.FormatInt(v, 10))
	}
	if text, ok := moment(k.logical, v); ok {
		n.Kind, n.Text = value.Text, text
		return n, nil
	}
	n.Kind, n.Text = value.Number, strconv.FormatInt(v, 10)
	if k.logical != "" {
		n.Flags |= value.Stray
	}
	return n, nil
}

func (w *walker) float(n value.Node, base string) (value.Node, error) {
	rest := w.src[w.at:]
	n.Kind = value.Number
	switch {
	case base == "float" && len(rest) >= 4:
		w.at += 4
		n.Text = value.FloatText(float64(math.Float32frombits(binary.LittleEndian.Uint32(rest))), 32)
	case base == "double" && len(rest) >= 8:
		w.at += 8
		n.Text = value.FloatText(math.Float64frombits(binary.LittleEndian.Uint64(rest)), 64)
	default:
		return n, w.fault(value.CutOff, w.at, "")
	}
	return n, nil
}

// long reads a number of up to 64 bits; negative ones alternate with the others.
func (w *walker) long() (int64, error) {
	v, n := binary.Varint(w.src[w.at:])
	switch {
	case n == 0:
		return 0, w.fault(value.CutOff, w.at, "")
	case n < 0:
		return 0, w.fault(value.OutOfRange, w.at, "")
	}
	w.at += n
	return v, nil
}

// length reads the length of what follows, which must be there.
func (w *walker) length() (int, error) {
	from := w.at
	n, err := w.long()
	switch {
	case err != nil:
		return 0, err
	case n < 0:
		w.at = from
		return 0, w.faultIn(value.OutOfRange, from, value.Length, strconv.FormatInt(n, 10))
	case n > int64(len(w.src)-w.at):
		w.at = from
		return 0, w.faultIn(value.CutOff, from, value.Length, strconv.FormatInt(n, 10))
	}
	return int(n), nil
}
