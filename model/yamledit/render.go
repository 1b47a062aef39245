package yamledit

import (
	"bytes"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Text is a single value that is a text, whatever it looks like.
func Text(s string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s} }

// Plain is a single value that is what YAML takes its words for: a number, true, or a text.
func Plain(s string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Value: s} }

// Value reads a value as YAML writes it, for a place in the text.
func Value(s string) (*yaml.Node, error) {
	d, err := Parse(s)
	if err != nil {
		return nil, err
	}
	return d.Root, nil
}

// Inline is a value on one line, as it stands in brackets.
func Inline(n *yaml.Node) (string, error) {
	one := clone(n)
	bracket(one)
	list := &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle, Content: []*yaml.Node{one}}
	written, err := yaml.Marshal(list)
	if err != nil {
		return "", err
	}
	s := strings.TrimSuffix(strings.TrimSuffix(string(written), "\n"), "]")
	return strings.TrimPrefix(s, "["), nil
}

// bracket has a value be written on one line, without comments.
func bracket(n *yaml.Node) {
	n.HeadComment, n.LineComment, n.FootComment = "", "", ""
	if isCollection(n) {
		n.Style = n.Style&^(yaml.LiteralStyle|yaml.FoldedStyle) | yaml.FlowStyle
	}
	if n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		n.Style = yaml.DoubleQuotedStyle
	}
	if n.Kind == yaml.ScalarNode && strings.ContainsAny(n.Value, "\n\r") {
		n.Style = yaml.DoubleQuotedStyle
	}
	if isNull(n) {
		n.Value, n.Style = "null", 0
	}
	for _, part := range n.Content {
		bracket(part)
	}
}

// indentBy is how far parts of a value are indented that is written on several lines.
const indentBy = 2

// rows are the lines of a value, none of them indented.
func rows(n *yaml.Node) ([]string, error) {
	var b bytes.Buffer
	e := yaml.NewEncoder(&b)
	e.SetIndent(indentBy)
	if err := e.Encode(n); err != nil {
		return nil, err
	}
	if err := e.Close(); err != nil {
		return nil, err
	}
	return strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n"), nil
}

// written is a value as it stands behind a key or a dash: on the same line, or below it,
// where its lines are indented.
func (d *Document) written(n *yaml.Node, indent int) (string, error) {
	if !isCollection(n) || isFlow(n) || len(n.Content) == 0 {
		s, err := Inline(n)
		return " " + s, err
	}
	all, err := rows(n)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, row := range all {
		b.WriteString(d.lineBreak())
		if row != "" {
			b.WriteString(strings.Repeat(" ", indent))
		}
		b.WriteString(row)
	}
	return b.String(), nil
}

// item is an entry of a list without brackets, with its dash.
func (d *Document) item(n *yaml.Node, indent int) (string, error) {
	return d.below(&yaml.Node{Kind: yaml.SequenceNode, Content: []*yaml.Node{n}}, indent)
}

// pair is an entry of a map without brackets.
func (d *Document) pair(key, n *yaml.Node, indent int) (string, error) {
	if isCollection(n) && !isFlow(n) || n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		return d.below(&yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{key, n}}, indent)
	}
	name, err := Inline(key)
	if err != nil {
		return "", err
	}
	s, err := Inline(n)
	return name + ": " + s, err
}

// below is a value of several lines, of which all but the first are indented.
func (d *Document) below(n *yaml.Node, indent int) (string, error) {
	s, err := d.written(n, indent)
	return strings.TrimPrefix(s, d.lineBreak()+strings.Repeat(" ", indent)), err
}
