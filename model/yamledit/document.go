package yamledit

import (
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// Fault is why a text cannot be changed here: a code.
type Fault string

// The faults.
const (
	ErrEmpty     Fault = "empty"
	ErrDocuments Fault = "documents" // more than one
	ErrNoPath    Fault = "no path"   // nothing is there
	ErrUnwritten Fault = "unwritten" // not without changing something else
)

// Error is the code.
func (f Fault) Error() string { return string(f) }

// Document is a YAML text with the values in it. It is never changed: what changes it gives
// another one.
type Document struct {
	Text string
	Root *yaml.Node // the outermost value; nobody writes to it

	lines []int // where each line begins, in bytes
}

// Path leads from the outermost value to another one: by keys of maps, and by places in
// lists, from 0.
type Path []string

// Of is the path to a part of what a path leads to.
func (p Path) Of(more ...string) Path {
	return append(append(make(Path, 0, len(p)+len(more)), p...), more...)
}

// At is the path to a place in the list that a path leads to.
func (p Path) At(i int) Path { return p.Of(strconv.Itoa(i)) }

// Parse reads a text of one document.
func Parse(s string) (*Document, error) {
	var doc, second yaml.Node
	decoder := yaml.NewDecoder(strings.NewReader(s))
	if err := decoder.Decode(&doc); errors.Is(err, io.EOF) {
		return nil, ErrEmpty
	} else if err != nil {
		return nil, err
	}
	if err := decoder.Decode(&second); err == nil {
		return nil, ErrDocuments
	} else if !errors.Is(err, io.EOF) {
		return nil, err
	}
	return &Document{Text: s, Root: doc.Content[0], lines: lineStarts(s)}, nil
}

// byteOrderMark may stand before the first line, and is no part of it.
const byteOrderMark = "\uFEFF"

// lineStarts finds where lines begin, as YAML counts them.
func lineStarts(s string) []int {
	first := 0
	if strings.HasPrefix(s, byteOrderMark) {
		first = len(byteOrderMark)
	}
	all := []int{first}
	for i := first; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf && c != '\n' && c != '\r' { // most are
			i++
			continue
		}
		n := breakAt(s[i:])
		if n == 0 {
			_, n = utf8.DecodeRuneInString(s[i:])
			i += n
			continue
		}
		i += n
		all = append(all, i)
	}
	return all
}

// breakAt is how many bytes a line break at the beginning of a text has, 0: there is none.
func breakAt(s string) int {
	switch {
	case strings.HasPrefix(s, "\r\n"):
		return 2
	case s != "" && (s[0] == '\n' || s[0] == '\r'):
		return 1
	}
	for _, other := range []string{"\u0085", "\u2028", "\u2029"} {
		if strings.HasPrefix(s, other) {
			return len(other)
		}
	}
	return 0
}

// offset is where in the text a line and a column are, from 1; below 0: nowhere.
func (d *Document) offset(line, column int) int {
	if line < 1 || line > len(d.lines) || column < 1 {
		return -1
	}
	at := d.lines[line-1]
	for range column - 1 {
		if at >= len(d.Text) {
			return -1
		}
		_, n := utf8.DecodeRuneInString(d.Text[at:])
		at += n
	}
	return at
}

// lineOf is the line that a byte is in, from 0.
func (d *Document) lineOf(at int) int {
	low, high := 0, len(d.lines)
	for high-low > 1 {
		if middle := (low + high) / 2; d.lines[middle] <= at {
			low = middle
		} else {
			high = middle
		}
	}
	return low
}

// lineEnd is where the line that a byte is in ends, without its break.
func (d *Document) lineEnd(at int) int {
	for at < len(d.Text) && breakAt(d.Text[at:]) == 0 {
		_, n := utf8.DecodeRuneInString(d.Text[at:])
		at += n
	}
	return at
}

// lineBreak is what the lines of the text end with.
func (d *Document) lineBreak() string {
	i := strings.IndexAny(d.Text, "\r\n")
	if i < 0 {
		return "\n"
	}
	return d.Text[i : i+breakAt(d.Text[i:])]
}

// Find is the value that a path leads to, nil: there is none.
func (d *Document) Find(p Path) *yaml.Node { return find(d.Root, p) }

func find(n *yaml.Node, p Path) *yaml.Node {
	for _, step := range p {
		i := index(n, step)
		if i < 0 {
			return nil
		}
		n = valueAt(n, i)
	}
	return n
}

// index is the place of the entry that a step of a path leads to, below 0: there is none.
func index(n *yaml.Node, step string) int {
	if n == nil {
		return -1
	}
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; 2*i+1 < len(n.Content); i++ {
			if n.Content[2*i].Kind == yaml.ScalarNode && n.Content[2*i].Value == step {
				return i
			}
		}
	case yaml.SequenceNode:
		if i, err := strconv.Atoi(step); err == nil && i >= 0 && i < len(n.Content) {
			return i
		}
	}
	return -1
}

// Len is how many entries a map or a list has.
func Len(n *yaml.Node) int {
	switch {
	case n == nil:
		return 0
	case n.Kind == yaml.MappingNode:
		return len(n.Content) / 2
	case n.Kind == yaml.SequenceNode:
		return len(n.Content)
	}
	return 0
}

// valueAt is the value of an entry of a map or a list.
func valueAt(n *yaml.Node, i int) *yaml.Node {
	if n.Kind == yaml.MappingNode {
		return n.Content[2*i+1]
	}
	return n.Content[i]
}

// isFlow reports whether a map or a list is written in brackets.
func isFlow(n *yaml.Node) bool { return n.Style&yaml.FlowStyle != 0 }

func isCollection(n *yaml.Node) bool {
	return n.Kind == yaml.MappingNode || n.Kind == yaml.SequenceNode
}

// Equal reports whether two values are the same, however they are written.
func Equal(a, b *yaml.Node) bool {
	if a == nil || b == nil {
		return a == b
	}
	if isNull(a) && isNull(b) {
		return true
	}
	if a.Kind != b.Kind || a.Value != b.Value || len(a.Content) != len(b.Content) || a.Anchor != b.Anchor {
		return false
	}
	if a.Kind == yaml.ScalarNode && a.ShortTag() != b.ShortTag() {
		return false
	}
	for i := range a.Content {
		if !Equal(a.Content[i], b.Content[i]) {
			return false
		}
	}
	return true
}

func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null" }

// clone copies a value with all that is in it.
func clone(n *yaml.Node) *yaml.Node {
	if n == nil {
		return nil
	}
	c := *n
	c.Content = make([]*yaml.Node, len(n.Content))
	for i, part := range n.Content {
		c.Content[i] = clone(part)
	}
	return &c
}
