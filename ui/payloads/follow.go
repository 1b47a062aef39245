package payloads

import (
	"bytes"

	"mangrove/model/value"
)

// change is what became of a node since the message before.
type change struct {
	before int // the node of the tree before, -1 when it had none
}

// pairing goes through two trees side by side: what of the one is what of the other, by
// the names and places on the way to it.
type pairing struct {
	was, is *value.Tree
	open    func(was int) bool // whether what is below has rows
	pair    func(was, is int)  // both are the same node of two messages
	changed func(was, is int)  // its value is another; was is -1 when there was none
	left    int                // how many more are looked at
	room    int                // how many more bytes are compared
}

// mostPaired is how many nodes are compared from one message to the next: what is closed
// in larger trees is compared as a whole.
const mostPaired = 100_000

// How many bytes are compared from one message to the next: some, and so many times those
// of the message. What is nested in each other is compared once for each level, and how
// deep that is, is up to the sender: beyond, it counts as changed.
const (
	leastCompared = 16 << 20
	comparedEach  = 16
)

// follow takes over what is open from the outline of the message before. It reports what
// has changed, and which node the selected one of before is now: -1 when it is none.
func (o *outline) follow(before *outline, selected int) (changed map[int]change, now int) {
	changed, now = map[int]change{}, -1
	small := before.tree.Len() <= mostPaired && o.tree.Len() <= mostPaired
	p := pairing{
		was: before.tree, is: o.tree, left: mostPaired, room: leastCompared + comparedEach*len(o.tree.Source()),
		open: func(was int) bool { return small || before.open.has(was) },
		pair: func(was, is int) {
			o.open.set(is, before.open.has(was) && o.canOpen(is) || o.canOpen(is) && !before.canOpen(was))
			if was == selected {
				now = is
			}
		},
		changed: func(was, is int) { changed[is] = change{was} },
	}
	p.run()
	o.arrange()
	return changed, now
}

// run goes through both trees.
func (p *pairing) run() {
	if p.was.Len() == 0 || p.is.Len() == 0 {
		return
	}
	type both struct{ was, is int }
	stack := []both{{0, 0}}
	for len(stack) > 0 && p.left > 0 {
		b := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		p.left--
		p.pair(b.was, b.is)
		switch kind := p.is.Kind(b.is); {
		case kind != p.was.Kind(b.was), !kind.HasBelow() && !bytes.Equal(p.was.TextBytes(b.was), p.is.TextBytes(b.is)):
			p.changed(b.was, b.is)
		case !kind.HasBelow():
		case p.same(b.was, b.is) && !p.open(b.was):
		case !p.open(b.was):
			p.changed(b.was, b.is)
		default:
			if !p.same(b.was, b.is) {
				p.changed(b.was, b.is)
			}
			p.below(b.was, b.is, func(was, is int) { stack = append(stack, both{was, is}) })
		}
	}
}

// below pairs what stands right below two nodes: by place in lists, by name in objects,
// of doubled names the first with the first.
func (p *pairing) below(was, is int, pair func(was, is int)) {
	names := p.is.Kind(is) == value.Object
	a, b := was+1, is+1
	endA, endB := p.was.Next(was), p.is.Next(is)
	for most := p.left; a < endA && b < endB && (!names || bytes.Equal(p.was.NameBytes(a), p.is.NameBytes(b))); most-- {
		if most == 0 {
			return // more than are compared
		}
		pair(a, b)
		a, b = p.was.Next(a), p.is.Next(b)
	}
	var rest map[string][]int // by name, those of before that have no pair yet
	if names && a < endA && b < endB {
		rest = map[string][]int{}
		for ; a < endA; a = p.was.Next(a) {
			rest[p.was.Name(a)] = append(rest[p.was.Name(a)], a)
		}
	}
	for ; b < endB && p.left > 0; b = p.is.Next(b) {
		name := p.is.Name(b)
		if found := rest[name]; len(found) > 0 {
			rest[name] = found[1:]
			pair(found[0], b)
			continue
		}
		p.left--
		p.changed(-1, b)
	}
}

// mayCompare takes room for bytes to be compared, if there is as much.
func (p *pairing) mayCompare(n int) bool {
	if n > p.room {
		return false
	}
	p.room -= n
	return true
}

// same reports whether two objects or lists have the same bytes, or the same below them
// where they have no place in their source.
func (p *pairing) same(was, is int) bool {
	fromA, toA := p.was.Range(was)
	fromB, toB := p.is.Range(is)
	if fromA < toA || fromB < toB {
		return toA-fromA == toB-fromB && p.mayCompare(toA-fromA) && bytes.Equal(p.was.Source()[fromA:toA], p.is.Source()[fromB:toB])
	}
	const each = 16 // what a node costs, in bytes that are compared
	n := p.was.Next(was) - was
	if n != p.is.Next(is)-is || !p.mayCompare(each*n) {
		return false
	}
	for i := range n {
		a, b := was+i, is+i
		if i > 0 && p.was.Name(a) != p.is.Name(b) || p.was.Kind(a) != p.is.Kind(b) || !bytes.Equal(p.was.TextBytes(a), p.is.TextBytes(b)) {
			return false
		}
	}
	return true
}
