package avro

import (
	"encoding/binary"
	"errors"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"mangrove/model/value"
)

// Encode makes a value of the reader's type, without a header, of a document of JSON. It
// is written as Avro's own encoding in JSON has it, with these freedoms: a value of a union
// may stand alone where only one of its types can be meant, bytes may be an object of one
// member, {"$base64": …}, logical types may be written as [Reader.Decode] shows them, and
// members of a record that have a default may be left out. It fails with a [value.Fault]
// whose offset is in the document, [value.ErrTooDeep] or [value.ErrTooMuch].
func (r Reader) Encode(document *value.Tree) ([]byte, error) {
	if r.Schema == nil {
		return nil, &value.Fault{Code: value.NoSchema, Found: r.Type}
	}
	k := r.Schema.find(r.Type)
	if k == nil {
		return nil, &value.Fault{Code: value.NoSchema, Found: r.Type}
	}
	w := writer{t: document}
	if err := w.value(k, 0); err != nil {
		return nil, err
	}
	return w.out, nil
}

// Of one document no more values and bytes than these are made: defaults may have
// defaults in them.
const (
	mostValues = 16 << 20
	mostBytes  = 256 << 20
)

// writer makes bytes of a document by a schema.
type writer struct {
	t     *value.Tree
	out   []byte
	depth int
	count int
}

// value writes node i as a value of a type.
func (w *writer) value(k *kind, i int) error {
	if w.count++; w.count > mostValues || len(w.out) > mostBytes {
		return value.ErrTooMuch
	}
	if k.logical != "" {
		if done, err := w.meaning(k, i); done || err != nil {
			return err
		}
	}
	switch k.base {
	case "union":
		return w.union(k, i)
	case "record", "array", "map":
		if w.depth++; w.depth > maxNesting {
			return value.ErrTooDeep
		}
		defer func() { w.depth-- }()
		if k.base == "record" {
			return w.record(k, i)
		}
		return w.blocks(k, i)
	case "int", "long":
		return w.whole(k, i)
	case "float", "double":
		return w.float(k, i)
	case "bytes", "fixed":
		return w.bytes(k, i)
	}
	return w.simple(k, i)
}

// simple writes what is one thing in JSON, too.
func (w *writer) simple(k *kind, i int) error {
	text := w.t.TextBytes(i)
	switch kind := w.t.Kind(i); {
	case k.base == "null" && kind == value.Null:
	case k.base == "boolean" && kind == value.Bool:
		var b byte
		if string(text) == "true" {
			b = 1
		}
		w.out = append(w.out, b)
	case k.base == "string" && kind == value.Text:
		if !utf8.Valid(text) {
			return w.t.Fault(i, value.NotUTF8, "", "")
		}
		w.sized(text)
	case k.base == "enum" && kind == value.Text:
		at := k.symbol(string(text))
		if at < 0 {
			return w.t.Fault(i, value.Mismatch, value.Symbol, string(text))
		}
		w.long(int64(at))
	default:
		return w.expected(k, i)
	}
	return nil
}

// symbol is the number of a symbol, -1 when there is none such.
func (k *kind) symbol(text string) int {
	for i, s := range k.symbols {
		if s == text {
			return i
		}
	}
	return -1
}

// expected says that node i is not of a type.
func (w *writer) expected(k *kind, i int) error {
	return w.t.Fault(i, value.Mismatch, value.Expected, k.label())
}

func (w *writer) outOfRange(i int) error {
	return w.t.Fault(i, value.OutOfRange, "", w.t.Text(i))
}

func (w *writer) long(v int64) { w.out = binary.AppendVarint(w.out, v) }

// sized writes a text or bytes with their length.
func (w *writer) sized(b []byte) {
	w.long(int64(len(b)))
	w.out = append(w.out, b...)
}

func (w *writer) record(k *kind, i int) error {
	if w.t.Kind(i) != value.Object {
		return w.expected(k, i)
	}
	given := make(map[string]int, w.t.Count(i))
	for at := range w.t.Below(i) {
		if w.t.Flags(at)&value.Doubled != 0 {
			return w.t.Fault(at, value.Unexpected, value.Again, w.t.Name(at))
		}
		given[w.t.Name(at)] = at
	}
	for _, f := range k.fields {
		at, is := given[f.name]
		delete(given, f.name)
		var err error
		switch {
		case is:
			err = w.value(f.kind, at)
		case f.fallback == nil:
			err = w.t.Fault(i, value.Mismatch, value.Missing, f.name)
		default:
			err = w.fallback(f, i)
		}
		if err != nil {
			return err
		}
	}
	for at := range w.t.Below(i) { // the first one, in the order of the document
		if _, left := given[w.t.Name(at)]; left {
			return w.t.Fault(at, value.Mismatch, value.NoMember, w.t.Name(at))
		}
	}
	return nil
}

// fallback writes what a member of record i has when nothing is said of it.
func (w *writer) fallback(f member, i int) error {
	inner := *w
	inner.t = f.fallback
	err := inner.value(f.kind, 0)
	w.out, w.count = inner.out, inner.count
	if err != nil && isFault(err) {
		return w.t.Fault(i, value.Mismatch, value.Missing, f.name)
	}
	return err
}

// blocks writes an array or a map as one block.
func (w *writer) blocks(k *kind, i int) error {
	want := value.List
	if k.base == "map" {
		want = value.Object
	}
	if w.t.Kind(i) != want {
		return w.expected(k, i)
	}
	if n := w.t.Count(i); n > 0 {
		w.long(int64(n))
	}
	for at := range w.t.Below(i) {
		if want == value.Object {
			name := w.t.NameBytes(at)
			switch {
			case w.t.Flags(at)&value.Doubled != 0:
				return w.t.Fault(at, value.Unexpected, value.Again, string(name))
			case !utf8.Valid(name):
				return w.t.Fault(at, value.NotUTF8, "", "")
			}
			w.sized(name)
		}
		if err := w.value(k.of, at); err != nil {
			return err
		}
	}
	w.long(0)
	return nil
}

// whole writes a whole number.
func (w *writer) whole(k *kind, i int) error {
	if w.t.Kind(i) != value.Number {
		return w.expected(k, i)
	}
	v, err := k.integer(w.t.Text(i))
	switch {
	case errors.Is(err, strconv.ErrRange):
		return w.outOfRange(i)
	case err != nil:
		return w.expected(k, i)
	}
	w.long(v)
	return nil
}

// integer reads a whole number of the size of a type.
func (k *kind) integer(text string) (int64, error) {
	bits := 64
	if k.base == "int" {
		bits = 32
	}
	return strconv.ParseInt(text, 10, bits)
}

// notFinite are numbers that JSON does not have.
var notFinite = map[string]float64{"NaN": math.NaN(), "Infinity": math.Inf(1), "-Infinity": math.Inf(-1)}

func (w *writer) float(k *kind, i int) error {
	bits := 64
	if k.base == "float" {
		bits = 32
	}
	v, known := notFinite[w.t.Text(i)]
	switch kind := w.t.Kind(i); {
	case kind == value.Text && known:
	case kind != value.Number:
		return w.expected(k, i)
	default:
		var err error
		if v, err = strconv.ParseFloat(w.t.Text(i), bits); err != nil {
			return w.outOfRange(i)
		}
	}
	if bits == 32 {
		w.out = binary.LittleEndian.AppendUint32(w.out, math.Float32bits(float32(v)))
	} else {
		w.out = binary.LittleEndian.AppendUint64(w.out, math.Float64bits(v))
	}
	return nil
}

// bytes writes bytes, which are base64 or a text whose characters are their numbers.
func (w *writer) bytes(k *kind, i int) error {
	b, ok := w.t.Base64(i)
	if !ok {
		if b, ok = characters(w.t, i); !ok {
			return w.expected(k, i)
		}
	}
	return w.raw(k, i, b)
}

// raw writes bytes that node i stands for.
func (w *writer) raw(k *kind, i int, b []byte) error {
	if k.base == "bytes" {
		w.sized(b)
		return nil
	}
	if len(b) != k.size {
		return w.t.Fault(i, value.Mismatch, value.Expected, strconv.Itoa(k.size)+" B")
	}
	w.out = append(w.out, b...)
	return nil
}

// characters are bytes as Avro writes them in JSON: each as the character of its number.
func characters(t *value.Tree, i int) (b []byte, ok bool) {
	text := t.TextBytes(i)
	if t.Kind(i) != value.Text || !utf8.Valid(text) {
		return nil, false
	}
	b = make([]byte, 0, len(text))
	for _, r := range string(text) {
		if r > math.MaxUint8 {
			return nil, false
		}
		b = append(b, byte(r))
	}
	return b, true
}

// union writes the number of the branch that a value is of, and the value.
func (w *writer) union(k *kind, i int) error {
	at, inner, err := w.branch(k, i)
	if err != nil {
		return err
	}
	w.long(int64(at))
	return w.value(k.either[at], inner)
}

// branch finds the branch of a union that node i is of, and the node that has the value.
func (w *writer) branch(k *kind, i int) (at, inner int, err error) {
	if w.t.Kind(i) == value.Object && w.t.Count(i) == 1 {
		name := w.t.Name(i + 1)
		for at, b := range k.either {
			if b.called() == name {
				return at, i + 1, nil
			}
		}
	}
	best, found := unfit, []int(nil)
	for at, b := range k.either {
		switch fit := w.fits(b, i); {
		case fit == unfit || fit < best:
		case fit > best:
			best, found = fit, []int{at}
		default:
			found = append(found, at)
		}
	}
	if len(found) > 1 {
		found = k.oneNumber(found)
	}
	switch names := k.names(found); len(found) {
	case 1:
		return found[0], i, nil
	case 0:
		return 0, 0, w.t.Fault(i, value.Mismatch, value.Expected, k.names(nil))
	default:
		return 0, 0, w.t.Fault(i, value.Mismatch, value.Ambiguous, names)
	}
}

// called is what a branch is called in Avro's encoding in JSON.
func (k *kind) called() string {
	if k.name != "" {
		return k.name
	}
	return k.base
}

// names are those of some branches of a union, or of all.
func (k *kind) names(some []int) string {
	var list []string
	if some == nil {
		for _, b := range k.either {
			list = append(list, b.called())
		}
	}
	for _, at := range some {
		list = append(list, k.either[at].called())
	}
	return strings.Join(list, ", ")
}

// oneNumber leaves one of branches that all are numbers: the first of whole ones, and of
// others the one that loses nothing.
func (k *kind) oneNumber(found []int) []int {
	one := found[0]
	for _, at := range found {
		switch b := k.either[at]; {
		case b.logical != "", b.base != "int" && b.base != "long" && b.base != "float" && b.base != "double":
			return found
		case b.base == "double":
			one = at
		}
	}
	return []int{one}
}
