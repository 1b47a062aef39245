package value

import (
	"bytes"
	"errors"
	"hash/maphash"
	"math"
	"math/bits"
	"slices"
	"unsafe"
)

// ErrTooMuch says that a tree would take more memory than one of its source may.
var ErrTooMuch = errors.New("more values than are laid out")

// ErrTooDeep says that values are nested deeper than anything that is meant to be read.
var ErrTooDeep = errors.New("nested too deep")

// MaxDepth is how deep nodes may be nested.
const MaxDepth = 100_000

// Fault is why bytes are not what a format says.
type Fault struct {
	Code   FaultCode
	Offset int       // in bytes of the source
	Part   FaultPart // what Found is, where that is to be said
	Found  string    // what is there, or the name of what it is about; may be empty
	Err    error     // why there is no schema, if there is a reason
}

// FaultPart is what stands where a [Fault] is.
type FaultPart string

// Parts of formats in which something may be wrong.
const (
	Tag         FaultPart = "tag"         // of a field
	Length      FaultPart = "length"      // in bytes
	Size        FaultPart = "size"        // of a block
	Branch      FaultPart = "branch"      // of a union
	Symbol      FaultPart = "symbol"      // of an enumeration
	Codec       FaultPart = "codec"       // of what is compressed
	Damaged     FaultPart = "damaged"     // what is compressed so
	Fingerprint FaultPart = "fingerprint" // of a schema
	Schema      FaultPart = "schema"      // that stands beside values
	Mark        FaultPart = "another mark between blocks"
	Expected    FaultPart = "expected"         // what stands there is something else
	Missing     FaultPart = "missing"          // what has to be in it
	NoMember    FaultPart = "no member"        // of that name in the schema
	Again       FaultPart = "a second time"    // a name
	Ambiguous   FaultPart = "more than one of" // branches of a union could be meant
	DataFormat  FaultPart = "data format"      // of a broadcast
	NoBroadcast FaultPart = "no broadcast"     // of a maker

	// What is expected where something else stands.
	ExpectedObject   FaultPart = "expected object"
	ExpectedList     FaultPart = "expected list"
	ExpectedMetrics  FaultPart = "expected metrics"  // a list
	ExpectedRows     FaultPart = "expected rows"     // a list
	ExpectedDatatype FaultPart = "expected datatype" // its name
	ExpectedValues   FaultPart = "expected values"   // Found: how many
	ExpectedTypes    FaultPart = "expected types"    // Found: how many
	ExpectedOther    FaultPart = "expected not"      // Found: a type that cannot stand there
)

// FaultCode is a kind of Fault.
type FaultCode string

// What can be wrong with the bytes of a format.
const (
	CutOff     FaultCode = "cut off"      // they end too early
	Unexpected FaultCode = "unexpected"   // what is there cannot be there
	OutOfRange FaultCode = "out of range" // a length or number that its format does not have
	NotUTF8    FaultCode = "not UTF-8"    // a text that is none
	NoSchema   FaultCode = "no schema"    // a name that no schema has
	Mismatch   FaultCode = "mismatch"     // they are not what the schema says
	TooLarge   FaultCode = "too large"    // unpacked it would be larger than is allowed
)

func (f *Fault) Error() string {
	if about := f.About(); about != "" {
		return string(f.Code) + ": " + about
	}
	return string(f.Code)
}

// Unwrap is why there is no schema.
func (f *Fault) Unwrap() error { return f.Err }

// About is what the fault is about, as it stands in logs and in JSON.
func (f *Fault) About() string {
	switch {
	case f.Err != nil:
		return f.Err.Error()
	case f.Part == "" || f.Found == "":
		return string(f.Part) + f.Found
	}
	return string(f.Part) + " " + f.Found
}

// Builder makes a [Tree] from front to back. Its first node is the whole.
type Builder struct {
	tree  Tree
	open  []uint32 // the nodes that are not closed yet
	types map[typeName]uint16
	names map[string]span // of members, which come again, where they do not stand in the source
	spent int
	size  int // bytes that the values are of
	most  int // bytes of memory that may be spent on them

	givenUp func() bool // nil: never
}

// ErrGivenUp says that nobody wants to know what a value means any more.
var ErrGivenUp = errors.New("reading was given up")

// askEach is after how many nodes it is asked whether reading was given up.
const askEach = 4096

// Of memory in bytes, a tree may take so much, and so many times as much as its source,
// but never more than the last: a value that takes one byte there takes a node here, and
// up to four bytes of text.
const (
	leastRoom = 16 << 20
	roomEach  = int(unsafe.Sizeof(node{})) + 8
	mostRoom  = 384 << 20
)

// NewBuilder makes a tree of a source, which must not be written to any more and be
// shorter than 2 GiB.
func NewBuilder(source []byte) *Builder { return NewBuilderUntil(source, nil) }

// NewBuilderUntil is [NewBuilder] until somebody gives up, who is asked now and then: adding
// fails with [ErrGivenUp] then. Nil is nobody.
func NewBuilderUntil(source []byte, givenUp func() bool) *Builder {
	return &Builder{
		givenUp: givenUp,
		tree:    Tree{source: source, types: []typeName{{}}}, types: map[typeName]uint16{{}: 0},
		size: len(source), most: roomOf(len(source)),
	}
}

// roomOf is how many bytes of memory a tree of values of so many bytes may take.
func roomOf(size int) int { return max(leastRoom, roomEach*min(size, mostRoom/roomEach)) }

// Unpacked has the tree take as much memory as one of so many bytes more: they came out of
// a compression in the source, as blocks of a file do.
func (b *Builder) Unpacked(bytes int) {
	b.size = min(b.size, mostRoom) + bytes
	b.most = roomOf(b.size)
}

// Room is how many nodes there may be more at the most.
func (b *Builder) Room() int { return max(0, (b.most-b.spent)/int(unsafe.Sizeof(node{}))) }

// Expect makes room for so many nodes to come, or for as many as there may be. A format
// that says how much comes is to be believed only as far as its bytes reach.
func (b *Builder) Expect(nodes int) {
	room := max(0, min(nodes, b.Room()))
	if len(b.tree.nodes) == 0 {
		b.tree.nodes = make([]node, 0, room)
		return
	}
	b.tree.nodes = slices.Grow(b.tree.nodes, room) // which under the race detector makes all of it twice
}

// Node is what is added to a tree. Of a list or an object it has no text.
type Node struct {
	Kind  Kind
	Name  string // of the member
	Type  string // what the format calls it
	Unit  string // that it says the number is of, as °C
	Text  string
	Flags Flags
	// NameIn and TextIn are where the name and the text stand in the source, when they
	// stand there as they are; then nothing is copied, and Name and Text are not read.
	NameIn, TextIn Part
	// From and To are its bytes of the source. Ranges begin in the order of the nodes as
	// a rule; what has no place in the source has an empty one where the node before it
	// begins.
	From, To int
}

// Part is some bytes of the source; an empty one is none.
type Part struct{ From, To int }

// Open adds an object or a list; what is added next stands in it, until [Builder.Close].
// It fails with [ErrTooMuch], [ErrTooDeep] or [ErrGivenUp].
func (b *Builder) Open(n Node) error {
	if len(b.open) >= MaxDepth {
		return ErrTooDeep
	}
	if err := b.Add(n); err != nil {
		return err
	}
	b.enter()
	return nil
}

// Add adds a scalar. It fails with [ErrTooMuch] or [ErrGivenUp].
func (b *Builder) Add(n Node) error {
	return b.add(node{
		from: uint32(n.From), to: uint32(n.To), kind: n.Kind, flags: n.Flags,
		name: b.name(n.NameIn, n.Name), text: b.place(n.TextIn, n.Text), typ: b.typ(typeName{n.Type, n.Unit}),
	})
}

// So many names are remembered, and none that is longer in bytes.
const (
	mostNames   = 4096
	longestName = 256
)

// name is where the name of a member stands. Those of a schema come with each value, and
// are kept once.
func (b *Builder) name(in Part, name string) span {
	if in.To > in.From || name == "" {
		return b.place(in, name)
	}
	at, known := b.names[name]
	if known {
		return at
	}
	at = b.keep(name)
	if len(name) <= longestName && len(b.names) < mostNames {
		if b.names == nil {
			b.names = make(map[string]span)
		}
		b.names[name] = at
	}
	return at
}

// place is where a text stands: in the source, or among the texts.
func (b *Builder) place(in Part, text string) span {
	if in.To > in.From {
		return span{uint32(in.From), int32(in.To - in.From)}
	}
	return b.keep(text)
}

// enter opens the node that was added last.
func (b *Builder) enter() { b.open = append(b.open, uint32(len(b.tree.nodes)-1)) }

// Close ends the object or list that was opened last, whose bytes end there. Members of
// the name of an earlier one are flagged as doubled.
func (b *Builder) Close(to int) { b.close(to, Doubled) }

// CloseReplaced is [Builder.Close] of an object of a format in which of members of one
// name the last one holds: those before it are flagged as replaced.
func (b *Builder) CloseReplaced(to int) { b.close(to, Replaced) }

func (b *Builder) close(to int, flag Flags) {
	last := len(b.open) - 1
	i := b.open[last]
	n := &b.tree.nodes[i]
	n.to, n.next = uint32(to), uint32(len(b.tree.nodes))
	b.open = b.open[:last]
	if n.kind == Object && n.count > 1 {
		b.flagSame(int(i), flag)
	}
}

// flagSame flags the members of an object that have the same name: those that have an
// earlier one as doubled, or those that have a later one as replaced. What is replaced
// already makes no other one doubled.
func (b *Builder) flagSame(object int, flag Flags) {
	const few = 8
	if count := b.tree.Count(object); count > few {
		b.flagAmongMany(object, count, flag)
		return
	}
	for i := range b.tree.Below(object) {
		for earlier := range b.tree.Below(object) {
			if earlier == i {
				break
			}
			if b.tree.sameName(i, earlier) {
				b.flagPair(earlier, i, flag)
			}
		}
	}
}

// flagPair flags one of two members of the same name.
func (b *Builder) flagPair(earlier, later int, flag Flags) {
	switch {
	case flag == Replaced:
		b.tree.nodes[earlier].flags |= Replaced
	case b.tree.nodes[earlier].flags&Replaced == 0:
		b.tree.nodes[later].flags |= Doubled
	}
}

// sameName reports whether two members have the same name: one that is written down of a
// number is another than the text.
func (t *Tree) sameName(one, other int) bool {
	a, b := &t.nodes[one], &t.nodes[other]
	return (a.flags^b.flags)&Notation == 0 && bytes.Equal(t.spanned(a.name), t.spanned(b.name))
}

// names is what names are hashed with; nobody who sends them knows it.
var names = maphash.MakeSeed()

// flagAmongMany is flagSame for many members: each finds its place in a table by its
// name, and copies none.
func (b *Builder) flagAmongMany(object, count int, flag Flags) {
	table := make([]uint32, 1<<bits.Len(uint(2*count))) // of nodes, 0 for none
	for i := range b.tree.Below(object) {
		name := b.tree.spanned(b.tree.nodes[i].name)
		at := maphash.Bytes(names, name) % uint64(len(table))
		for ; table[at] != 0; at = (at + 1) % uint64(len(table)) {
			if b.tree.sameName(i, int(table[at])) {
				b.flagPair(int(table[at]), i, flag)
				break
			}
		}
		if earlier := int(table[at]); earlier == 0 || b.tree.nodes[earlier].flags&Replaced != 0 {
			table[at] = uint32(i)
		}
	}
}

// Tree is what has been added, with everything closed.
func (b *Builder) Tree() *Tree {
	for len(b.open) > 0 {
		b.Close(len(b.tree.source))
	}
	return &b.tree
}

func (b *Builder) add(n node) error {
	at := uint32(len(b.tree.nodes))
	if b.spent += int(unsafe.Sizeof(n)); b.spent > b.most || at == math.MaxUint32 {
		return ErrTooMuch
	}
	if (at+1)%askEach == 0 && b.givenUp != nil && b.givenUp() {
		return ErrGivenUp
	}
	if at > 0 && n.from < b.tree.nodes[at-1].from {
		b.tree.mixed = true
	}
	n.next = at + 1
	n.parent = at
	if len(b.open) > 0 {
		n.parent = b.open[len(b.open)-1]
		b.tree.nodes[n.parent].count++
	}
	if len(b.tree.nodes) == cap(b.tree.nodes) && at >= manyNodes {
		b.grow(int(n.from))
	}
	b.tree.nodes = append(b.tree.nodes, n)
	return nil
}

// manyNodes are so many that what is left behind by growing counts.
const manyNodes = 4096

// grow makes room for more nodes, when there are many and so many bytes of the source are
// read: for twice as many, or once a quarter is read for what the rest has if it is like
// that, and never beyond what there may be. By quarters of the nodes, as append does it,
// five times the tree is allocated.
func (b *Builder) grow(read int) {
	count := len(b.tree.nodes)
	wanted := 2 * count
	if read > b.size/4 {
		const spare = 64 // a part of what is expected
		whole := int(float64(count) * float64(b.size) / float64(read))
		wanted = max(whole+whole/spare, count+count/4)
	}
	grown := make([]node, count, count+min(wanted-count, 1+b.Room())) // the node to come is counted already
	copy(grown, b.tree.nodes)
	b.tree.nodes = grown
}

// keep puts a text where a node can name it.
func (b *Builder) keep(s string) span {
	if s == "" {
		return span{}
	}
	at := len(b.tree.texts)
	b.tree.texts = append(b.tree.texts, s...)
	b.spent += len(s)
	return span{uint32(at), -int32(len(s))}
}

func (b *Builder) typ(name typeName) uint16 {
	n, known := b.types[name]
	if !known && len(b.tree.types) < math.MaxUint16 {
		n = uint16(len(b.tree.types))
		b.types[name] = n
		b.tree.types = append(b.tree.types, name)
	}
	return n
}
