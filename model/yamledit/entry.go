package yamledit

import (
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// entry is where a part of a map or a list stands.
type entry struct {
	span       // from its key or its dash to the end of its value
	value span // without key or dash
	lead  int  // behind its colon or its dash, where the value may begin
}

// entryOf is where an entry of a map or a list stands.
func (d *Document) entryOf(in *yaml.Node, i int) (e entry, ok bool) {
	v := valueAt(in, i)
	if e.value, ok = d.spanOf(v); !ok {
		return e, false
	}
	switch {
	case in.Kind == yaml.MappingNode:
		key, ok := d.spanOf(in.Content[2*i])
		if !ok {
			return e, false
		}
		e.span, e.lead = span{key.from, e.value.to}, key.to
		colon := skipSpace(d.Text, key.to)
		if colon < len(d.Text) && d.Text[colon] == ':' {
			e.lead = colon + 1
		} else if !isFlow(in) || e.value.from != e.value.to {
			return e, false
		}
	case isFlow(in):
		e.span, e.lead = e.value, e.value.from
	default:
		dash, ok := d.dashBefore(e.value.from)
		if !ok {
			return e, false
		}
		e.span, e.lead = span{dash, e.value.to}, dash+1
	}
	if e.value.from == e.value.to { // nothing stands for it, and where is not told
		e.value = span{e.lead, e.lead}
		e.to = e.lead
	}
	return e, e.lead <= e.value.from
}

// dashBefore is the dash of the value that begins at a byte: on its line, or above it, with
// nothing but comments between.
func (d *Document) dashBefore(value int) (dash int, ok bool) {
	before := strings.TrimRight(d.Text[:value], " ")
	if strings.HasSuffix(before, "-") {
		return len(before) - 1, true
	}
	line := d.lineOf(value)
	if len(before) > d.lines[line] { // something else stands before it
		return 0, false
	}
	for line--; line >= 0; line-- {
		begin := d.lines[line]
		words := d.Text[begin:d.lineEnd(begin)]
		switch rest := strings.TrimLeft(words, " "); {
		case rest == "", strings.HasPrefix(rest, "#"):
		case rest == "-", strings.HasPrefix(rest, "- "):
			rest = strings.TrimLeft(rest[1:], " ")
			return begin + strings.IndexByte(words, '-'), rest == "" || strings.HasPrefix(rest, "#")
		default:
			return 0, false
		}
	}
	return 0, false
}

// region is an entry that has lines of its own, with the comments right above it and behind
// it.
type region struct {
	span
	own bool // nothing but blanks stands before it on its first line
}

// regionOf is the region of an entry of a map or a list without brackets. above is the first
// line that may belong to it.
func (d *Document) regionOf(e entry, above int) (r region, ok bool) {
	end := d.lineEnd(e.to)
	if rest := strings.TrimSpace(d.Text[e.to:end]); rest != "" && !strings.HasPrefix(rest, "#") {
		return r, false
	}
	line := d.lineOf(e.from)
	r = region{span{e.from, end}, strings.TrimLeft(d.Text[d.lines[line]:e.from], " ") == ""}
	if !r.own {
		return r, true
	}
	for line > above && d.isComment(line-1) {
		line--
	}
	r.from = d.lines[line]
	return r, true
}

func (d *Document) isComment(line int) bool {
	return strings.HasPrefix(strings.TrimLeft(d.Text[d.lines[line]:], " \t"), "#")
}

// entriesOf are all entries of a map or a list, with their regions where it has no brackets.
func (d *Document) entriesOf(in *yaml.Node) (all []entry, regions []region, ok bool) {
	from := d.offset(in.Line, in.Column)
	if from < 0 {
		return nil, nil, false
	}
	above := d.lineOf(from)
	for above > 0 && d.isComment(above-1) { // of its first entry
		above--
	}
	for i := range Len(in) {
		e, ok := d.entryOf(in, i)
		if !ok {
			return nil, nil, false
		}
		all = append(all, e)
		if isFlow(in) {
			continue
		}
		r, ok := d.regionOf(e, above)
		if !ok {
			return nil, nil, false
		}
		regions = append(regions, r)
		above = d.lineOf(r.to) + 1
	}
	return all, regions, true
}

// columnOf is how many letters stand before a byte on its line.
func (d *Document) columnOf(at int) int {
	return utf8.RuneCountInString(d.Text[d.lines[d.lineOf(at)]:at])
}

// replaced is the text with another one in the place of a part.
func (d *Document) replaced(s span, by string) string {
	return d.Text[:s.from] + by + d.Text[s.to:]
}
