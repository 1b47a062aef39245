package model

import (
	"strconv"
	"strings"

	"github.com/tidwall/gjson"
	"golang.org/x/text/unicode/norm"
)

// path names a member of a JSON payload: the names of members from the outside
// in. A dot stands between names, but may be part of one as well, as may any
// other character: {"1-0:32.7.0": {"value": 230.7}} is what a meter sends. So
// the names are only found in the payload itself, the longest that fits first.
type path []pathName

// pathName is a piece of a path between dots. One in quotes is a whole name.
type pathName struct {
	text   string
	quoted bool
}

// nameOf reads a piece of a path. Names are compared with their accents
// composed.
func nameOf(s string) pathName {
	return pathName{text: norm.NFC.String(unquote(s)), quoted: strings.HasPrefix(s, `"`)}
}

// finder gives the function that finds the member in a payload that begins with a
// bracket. A single name is nearly all that is searched for; gjson finds it in less
// time, unless it is written in another way there.
func (p path) finder() func(text string) gjson.Result {
	slow := func(text string) gjson.Result { return p.find(gjson.Parse(text)) }
	if len(p) != 1 || p[0].text == "" {
		return slow
	}
	name := gjson.Escape(p[0].text)
	return func(text string) gjson.Result {
		if text[0] != '{' {
			return slow(text)
		}
		member := gjson.Get(text, name)
		if !member.Exists() && (strings.IndexByte(text, '\\') >= 0 || !isASCII(bytesOf(text))) {
			return slow(text)
		}
		return member
	}
}

// find gives the member of a value that the path names. The members of an
// object go by their names and those of a list by their number; # is how many
// there are in a list.
func (p path) find(in gjson.Result) (member gjson.Result) {
	switch {
	case len(p) == 0:
		return in
	case in.IsObject():
		return p.findNamed(in)
	case !in.IsArray() || p[0].quoted:
		return member
	}
	n, counted := 0, p[0].text == "#" && len(p) == 1
	want, err := strconv.Atoi(p[0].text)
	in.ForEach(func(_, element gjson.Result) bool {
		if !counted && err == nil && n == want {
			member = p[1:].find(element)
			return false
		}
		n++
		return true
	})
	if counted {
		return gjson.Result{Type: gjson.Number, Num: float64(n), Raw: strconv.Itoa(n)}
	}
	return member
}

// findNamed looks for the member whose name is the longest beginning of the
// path that leads to its end.
func (p path) findNamed(in gjson.Result) (member gjson.Result) {
	longest := 0
	in.ForEach(func(name, value gjson.Result) bool {
		n := p.begins(name.Str)
		if n <= longest {
			return true
		}
		if found := p[n:].find(value); found.Exists() {
			member, longest = found, n
		}
		return longest < len(p)
	})
	return member
}

// begins is how many pieces of the path a name is made of, 0 when it is not the
// beginning of the path.
func (p path) begins(name string) int {
	if !isASCII(bytesOf(name)) {
		name = norm.NFC.String(name)
	}
	for n := range p {
		if p[n].quoted {
			if n == 0 && p[n].text == name {
				return 1
			}
			return 0
		}
		rest, ok := strings.CutPrefix(name, p[n].text)
		switch {
		case !ok:
			return 0
		case rest == "":
			return n + 1
		case rest[0] != '.':
			return 0
		}
		name = rest[1:]
	}
	return 0
}

// twice reports whether a payload may have the member more than once, as some
// devices send it. Which one counts then depends on who reads it, so that any may
// be meant.
func (p path) twice(text string, found *gjson.Result) bool {
	name := p[len(p)-1].text
	after := text
	if len(p) == 1 && found.Index > 0 && found.Index+len(found.Raw) <= len(text) { // it is the first
		after = text[found.Index+len(found.Raw):]
	} else if i := strings.Index(text, name); i >= 0 {
		after = text[i+len(name):]
	}
	return strings.Contains(after, name) || strings.IndexByte(text, '\\') >= 0 || !isASCII(bytesOf(text))
}

// findAll gives the members that the path names, where find gives the first of
// them.
func (p path) findAll(in gjson.Result) (all []gjson.Result) {
	if len(p) > 1 && in.IsArray() {
		if element := p[:1].find(in); element.Exists() {
			return p[1:].findAll(element)
		}
		return nil
	}
	if len(p) == 0 || !in.IsObject() {
		if one := p.find(in); one.Exists() {
			all = append(all, one)
		}
		return all
	}
	longest := 0
	in.ForEach(func(name, value gjson.Result) bool {
		n := p.begins(name.Str)
		if n == 0 || n < longest {
			return true
		}
		if found := p[n:].findAll(value); len(found) > 0 {
			if n > longest {
				all, longest = nil, n
			}
			all = append(all, found...)
		}
		return true
	})
	return all
}
