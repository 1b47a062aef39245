package diff

import (
	"encoding/binary"
	"hash/maphash"

	"github.com/aymanbagabas/go-udiff/lcs"

	"mangrove/model/value"
)

// Kind is how a value differs.
type Kind uint8

// The kinds.
const (
	Changed Kind = iota // another value, or another type, at the same place
	Added
	Removed
)

// Change is a value that differs: a scalar, or a whole object or list that is there in
// one of both only or is no object or list in the other. Before and After are its nodes
// in the trees, -1 in the one that has none.
type Change struct {
	Kind          Kind
	Before, After int
}

// Trees compares what two payloads mean, and lists what differs: in lists in their order,
// in objects what has changed in the order of the one after, then what was removed and
// what was added. Members are found by their names, in whatever
// order they stand; of doubled names the first is compared with the first. Elements of a
// list are found as [Lines] finds lines. Numbers and texts are the same when their
// characters are; types are not compared.
func Trees(before, after *value.Tree) []Change {
	if before.Len() == 0 || after.Len() == 0 {
		return oneSided(before, after)
	}
	seed := maphash.MakeSeed()
	c := comparison{before: before, after: after, was: hashes(before, seed), is: hashes(after, seed)}
	c.nodes(0, 0)
	for len(c.due) > 0 { // not by recursion: how deep they are nested is up to the sender
		last := len(c.due) - 1
		next := c.due[last]
		c.due = c.due[:last]
		if next.decided {
			c.list = append(c.list, next.change)
			continue
		}
		c.nodes(next.change.Before, next.change.After)
	}
	return c.list
}

func oneSided(before, after *value.Tree) []Change {
	switch {
	case before.Len() > 0:
		return []Change{{Removed, 0, -1}}
	case after.Len() > 0:
		return []Change{{Added, -1, 0}}
	}
	return nil
}

type comparison struct {
	before, after *value.Tree
	was, is       []uint64 // hashes of the nodes
	due           []step   // what is to be done, the next one last
	list          []Change
}

// step is two nodes to be compared, or a change that is told in its turn.
type step struct {
	change  Change
	decided bool
}

// nodes compares two nodes that stand at the same place.
func (c *comparison) nodes(before, after int) {
	was, is := c.before.Kind(before), c.after.Kind(after)
	switch {
	case c.was[before] == c.is[after]:
	case was != is || !is.HasBelow():
		c.list = append(c.list, Change{Changed, before, after})
	case is == value.Object:
		c.later(c.members(before, after))
	default:
		c.later(c.elements(before, after))
	}
}

// later puts steps where the first is the next to be done.
func (c *comparison) later(steps []step) {
	for i := len(steps) - 1; i >= 0; i-- {
		c.due = append(c.due, steps[i])
	}
}

// member is a name, and how many members of the object have had it before; those that a
// later one holds in the place of are counted apart.
type member struct {
	key      value.Key
	replaced bool
	again    int
}

// members pairs the members of two objects.
func (c *comparison) members(before, after int) (steps []step) {
	was := map[member]int{}
	for _, m := range named(c.before, before) {
		was[m.member] = m.node
	}
	paired := make(map[int]bool, len(was))
	var added []step
	for _, m := range named(c.after, after) {
		node, had := was[m.member]
		if !had {
			added = append(added, step{Change{Added, -1, m.node}, true})
			continue
		}
		paired[node] = true
		if c.was[node] != c.is[m.node] {
			steps = append(steps, step{change: Change{Before: node, After: m.node}})
		}
	}
	for i := range c.before.Below(before) {
		if !paired[i] {
			steps = append(steps, step{Change{Removed, i, -1}, true})
		}
	}
	return append(steps, added...)
}

type namedNode struct {
	member
	node int
}

func named(t *value.Tree, object int) (list []namedNode) {
	seen := map[member]int{}
	for i := range t.Below(object) {
		m := member{key: t.Key(i), replaced: t.Flags(i)&value.Replaced != 0}
		count := seen[m]
		seen[m]++
		m.again = count
		list = append(list, namedNode{m, i})
	}
	return list
}

// elements pairs the elements of two lists: those that are the same, and between them one
// after the other.
func (c *comparison) elements(before, after int) (steps []step) {
	was, is := below(c.before, before), below(c.after, after)
	numbers := map[uint64]rune{}
	number := func(nodes []int, hashes []uint64) []rune {
		list := make([]rune, len(nodes))
		for i, node := range nodes {
			n, known := numbers[hashes[node]]
			if !known {
				n = rune(len(numbers))
				numbers[hashes[node]] = n
			}
			list[i] = n
		}
		return list
	}
	for _, p := range parts(len(was), len(is), lcs.DiffRunes(number(was, c.was), number(is, c.is))) {
		if p.Same {
			continue
		}
		old, now := was[p.Before.From:p.Before.To], is[p.After.From:p.After.To]
		for i := range max(len(old), len(now)) {
			switch {
			case i >= len(old):
				steps = append(steps, step{Change{Added, -1, now[i]}, true})
			case i >= len(now):
				steps = append(steps, step{Change{Removed, old[i], -1}, true})
			default:
				steps = append(steps, step{change: Change{Before: old[i], After: now[i]}})
			}
		}
	}
	return steps
}

func below(t *value.Tree, i int) []int {
	list := make([]int, 0, t.Count(i))
	for at := range t.Below(i) {
		list = append(list, at)
	}
	return list
}

// hashes gives every node a number that is the same for nodes that mean the same: names
// and texts, and the order in lists but not in objects, unless they have a name twice.
func hashes(t *value.Tree, seed maphash.Seed) []uint64 {
	list := make([]uint64, t.Len())
	var b []byte
	for i := t.Len() - 1; i >= 0; i-- { // what is below comes before what it is below of
		b = append(b[:0], byte(t.Kind(i)))
		if t.Kind(i).HasBelow() {
			b = binary.LittleEndian.AppendUint64(b, list[i])
			b = binary.LittleEndian.AppendUint64(b, uint64(t.Count(i)))
		} else {
			b = append(b, t.TextBytes(i)...)
		}
		list[i] = maphash.Bytes(seed, b)
		if up := t.Parent(i); up >= 0 {
			if t.Kind(up) == value.Object {
				b = append(binary.LittleEndian.AppendUint64(b[:0], list[i]), byte(t.Flags(i)&(value.Notation|value.Replaced|value.Doubled)))
				b = append(b, t.NameBytes(i)...)
				list[up] += maphash.Bytes(seed, b)
			} else {
				list[up] = list[up]*0x9e3779b97f4a7c15 + list[i]
			}
		}
	}
	return list
}
