// Package cbor reads CBOR [RFC 8949] into a tree of values with the bytes that each came
// from. Numbers keep every digit, tags become types, and names that are no texts are in
// diagnostic notation [RFC 8949 8].
package cbor

import (
	"encoding/hex"
	"errors"
	"math"
	"unicode/utf8"

	"mangrove/model/value"

	"github.com/fxamacker/cbor/v2"
)

// Decode reads one data item, and says how many bytes it took. It fails with a
// [value.Fault], [value.ErrTooMuch] or [value.ErrTooDeep].
func Decode(b []byte) (tree *value.Tree, consumed int, err error) { return DecodeUntil(b, nil) }

// DecodeUntil is [Decode] until somebody gives up: it fails with [value.ErrGivenUp] then.
func DecodeUntil(b []byte, givenUp func() bool) (tree *value.Tree, consumed int, err error) {
	r := reader{b: value.NewBuilderUntil(b, givenUp), src: b}
	if err := r.read(); err != nil {
		return nil, r.at, err
	}
	return r.b.Tree(), r.at, nil
}

// FirstName is the first name of a map that bytes begin as, whatever follows it; "" when
// they do not begin as a map, or that name is no text.
func FirstName(b []byte) string {
	outer, err := readHead(b, 0)
	if err != nil || outer.major != dict {
		return ""
	}
	h, err := readHead(b, outer.end)
	if err != nil || h.major != text || h.indefinite || h.value > uint64(len(b)-h.end) {
		return ""
	}
	name := b[h.end : h.end+int(h.value)]
	if !utf8.Valid(name) {
		return ""
	}
	return string(name)
}

// reader goes through data items.
type reader struct {
	b    *value.Builder
	src  []byte
	at   int
	open []level
	name value.Node // only its name and whether that is a notation, for the member that comes
}

// level is an array or a map that is not at its end.
type level struct {
	left  uint64 // items, or pairs
	pair  bool
	until bool // it ends with a break, however many there are
}

// read does not recurse: how deep items are nested is up to whoever sent them.
func (r *reader) read() error {
	for {
		if err := r.item(); err != nil {
			return err
		}
		last := len(r.open) - 1
		for ; last >= 0 && r.ends(&r.open[last]); last-- {
			r.b.Close(r.at)
			r.open = r.open[:last]
		}
		if last < 0 {
			return nil
		}
		r.open[last].left--
		r.name = value.Node{}
		if r.open[last].pair {
			if err := r.key(); err != nil {
				return err
			}
		}
	}
}

// ends reports whether an array or a map is at its end, and goes behind its break.
func (r *reader) ends(l *level) bool {
	if !l.until {
		return l.left == 0
	}
	if r.at < len(r.src) && r.src[r.at] == breaks {
		r.at++
		return true
	}
	return false
}

// item reads a scalar, or enters an array or a map, with the tags before it.
func (r *reader) item() error {
	from := r.at
	tags, h, err := r.tags()
	if err != nil {
		return err
	}
	if h.major == array && len(tags) > 0 {
		if n, end, ok := fraction(r.src, h, tags[len(tags)-1]); ok {
			return r.add(n, tags, from, end)
		}
	}
	if h.major == array || h.major == dict {
		return r.enter(tags, h, from)
	}
	n, end, err := scalar(r.src, h)
	if err != nil {
		return err
	}
	if len(tags) > 0 {
		fits := contentsFit(tags, h, n.Kind)
		if n = tagged(n, tags[len(tags)-1], r.src); !fits {
			n.Flags |= value.Stray
		}
	}
	return r.add(n, tags, from, end)
}

// mostTags is how many may stand before an item.
const mostTags = 50

// tags reads the tags before an item, and the head of the item.
func (r *reader) tags() (tags []uint64, h head, err error) {
	for at := r.at; ; at = h.end {
		if h, err = readHead(r.src, at); err != nil || h.major != tag {
			return tags, h, err
		}
		if len(tags) == mostTags {
			return nil, h, value.ErrTooDeep
		}
		tags = append(tags, h.value)
	}
}

// add adds a scalar.
func (r *reader) add(n value.Node, tags []uint64, from, end int) error {
	if t := typeOf(tags); t != "" {
		n.Type = t
	}
	n.Name, n.NameIn, n.From, n.To, r.at = r.name.Name, r.name.NameIn, from, end, end
	n.Flags |= r.name.Flags
	return r.b.Add(n)
}

func (r *reader) enter(tags []uint64, h head, from int) error {
	l := level{left: h.value, pair: h.major == dict, until: h.indefinite}
	each, kind := uint64(1), value.List
	if l.pair {
		each, kind = 2, value.Object
	}
	if room := uint64(len(r.src) - h.end); !l.until && (l.left > room || l.left*each > room) {
		return cutOff(r.src)
	}
	if l.left > uint64(r.b.Room()) { // which building all of it would find out
		return value.ErrTooMuch
	}
	n := value.Node{Kind: kind, Type: typeOf(tags), Name: r.name.Name, NameIn: r.name.NameIn, Flags: r.name.Flags, From: from}
	if !contentsFit(tags, h, kind) {
		n.Flags |= value.Stray
	}
	if err := r.b.Open(n); err != nil {
		return err
	}
	r.b.Expect(int(l.left)) // of which each takes a byte at the least
	r.at = h.end
	r.open = append(r.open, l)
	return nil
}

// key reads the key of what comes next in a map.
func (r *reader) key() error {
	h, err := readHead(r.src, r.at)
	if err != nil {
		return err
	}
	if h.major == text {
		n, end, err := scalar(r.src, h)
		r.name.Name, r.name.NameIn, r.at = n.Text, n.TextIn, end
		return err
	}
	r.name.Flags = value.Notation
	if h.major == unsigned || h.major == negative {
		n, end, err := scalar(r.src, h)
		r.name.Name, r.at = n.Text, end
		return err
	}
	var item cbor.RawMessage
	rest, err := items.UnmarshalFirst(r.src[r.at:], &item)
	var deep *cbor.MaxNestedLevelError
	if errors.As(err, &deep) {
		return value.ErrTooDeep
	}
	size := len(r.src) - r.at - len(rest) // of item the library leaves out that it describes itself
	if err != nil {                       // our own reader knows where it is wrong
		if _, size, err = Decode(r.src[r.at:]); err != nil {
			var fault *value.Fault
			if errors.As(err, &fault) {
				fault.Offset += r.at
			}
			return err
		}
	}
	r.name.Name = nameOf(r.src[r.at:][:size])
	r.at += size
	return nil
}

// nameOf is an item as a name: in notation, but for what is longer than anybody writes and
// what is well-formed and contradicts itself, which has none.
func nameOf(item []byte) string {
	if len(item) <= longestNotation {
		if name, err := keys.Diagnose(item); err == nil {
			return name
		}
	}
	return "0x" + hex.EncodeToString(item)
}

// longestNotation is how many bytes of a key are written in notation: a large number
// takes the square of it.
const longestNotation = 1024

// keys writes keys that are no plain texts or numbers, and items finds where they end.
// They are never nil: the library takes from 4 to 65535 levels.
var (
	keys, _  = cbor.DiagOptions{MaxNestedLevels: deepestKey}.DiagMode()
	items, _ = cbor.DecOptions{MaxNestedLevels: deepestKey, MaxArrayElements: math.MaxInt32, MaxMapPairs: math.MaxInt32}.DecMode()
)

// deepestKey is how far a key may be nested.
const deepestKey = 50
