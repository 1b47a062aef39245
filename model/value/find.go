package value

import (
	"strconv"
	"strings"
)

// Find is the node at a path as [Tree.Path] gives it, -1 when there is none.
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
	for i := range t.Below(up) {
		rest, ok := cutName(path, t.NameBytes(i))
		switch {
		case !ok:
		case rest == "":
			return i
		case rest[0] == '.': // else the name of another one is longer
			if found := t.findBelow(i, rest[1:]); found >= 0 {
				return found
			}
		}
	}
	return -1
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
