package value

import (
	"strconv"
	"strings"
)

// Find is the node at a path as [Tree.Path] gives it, -1 when there is none. What a later
// one holds in the place of is not found where that one is. A path without parentheses
// leads to a name that is no text where no text is called so.
func (t *Tree) Find(path string) int {
	switch {
	case t.Len() == 0:
		return -1
	case path == "":
		return 0
	}
	return t.findBelow(0, path)
}

// findBelow finds a node by the path from one above it. Each step of the path is a
// character at the least, so that it goes no deeper than the path is long.
func (t *Tree) findBelow(up int, path string) int {
	if t.Kind(up) != Object {
		step, rest, deeper := strings.Cut(path, ".")
		at := t.element(up, step)
		if at < 0 || !deeper {
			return at
		}
		return t.findBelow(at, rest)
	}
	second := -1
	for i := range t.Below(up) {
		at, best := t.findMember(i, path)
		switch {
		case at < 0:
		case best:
			return at
		case second < 0:
			second = at
		}
	}
	return second
}

// findMember finds a node by the path from the object that member i stands in, -1 when it
// does not lead over i. It is best when no other member may lead to a better one.
func (t *Tree) findMember(i int, path string) (at int, best bool) {
	notation := t.Flags(i)&Notation != 0
	best = t.Flags(i)&Replaced == 0
	rest, ok := "", false
	if notation {
		rest, ok = cutNotation(path, t.NameBytes(i))
	}
	if !ok {
		rest, ok = cutName(path, t.NameBytes(i))
		best = best && !notation
	}
	switch {
	case !ok:
	case rest == "":
		return i, best
	case rest[0] == '.': // else the name of another one is longer
		return t.findBelow(i, rest[1:]), best
	}
	return -1, false
}

// element is the element of a list that a step of a path names, -1 when there is none.
func (t *Tree) element(list int, step string) int {
	place, err := strconv.Atoi(step)
	if err != nil || place < 0 || place >= t.Count(list) || strconv.Itoa(place) != step {
		return -1
	}
	for i := range t.Below(list) {
		if place == 0 {
			return i
		}
		place--
	}
	return -1
}

// cutNotation takes the name of a member that is no text from the front of a path.
func cutNotation(path string, name []byte) (rest string, ok bool) {
	if len(path) < 2 || path[0] != '(' || path[1] != '"' && len(name) > 0 && path[1] != name[0] { // no need to write it
		return "", false
	}
	return strings.CutPrefix(path, Key{string(name), true}.step())
}

// cutName takes the name of a member from the front of a path.
func cutName(path string, name []byte) (rest string, ok bool) {
	if path == "" {
		return "", false
	}
	if path[0] == '"' {
		return strings.CutPrefix(path, QuoteName(string(name)))
	}
	if len(name) == 0 || len(path) < len(name) || path[:len(name)] != string(name) {
		return "", false
	}
	rest = path[len(name):]
	return rest, QuoteName(path[:len(name)]) == path[:len(name)]
}
