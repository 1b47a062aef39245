package yamledit

import (
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// span is a part of the text, in bytes.
type span struct{ from, to int }

// spanOf is where a value stands, without what may follow on its line. It is not ok where
// that is not told by what was read: behind a tag, for one.
func (d *Document) spanOf(n *yaml.Node) (s span, ok bool) {
	from := d.offset(n.Line, n.Column)
	if from < 0 {
		return s, false
	}
	switch {
	case n.Kind == yaml.ScalarNode:
		to := d.scalarEnd(n, from)
		return span{from, to}, to >= 0
	case !isCollection(n):
		return s, false
	case isFlow(n):
		to := d.flowEnd(n, from)
		return span{from, to}, to >= 0
	case len(n.Content) == 0:
		return s, false
	}
	last, ok := d.spanOf(n.Content[len(n.Content)-1])
	if n.Kind == yaml.SequenceNode && ok && last.from == last.to { // nothing behind a dash
		last.to = max(last.to, from+1)
	}
	return span{from, last.to}, ok
}

// scalarEnd is where a single value ends that begins at a byte, below 0: it is not known.
func (d *Document) scalarEnd(n *yaml.Node, from int) int {
	rest := d.Text[from:]
	switch {
	case n.Style&yaml.DoubleQuotedStyle != 0:
		return quotedEnd(d.Text, from, '"')
	case n.Style&yaml.SingleQuotedStyle != 0:
		return quotedEnd(d.Text, from, '\'')
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		return d.blockEnd(from)
	case n.Style&yaml.TaggedStyle != 0:
		return -1
	case n.Value == "":
		return from
	case strings.HasPrefix(rest, n.Value):
		return from + len(n.Value)
	case n.ShortTag() == "!!null":
		return from // nothing stands for it
	}
	return foldedEnd(d.Text, from, n.Value)
}

// quotedEnd is behind the quotation mark that closes the one at a byte.
func quotedEnd(s string, from int, mark byte) int {
	if from >= len(s) || s[from] != mark {
		return -1
	}
	for i := from + 1; i < len(s); i++ {
		switch {
		case mark == '"' && s[i] == '\\':
			i++
		case s[i] == mark && mark == '\'' && i+1 < len(s) && s[i+1] == mark:
			i++
		case s[i] == mark:
			return i + 1
		}
	}
	return -1
}

// foldedEnd is the end of a value without quotation marks that goes over several lines: what
// is a blank in it may be a line break with blanks around it.
func foldedEnd(s string, from int, value string) int {
	at := from
	for len(value) > 0 {
		r, n := utf8.DecodeRuneInString(value)
		value = value[n:]
		if r != ' ' && r != '\n' {
			if !strings.HasPrefix(s[at:], string(r)) {
				return -1
			}
			at += n
			continue
		}
		skipped := skipSpace(s, at)
		if skipped == at {
			return -1
		}
		value = strings.TrimLeft(value, " \n")
		at = skipped
	}
	return at
}

// skipSpace is where the first byte is that is no blank, tab or line break.
func skipSpace(s string, at int) int {
	for at < len(s) {
		n := breakAt(s[at:])
		if n == 0 && (s[at] == ' ' || s[at] == '\t') {
			n = 1
		}
		if n == 0 {
			return at
		}
		at += n
	}
	return at
}

// blockEnd is the end of the last line of a text behind | or >.
func (d *Document) blockEnd(from int) int {
	line := d.lineOf(from)
	end, indent := d.lineEnd(from), -1
	for i := line + 1; i < len(d.lines.starts); i++ {
		at := d.lines.starts[i]
		to := d.lineEnd(at)
		words := strings.TrimLeft(d.Text[at:to], " ")
		if words == "" {
			continue
		}
		in := to - at - len(words)
		if indent < 0 {
			if indent = d.blockIndent(from, in); in < indent {
				return end
			}
		}
		if in < indent {
			break
		}
		end = to
	}
	return end
}

// blockIndent is by how much the lines of a text behind | or > are indented, of which the
// first one has so many blanks.
func (d *Document) blockIndent(from, first int) int {
	line := d.Text[d.lines.starts[d.lineOf(from)]:]
	outer := len(line) - len(strings.TrimLeft(line, " -"))
	return max(first, outer+1)
}

// flowEnd is behind the bracket that closes the one at a byte.
func (d *Document) flowEnd(n *yaml.Node, from int) int {
	closing := byte('}')
	if n.Kind == yaml.SequenceNode {
		closing = ']'
	}
	if at := d.Text[from:]; at == "" || at[0] != '{' && at[0] != '[' {
		return -1
	}
	at := from + 1
	if len(n.Content) > 0 {
		last, ok := d.spanOf(n.Content[len(n.Content)-1])
		if !ok {
			return -1
		}
		at = max(at, last.to)
	}
	for {
		at = skipSpace(d.Text, at)
		switch {
		case at >= len(d.Text):
			return -1
		case d.Text[at] == '#':
			at = d.lineEnd(at)
		case d.Text[at] == ',' || d.Text[at] == ':':
			at++
		case d.Text[at] == closing:
			return at + 1
		default:
			return -1
		}
	}
}
