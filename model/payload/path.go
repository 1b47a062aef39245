package payload

import (
	"encoding/json"
	"strconv"
	"strings"

	"mangrove/model/value"
)

// Path names the member of well-formed JSON that stands at a byte of it, as a
// search does: the names on the way and the numbers of elements, with dots
// between, and a name in quotes where a search would take it for something else. It
// is empty for the whole.
func Path(text []byte, at int) string {
	var p path
	for i := 0; i < len(text) && i <= at; i++ {
		switch c := text[i]; c {
		case '{', '[':
			p = append(p, step{list: c == '['})
		case '}', ']':
			if i < at && len(p) > 0 {
				p = p[:len(p)-1]
			}
		case ',':
			if i < at && len(p) > 0 {
				p[len(p)-1].next()
			}
		case '"':
			end := stringEnd(text, i)
			p.read(text, i, end)
			i = end - 1
		}
	}
	return p.String()
}

// path is the way to a member, from the outside.
type path []step

// step is an object or a list, and how far it has been read.
type step struct {
	list  bool
	index int
	name  string // of the member, once it has been read
	named bool
}

// next goes on to the next member or element.
func (s *step) next() {
	s.index++
	s.name, s.named = "", false
}

// read takes a string in, which names a member when a name is due.
func (p path) read(text []byte, from, to int) {
	if len(p) == 0 {
		return
	}
	s := &p[len(p)-1]
	if s.list || s.named {
		return
	}
	s.named = true
	if json.Unmarshal(text[from:to], &s.name) != nil {
		s.name = strings.Trim(string(text[from:to]), `"`)
	}
}

// String joins the steps that lead somewhere.
func (p path) String() string {
	var names []string
	for _, s := range p {
		switch {
		case s.list:
			names = append(names, strconv.Itoa(s.index))
		case s.named:
			names = append(names, value.QuoteName(s.name))
		}
	}
	return strings.Join(names, ".")
}

// stringEnd is behind the quote that ends a string.
func stringEnd(text []byte, from int) int {
	for i := from + 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(text)
}
