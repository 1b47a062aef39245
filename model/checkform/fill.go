package checkform

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"mangrove/model/checklist"
	"mangrove/model/yamledit"
)

// Fault is why something is not filled in or changed: a code.
type Fault string

// The faults.
const (
	ErrNoMap   Fault = "no map"   // the checklist has no keys
	ErrNoValue Fault = "no value" // what is written is none of YAML
	ErrThere   Fault = "there"    // another one has this name
)

// Error is the code.
func (f Fault) Error() string { return string(f) }

// Where is where an input of a part stands, or would stand.
func (f *Form) Where(p *Part, in *checklist.Input) yamledit.Path {
	if in.Alone && !isMap(f.Find(p.Path)) {
		return p.Path
	}
	return p.Path.Of(in.Path...)
}

func isMap(n *yaml.Node) bool { return n != nil && n.Kind == yaml.MappingNode }

// Filled is what stands in an input, as somebody would write it. plain is false where it is not
// of the form of the input: it is then written as YAML writes it.
func (f *Form) Filled(p *Part, in *checklist.Input) (text string, plain bool) {
	n := f.Find(f.Where(p, in))
	if n == nil {
		return "", true
	}
	switch in.Form {
	case checklist.WordsForm, checklist.RangeForm:
		if n.Kind == yaml.SequenceNode {
			return listed(n)
		}
		return n.Value, n.Kind == yaml.ScalarNode && in.Form == checklist.WordsForm
	case checklist.ValueForm, checklist.YAMLForm:
		s, err := yamledit.Inline(n)
		return s, err == nil
	}
	if n.Kind == yaml.ScalarNode {
		return n.Value, true
	}
	s, _ := yamledit.Inline(n)
	return s, false
}

// listed is what is in a list, with commas between.
func listed(n *yaml.Node) (s string, plain bool) {
	s, err := yamledit.Inline(n)
	return strings.TrimSuffix(strings.TrimPrefix(s, "["), "]"), err == nil
}

// Fill writes into an input. With nothing to write it takes out what stands there, but where
// that is all that the part has.
func (f *Form) Fill(p *Part, in *checklist.Input, text string) (*Form, error) {
	at := f.Where(p, in)
	if in.Alone && !isMap(f.Find(p.Path)) && text == "" {
		at = p.Path
	}
	if text == "" && !slices.Equal(at, p.Path) {
		return f.clear(at)
	}
	n, err := written(in.Form, text)
	if err != nil {
		return nil, err
	}
	if old := f.Find(p.Path); !in.Alone && len(in.Path) > 0 && old != nil && !isMap(old) {
		return f.beside(p, in, n)
	}
	return f.made(f.Set(at, n))
}

// beside puts an input beside the one that stands alone in the place of its part.
func (f *Form) beside(p *Part, in *checklist.Input, n *yaml.Node) (*Form, error) {
	m := &yaml.Node{Kind: yaml.MappingNode, Style: yaml.FlowStyle}
	if i := slices.IndexFunc(p.Inputs, func(one checklist.Input) bool { return one.Alone }); i >= 0 {
		m.Content = append(m.Content, yamledit.Text(p.Inputs[i].Path[0]), f.Find(p.Path))
	}
	m.Content = append(m.Content, yamledit.Text(in.Path[0]), n)
	return f.made(f.Set(p.Path, m))
}

// clear takes out a value, and the map that it stood in where that is none of a part and has
// nothing else.
func (f *Form) clear(at yamledit.Path) (*Form, error) {
	if f.Find(at) == nil {
		return f, nil
	}
	up := at[:len(at)-1]
	if n := f.Find(up); len(up) > 0 && yamledit.Len(n) == 1 && f.IndexOf(up) < 0 {
		at = up
	}
	return f.made(f.Document.Remove(at))
}

// made are the parts of a document that a change has made.
func (f *Form) made(d *yamledit.Document, err error) (*Form, error) {
	if err != nil {
		return nil, err
	}
	return of(d)
}

// simple are the letters of a text that is written without quotation marks.
const simple = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/_.-"

// written is what somebody has written, as a value.
func written(form checklist.Form, text string) (*yaml.Node, error) {
	if text == "" {
		return yamledit.Text(text), nil
	}
	switch form {
	case checklist.TextForm, checklist.TopicForm, checklist.FilterForm, checklist.FileForm, checklist.PatternForm, checklist.BoundForm:
		n := yamledit.Text(text)
		if form != checklist.TextForm && strings.Trim(text, simple) != "" {
			n.Style = yaml.DoubleQuotedStyle
		}
		return n, nil
	case checklist.WordsForm:
		if text == "all" {
			return yamledit.Plain(text), nil
		}
		return bracketed("[" + text + "]")
	case checklist.RangeForm:
		return bracketed("[" + text + "]")
	case checklist.ValueForm:
		n, err := bracketed("[" + text + "]")
		if err != nil || len(n.Content) != 1 {
			return nil, ErrNoValue
		}
		return n.Content[0], nil
	case checklist.YAMLForm:
		return bracketed(text)
	}
	return yamledit.Plain(text), nil
}

// bracketed reads a value as YAML writes it.
func bracketed(text string) (*yaml.Node, error) {
	n, err := yamledit.Value(text)
	if err != nil || n.Kind == yaml.AliasNode || n.Anchor != "" {
		return nil, ErrNoValue
	}
	return n, nil
}

// Limits are the lowest and the highest of a range as it is written, empty where there is no
// limit.
func Limits(text string) (low, high string) {
	low, high, _ = strings.Cut(text, ",")
	return limit(low), limit(high)
}

func limit(s string) string {
	if s = strings.TrimSpace(s); s == "null" || s == "~" {
		return ""
	}
	return s
}

// Range writes a range of two limits; empty where there is none.
func Range(low, high string) string {
	if low == "" && high == "" {
		return ""
	}
	for _, s := range []*string{&low, &high} {
		if *s == "" {
			*s = "null"
		}
	}
	return low + ", " + high
}
