package value

import (
	"iter"
	"slices"
	"sort"
	"strconv"
	"strings"
	"unsafe"
)

// Kind is what a node is.
type Kind uint8

// The kinds. Objects and lists have nodes below them, the others have a text.
const (
	Object Kind = iota // members with names, in their order, doubled names too
	List
	Null
	Bool   // "true" or "false"
	Number // as it was written, or in decimal: no digit is lost
	Text
	Bytes // what is no text, byte for byte
)

// HasBelow reports whether nodes can stand below one of the kind.
func (k Kind) HasBelow() bool { return k <= List }

// Flags say what is to be known of a node besides.
type Flags uint8

// The flags.
const (
	Doubled    Flags = 1 << iota // its object has had a member of this name before
	Unresolved                   // its name is not known: an alias that was never announced, a field that no schema has
	Stale                        // its source says that it holds no more
	Stray                        // it contradicts its schema or its announcement
	Notation                     // its name is no text: it is in the notation of another value, as 1 or null
	Replaced                     // a later one holds in its place, as its format says
)

// Tree is what a payload means. Node 0 is the whole; those below a node follow it, so
// that a tree is read from front to back. A Tree does not change.
type Tree struct {
	source []byte
	texts  []byte // names and texts that do not stand in the source as they are
	nodes  []node
	types  []typeName
	mixed  bool // ranges do not begin in the order of the nodes
}

type node struct {
	from, to   uint32 // bytes of the source
	next       uint32 // the node behind the last one below
	parent     uint32 // its own index for the whole
	count      uint32 // of the nodes right below
	name, text span
	typ        uint16 // index in types
	kind       Kind
	flags      Flags
}

// typeName is what a format calls a node, and the unit that it is of.
type typeName struct{ name, unit string }

// span is a part of the source, or with a negative length of the texts.
type span struct {
	at uint32
	n  int32
}

// Len is the count of all nodes; 0 is a tree of nothing.
func (t *Tree) Len() int { return len(t.nodes) }

// Memory is how many bytes of memory the tree takes, with its source.
func (t *Tree) Memory() int {
	return len(t.source) + cap(t.texts) + cap(t.nodes)*int(unsafe.Sizeof(node{}))
}

// Source is what the ranges are of: the payload, or what it was before compression.
func (t *Tree) Source() []byte { return t.source }

// Kind is what node i is.
func (t *Tree) Kind(i int) Kind { return t.nodes[i].kind }

// Flags are what is to be known of node i besides.
func (t *Tree) Flags(i int) Flags { return t.nodes[i].flags }

// Type is what its format calls node i, as "int32"; "" where there is nothing to say.
func (t *Tree) Type(i int) string { return t.types[t.nodes[i].typ].name }

// Unit is what node i is a number of, as °C, where its format says so; "" otherwise.
func (t *Tree) Unit(i int) string { return t.types[t.nodes[i].typ].unit }

// Name is the name of a member, "" for what stands in a list and for the whole.
func (t *Tree) Name(i int) string { return string(t.spanned(t.nodes[i].name)) }

// Key tells a member from the others of its object: the number 1 is another name than the
// text of it.
type Key struct {
	Name     string
	Notation bool
}

// Key is that of node i.
func (t *Tree) Key(i int) Key { return Key{t.Name(i), t.Flags(i)&Notation != 0} }

// NameBytes is [Tree.Name], not to be written to.
func (t *Tree) NameBytes(i int) []byte { return t.spanned(t.nodes[i].name) }

// Text is what a scalar node has, "" for objects and lists.
func (t *Tree) Text(i int) string { return string(t.spanned(t.nodes[i].text)) }

// TextBytes is the same, not to be written to.
func (t *Tree) TextBytes(i int) []byte { return t.spanned(t.nodes[i].text) }

// Range is the bytes of the source that node i came from, its name left out. An empty
// range has no place in the source.
func (t *Tree) Range(i int) (from, to int) { return int(t.nodes[i].from), int(t.nodes[i].to) }

// Parent is the node that i stands below, -1 for the whole.
func (t *Tree) Parent(i int) int {
	if i == 0 {
		return -1
	}
	return int(t.nodes[i].parent)
}

// Next is the node behind the last one below i: its next sibling, or another one of an
// outer level, or Len.
func (t *Tree) Next(i int) int { return int(t.nodes[i].next) }

// Count is how many nodes stand right below i.
func (t *Tree) Count(i int) int { return int(t.nodes[i].count) }

// Below goes through the nodes right below i, in order.
func (t *Tree) Below(i int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for at := i + 1; at < t.Next(i); at = t.Next(at) {
			if !yield(at) {
				return
			}
		}
	}
}

// Number gives node i as a number: of a Number, a Bool as 0 or 1, and of a Text that is
// nothing but a number. It is for charts and comparing; the exact digits are the text.
func (t *Tree) Number(i int) (float64, bool) {
	switch t.Kind(i) {
	case Bool:
		if t.Text(i) == "true" {
			return 1, true
		}
		return 0, true
	case Number:
		f, err := strconv.ParseFloat(t.Text(i), 64)
		return f, err == nil
	case Text:
		return ParseNumber(t.Text(i))
	}
	return 0, false
}

// Depth is how many nodes stand above i.
func (t *Tree) Depth(i int) (levels int) {
	for ; i > 0; i = t.Parent(i) {
		levels++
	}
	return levels
}

// Path names node i as a search does: names and the numbers of elements with dots
// between, and a name in quotes where a search would take it for something else. A name
// that is no text is in parentheses: the number 1 is (1). It is empty for the whole.
func (t *Tree) Path(i int) string { return t.path(i, t.index) }

// path is Path with what counts where a node stands in a list.
func (t *Tree) path(i int, index func(up, i int) int) string {
	var steps []string
	for ; i > 0; i = t.Parent(i) {
		up := t.Parent(i)
		if t.Kind(up) == Object {
			steps = append(steps, t.Key(i).step())
			continue
		}
		steps = append(steps, strconv.Itoa(index(up, i)))
	}
	slices.Reverse(steps)
	return strings.Join(steps, ".")
}

// index is the place of node i among those right below up.
func (t *Tree) index(up, i int) (place int) {
	if t.Count(up) == t.Next(up)-up-1 { // nothing stands below any of them
		return i - up - 1
	}
	for at := range t.Below(up) {
		if at == i {
			return place
		}
		place++
	}
	return place
}

// At is the innermost node whose bytes have the one at an offset, -1 when none has.
func (t *Tree) At(offset int) int {
	i := len(t.nodes) - 1
	if !t.mixed {
		i = sort.Search(len(t.nodes), func(i int) bool { return int(t.nodes[i].from) > offset }) - 1
	}
	for ; i >= 0; i = t.before(i) {
		if from, to := t.Range(i); from <= offset && offset < to {
			return i
		}
	}
	return -1
}

// before is the node to look at after node i by who looks for the one that has a byte.
func (t *Tree) before(i int) int {
	if from, to := t.Range(i); t.mixed || from == to { // what has no place begins where an earlier one does
		return i - 1
	}
	return t.Parent(i)
}

func (t *Tree) spanned(s span) []byte {
	if s.n < 0 {
		return t.texts[s.at:][:-s.n]
	}
	return t.source[s.at:][:s.n]
}
