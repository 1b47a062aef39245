package yamledit

import (
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// inBrackets reports whether what a path leads to stands in brackets, its own or others.
func (d *Document) inBrackets(p Path) bool {
	for i := range len(p) + 1 {
		if n := d.Find(p[:i]); n != nil && isCollection(n) && isFlow(n) {
			return true
		}
	}
	return false
}

// writeValue is the text with another value in the place of the one that a path leads to.
func (d *Document) writeValue(p Path, n *yaml.Node) (s string, ok bool) {
	in, i, err := d.entry(p)
	if err != nil {
		return "", false
	}
	e, ok := d.entryOf(in, i)
	if !ok {
		return "", false
	}
	flow := d.inBrackets(p[:len(p)-1])
	if flow || !isCollection(n) || isFlow(n) || len(n.Content) == 0 {
		written, err := Inline(asBefore(valueAt(in, i), n))
		from := e.value.from
		switch old := valueAt(in, i); {
		case from == e.lead && e.value.to == from:
			written = " " + written
		case isCollection(old) && !isFlow(old): // it began below
			from, written = e.lead, " "+written+d.remark(e)
		}
		return d.replaced(span{from, e.value.to}, written), err == nil
	}
	if in.Kind == yaml.SequenceNode {
		written, err := d.below(n, d.columnOf(e.lead)+1)
		return d.replaced(span{e.lead, e.value.to}, " "+written), err == nil
	}
	written, err := d.written(n, d.columnOf(e.from)+indentBy)
	return d.replaced(span{e.lead, e.value.to}, d.remark(e)+written), err == nil
}

// remark is the comment on the line of a key whose value begins below, with a blank before it;
// empty: there is none.
func (d *Document) remark(e entry) string {
	words := strings.TrimRight(d.Text[e.lead:min(d.lineEnd(e.lead), e.value.from)], " \t")
	if !strings.HasPrefix(strings.TrimLeft(words, " \t"), "#") {
		return ""
	}
	return words
}

// asBefore has a text stand in the quotation marks that the one before has, but for those that
// it needed for a blank at its end, as there is one while somebody types.
func asBefore(old, n *yaml.Node) *yaml.Node {
	const quotes = yaml.DoubleQuotedStyle | yaml.SingleQuotedStyle
	if old.Kind != yaml.ScalarNode || n.Kind != yaml.ScalarNode || n.Style != 0 || old.Style&quotes == 0 || n.ShortTag() != "!!str" {
		return n
	}
	if strings.TrimSpace(old.Value) != old.Value {
		return n
	}
	n = clone(n)
	n.Style = old.Style & quotes
	return n
}

// longestLine is how far a line in brackets goes on before the next part begins another one, in
// letters.
const longestLine = 120

// writeAdded is the text with a key more in the map that a path leads to.
func (d *Document) writeAdded(p Path, key, n *yaml.Node) (s string, ok bool) {
	in := d.Find(p)
	if d.inBrackets(p) || Len(in) == 0 {
		return d.writeInBrackets(in, func() (string, error) { return d.pair(key, bracketed(n), 0) })
	}
	_, regions, ok := d.entriesOf(in)
	if !ok {
		return "", false
	}
	indent := in.Column - 1
	written, err := d.pair(key, n, indent)
	at := regions[len(regions)-1].to
	return d.replaced(span{at, at}, d.lineBreak()+strings.Repeat(" ", indent)+written), err == nil
}

// bracketed is a value that can stand in brackets.
func bracketed(n *yaml.Node) *yaml.Node {
	n = clone(n)
	bracket(n)
	return n
}

// writeInBrackets is the text with a part more behind the last one in brackets.
func (d *Document) writeInBrackets(in *yaml.Node, part func() (string, error)) (s string, ok bool) {
	written, err := part()
	at, known := d.spanOf(in)
	if err != nil || !known || !isFlow(in) {
		return "", false
	}
	if Len(in) == 0 {
		return d.replaced(span{at.from + 1, at.to - 1}, written), true
	}
	e, known := d.entryOf(in, Len(in)-1)
	if !known {
		return "", false
	}
	lead := ", "
	if d.columnOf(e.to)+utf8.RuneCountInString(written) > longestLine {
		lead = "," + d.lineBreak() + strings.Repeat(" ", d.columnOf(at.from)+1)
	}
	return d.replaced(span{e.to, e.to}, lead+written), true
}

// writeRemoved is the text without an entry of the map or list that a path leads to.
func (d *Document) writeRemoved(p Path, in *yaml.Node, i int) (s string, ok bool) {
	if Len(in) == 1 {
		at, ok := d.spanOf(in)
		switch {
		case len(p) > 0 && !isFlow(in):
			return d.writeValue(p, &yaml.Node{Kind: in.Kind, Style: yaml.FlowStyle})
		case !ok:
			return "", false
		case isFlow(in):
			return d.replaced(span{at.from + 1, at.to - 1}, ""), true
		}
		return d.replaced(at, "{}"), true
	}
	entries, regions, ok := d.entriesOf(in)
	if !ok {
		return "", false
	}
	switch {
	case isFlow(in) && i+1 < len(entries):
		return d.replaced(span{entries[i].from, entries[i+1].from}, ""), true
	case isFlow(in):
		return d.replaced(span{entries[i-1].to, entries[i].to}, ""), true
	case regions[i].own:
		return d.withoutLines(regions[i].span), true
	case i+1 < len(entries):
		between := d.Text[regions[i].to:regions[i+1].from]
		next := regions[i+1].from + len(d.Text[regions[i+1].from:]) - len(strings.TrimLeft(d.Text[regions[i+1].from:], " "))
		if strings.Contains(between, "#") {
			return d.replaced(regions[i].span, ""), true
		}
		return d.replaced(span{entries[i].from, next}, ""), true
	}
	return "", false
}

// withoutLines is the text without whole lines.
func (d *Document) withoutLines(s span) string {
	if n := breakAt(d.Text[s.to:]); n > 0 {
		s.to += n
	} else if line := d.lineOf(s.from); line > 0 { // the last one
		s.from = d.lineEnd(d.lines[line-1])
	}
	return d.replaced(s, "")
}

// writeInserted is the text with a value more in the list that a path leads to.
func (d *Document) writeInserted(p Path, i int, n *yaml.Node) (s string, ok bool) {
	in := d.Find(p)
	if isFlow(in) && i == Len(in) {
		return d.writeInBrackets(in, func() (string, error) { return Inline(n) })
	}
	entries, regions, ok := d.entriesOf(in)
	if !ok || len(entries) == 0 {
		return "", false
	}
	if isFlow(in) {
		written, err := Inline(n)
		at := entries[i].from
		return d.replaced(span{at, at}, written+", "), err == nil
	}
	indent := d.columnOf(entries[0].from)
	written, err := d.item(n, indent)
	if i == Len(in) {
		at := regions[i-1].to
		return d.replaced(span{at, at}, d.lineBreak()+strings.Repeat(" ", indent)+written), err == nil
	}
	at := regions[i].from
	if regions[i].own {
		written = strings.Repeat(" ", indent) + written + d.lineBreak()
	} else {
		written += d.lineBreak() + strings.Repeat(" ", indent)
	}
	return d.replaced(span{at, at}, written), err == nil
}

// writeCopied is the text with a copy of an entry behind it, under another key where it is of a
// map.
func (d *Document) writeCopied(in *yaml.Node, i int, key string) (s string, ok bool) {
	entries, regions, ok := d.entriesOf(in)
	if !ok {
		return "", false
	}
	of, lead := entries[i].span, ", "
	if !isFlow(in) {
		of, lead = regions[i].span, d.lineBreak()
		if !regions[i].own {
			lead += strings.Repeat(" ", d.columnOf(entries[i].from))
		}
	}
	copied := d.Text[of.from:of.to]
	if in.Kind == yaml.MappingNode {
		name, known := d.spanOf(in.Content[2*i])
		written, err := Inline(Text(key))
		if !known || err != nil {
			return "", false
		}
		copied = d.Text[of.from:name.from] + written + d.Text[name.to:of.to]
	}
	return d.replaced(span{of.to, of.to}, lead+copied), true
}

// writeSwapped is the text with an entry and the one behind it in each other's place.
func (d *Document) writeSwapped(in *yaml.Node, i int) (s string, ok bool) {
	entries, regions, ok := d.entriesOf(in)
	if !ok {
		return "", false
	}
	a, b := entries[i].span, entries[i+1].span
	if isFlow(in) {
		return d.Text[:a.from] + d.Text[b.from:b.to] + d.Text[a.to:b.from] + d.Text[a.from:a.to] + d.Text[b.to:], true
	}
	first, second := regions[i], regions[i+1]
	a, b = first.span, second.span
	up, down := d.Text[b.from:b.to], d.Text[a.from:a.to]
	if !second.own {
		return "", false
	}
	if !first.own {
		up = strings.TrimLeft(up, " ")
		down = strings.Repeat(" ", d.columnOf(entries[i+1].from)) + down
	}
	return d.Text[:a.from] + up + d.Text[a.to:b.from] + down + d.Text[b.to:], true
}
