package learning

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"mangrove/broker/explain"
	"mangrove/model/checklist"
	"mangrove/model/learn"
	"mangrove/model/printable"
)

// Draft is a proposal with what stands above it.
type Draft struct {
	*learn.Proposal
	Site   string // its name
	Broker string // address, without secrets
}

// Fault is why there is no checklist: a code.
type Fault string

// ErrNothing is a proposal without a check: nothing was heard that one could be made of.
const ErrNothing Fault = "nothing to check"

// Error is the code.
func (f Fault) Error() string { return string(f) }

// YAML writes the proposal as a checklist, each line with what it rests on. Subjects that do
// not fit into one file are left out; it gives how many.
func (d *Draft) YAML(w io.Writer) (left int, err error) {
	subjects := d.Subjects
	for {
		if len(subjects) == 0 {
			return left, ErrNothing
		}
		text, err := d.write(subjects, left)
		if err != nil {
			return left, err
		}
		if _, err = checklist.Read(text, nil); err == nil {
			_, err = w.Write(text)
			return left, err
		}
		fit := slices.Clone(subjects[:len(subjects)*9/10]) // too large for one file, unless one of them is odd
		if odd := d.readable(subjects); len(odd) < len(subjects) {
			fit = odd
		}
		left += len(subjects) - len(fit)
		subjects = fit
	}
}

// readable are the subjects that a checklist can have, each by itself.
func (d *Draft) readable(of []*learn.Subject) (all []*learn.Subject) {
	for _, s := range of {
		if text, err := d.write([]*learn.Subject{s}, 0); err == nil {
			if _, err := checklist.Read(text, nil); err == nil {
				all = append(all, s)
			}
		}
	}
	return all
}

func (d *Draft) write(subjects []*learn.Subject, left int) ([]byte, error) {
	c := newDocument(explain.LearnedHead(d.Proposal, d.Broker, left), d.Site, span(d.Deadline))
	for _, s := range subjects {
		c.add(subject(s), s.Device)
	}
	return c.encode()
}

// document is a checklist that is being written.
type document struct {
	root           *yaml.Node
	devices, rules *yaml.Node
}

// newDocument begins a checklist with lines above it. Without a site it has none.
func newDocument(above []string, site, deadline string) *document {
	d := &document{
		&yaml.Node{Kind: yaml.MappingNode, HeadComment: comment(above)}, &yaml.Node{Kind: yaml.SequenceNode}, &yaml.Node{Kind: yaml.SequenceNode},
	}
	put(d.root, "version", plain("1"))
	if site != "" {
		of := flow(yaml.MappingNode)
		put(of, "name", text(site))
		put(d.root, "site", of)
	}
	put(d.root, "deadline", plain(deadline))
	return d
}

// add adds a device or a rule.
func (d *document) add(subject *yaml.Node, device bool) {
	to := d.rules
	if device {
		to = d.devices
	}
	to.Content = append(to.Content, subject)
}

func (d *document) encode() ([]byte, error) {
	if len(d.devices.Content) > 0 {
		put(d.root, "devices", d.devices)
	}
	if len(d.rules.Content) > 0 {
		put(d.root, "rules", d.rules)
	}
	var b bytes.Buffer
	e := yaml.NewEncoder(&b)
	e.SetIndent(2)
	if err := e.Encode(d.root); err != nil {
		return nil, err
	}
	return b.Bytes(), e.Close()
}

// subject is a device or a rule.
func subject(s *learn.Subject) *yaml.Node {
	n := &yaml.Node{Kind: yaml.MappingNode}
	for i, k := range s.Keys {
		v := text(k.Value)
		if i == 0 && s.Topics > 1 {
			v.LineComment = comment([]string{explain.LearnedTopics(s.Topics)})
		}
		put(n, k.Name, v)
	}
	fields := &yaml.Node{Kind: yaml.MappingNode}
	for i, line := range s.Lines {
		switch c := line.Check; c.Kind {
		case checklist.Skew, checklist.Seq, checklist.Stuck: // stands with its field
		case checklist.Field:
			v := field(s.Lines[i:])
			v.LineComment = basis(line)
			if c.Path == "" {
				put(n, "payload", v)
			} else {
				put(fields, c.Path, v)
			}
		case checklist.Types:
			put(n, "types", withComment(types(c), line))
		case checklist.Members:
			put(n, "members", withComment(texts(s.Members), line))
		default:
			key, v := condition(c)
			put(n, key, withComment(v, line))
		}
	}
	if len(fields.Content) > 0 {
		put(n, "fields", fields)
	}
	return n
}

func withComment(n *yaml.Node, line learn.Line) *yaml.Node {
	n.LineComment = basis(line)
	return n
}

func basis(line learn.Line) string { return comment([]string{explain.Learned(line.Why)}) }

// condition is a check that is no field.
func condition(c *checklist.Check) (key string, v *yaml.Node) {
	v = flow(yaml.MappingNode)
	switch c.Kind {
	case checklist.Present, checklist.Online:
		return string(c.Kind), plain("true")
	case checklist.Retained:
		return string(c.Kind), plain(strconv.FormatBool(c.Kept))
	case checklist.Firmware, checklist.Battery:
		return string(c.Kind), quoted(c.Bound.String())
	case checklist.Naming:
		return string(c.Kind), quoted(c.Pattern.String())
	case checklist.QoS:
		put(v, "min", plain(strconv.Itoa(int(c.QoS))))
	case checklist.Count:
		put(v, "min", plain(strconv.Itoa(c.Low)))
	case checklist.Interval:
		put(v, "max", plain(span(c.Max)))
		if c.Expect > 0 {
			put(v, "expect", plain(span(c.Expect)))
			put(v, "tolerance", plain(fmt.Sprintf("%.0f%%", 100*c.Tolerance)))
		}
		put(v, "samples", plain(strconv.Itoa(c.Samples)))
	default: // it is not learned
	}
	return string(c.Kind), v
}

// field is what is asked of a value, with the checks that stand with it: those that follow.
func field(lines []learn.Line) *yaml.Node {
	n := flow(yaml.MappingNode)
	c := lines[0].Check
	v := c.Value
	switch {
	case v.Type == checklist.TimeType:
		put(n, "time", plain("true"))
	case v.Type != checklist.AnyType:
		put(n, "type", plain(string(v.Type)))
	}
	if v.Low != nil || v.High != nil {
		limits := flow(yaml.SequenceNode)
		limits.Content = []*yaml.Node{limit(v.Low), limit(v.High)}
		put(n, "range", limits)
	}
	if v.Words != nil {
		words := flow(yaml.SequenceNode)
		for _, w := range v.Words {
			words.Content = append(words.Content, word(w))
		}
		put(n, "enum", words)
	}
	if v.Optional {
		put(n, "optional", plain("true"))
	}
	if c.Samples != checklist.DefaultSamples {
		put(n, "samples", plain(strconv.Itoa(c.Samples)))
	}
	beside(n, lines)
	return n
}

// types are the paths of values by their types, those that may be left out apart.
func types(c *checklist.Check) *yaml.Node {
	all, optional := &yaml.Node{Kind: yaml.MappingNode}, flow(yaml.MappingNode)
	for _, of := range []struct {
		to       *yaml.Node
		optional bool
	}{{all, false}, {optional, true}} {
		for _, kind := range []checklist.Type{
			checklist.NumberType, checklist.WholeType, checklist.TextType, checklist.BooleanType, checklist.ArrayType, checklist.ObjectType, checklist.TimeType,
		} {
			paths := flow(yaml.SequenceNode)
			for _, part := range c.Parts {
				if part.Value.Type == kind && part.Value.Optional == of.optional {
					paths.Content = append(paths.Content, text(part.Path))
				}
			}
			if len(paths.Content) > 0 {
				put(of.to, string(kind), paths)
			}
		}
	}
	if len(optional.Content) > 0 {
		put(all, "optional", optional)
	}
	if c.Samples != checklist.DefaultSamples {
		put(all, "samples", plain(strconv.Itoa(c.Samples)))
	}
	return all
}

// beside writes the checks that stand with a field: they follow it.
func beside(n *yaml.Node, lines []learn.Line) {
	for _, line := range lines[1:] {
		c := line.Check
		switch {
		case c.Kind == checklist.Field, c.Path != lines[0].Check.Path:
			return
		case c.Kind == checklist.Skew:
			put(n, "skew", plain(span(c.Within)))
		case c.Kind == checklist.Stuck:
			put(n, "stuck", plain(span(c.Within)))
		case c.Kind == checklist.Seq && c.Most > 0:
			put(n, "seq", plain(strconv.Itoa(c.Most)))
		case c.Kind == checklist.Seq:
			put(n, "seq", plain("true"))
		}
	}
}

// word is a value as JSON writes it, in YAML.
func word(w string) *yaml.Node {
	var s string
	if json.Unmarshal([]byte(w), &s) == nil && strings.HasPrefix(w, `"`) {
		return quoted(s)
	}
	return plain(w)
}

func put(n *yaml.Node, key string, v *yaml.Node) { n.Content = append(n.Content, text(key), v) }

func plain(s string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Value: s} }

func quoted(s string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s, Style: yaml.DoubleQuotedStyle}
}

// text is a text, in quotes where it would be something else without them.
func text(s string) *yaml.Node {
	n := &yaml.Node{}
	if n.SetString(s); n.Style != 0 || len(s) > 0 && strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/_.-") != "" {
		n.Style = yaml.DoubleQuotedStyle
	}
	return n
}

func texts(all []string) *yaml.Node {
	n := flow(yaml.SequenceNode)
	for _, s := range all {
		n.Content = append(n.Content, text(s))
	}
	return n
}

func flow(kind yaml.Kind) *yaml.Node { return &yaml.Node{Kind: kind, Style: yaml.FlowStyle} }

// comment is a comment of lines, of which nothing is taken for YAML.
func comment(lines []string) string {
	for i, line := range lines {
		lines[i] = "# " + printable.Line(line)
	}
	return strings.Join(lines, "\n")
}

// span is a time without the parts that are nothing: 3m and not 3m0s.
func span(d time.Duration) string {
	s := d.String()
	if rest, ok := strings.CutSuffix(s, "m0s"); ok {
		s = rest + "m"
	}
	if rest, ok := strings.CutSuffix(s, "h0m"); ok {
		s = rest + "h"
	}
	return s
}

// limit is an end of a range, null where there is none.
func limit(f *float64) *yaml.Node {
	if f == nil {
		return plain("null")
	}
	return plain(decimal(*f))
}

// decimal is a number as short as can be.
func decimal(f float64) string {
	s, e := strconv.FormatFloat(f, 'f', -1, 64), strconv.FormatFloat(f, 'e', -1, 64)
	const most = 15
	if len(s) > most && len(e) < len(s) {
		return e
	}
	return cmp.Or(s, e)
}
