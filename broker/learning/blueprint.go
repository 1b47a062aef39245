package learning

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"

	"mangrove/broker/explain"
	"mangrove/model/blueprint"
	"mangrove/model/checklist"
	"mangrove/model/strictyaml"
)

// Sketch is what a document makes of a checklist, with what stands above it.
type Sketch struct {
	*blueprint.Draft
	File string // its name
	Site string // empty: as the document is called
}

// mostToldInFile are the parts without use that a checklist names in its head.
const mostToldInFile = 200

// YAML writes the checklist. What cannot be in one is left out, and noted as ignored. It fails
// with [blueprint.NothingThere] when nothing is left.
func (s *Sketch) YAML(w io.Writer) error {
	text, err := s.write(s.Subjects, nil)
	if err != nil {
		return err
	}
	_, wrong := checklist.Read(text, nil)
	if wrong != nil {
		if !s.keepUsable() {
			return wrong // each by itself can be used, and not all together
		}
		if len(s.Subjects) == 0 {
			return blueprint.NothingThere
		}
	}
	if text, err = s.write(s.Subjects, s.head()); err != nil { // with what is ignored by now
		return err
	}
	if _, err = checklist.Read(text, nil); err != nil {
		return err
	}
	_, err = w.Write(text)
	return err
}

// keepUsable leaves out schemas and subjects that a checklist cannot have, each by itself. It
// reports whether there were any.
func (s *Sketch) keepUsable() (left bool) {
	var usable []*blueprint.Subject
	for _, one := range s.Subjects {
		err := s.usable(one)
		if err != nil && one.Schema != nil {
			s.Ignore(blueprint.Ignored{Path: one.Where, Code: blueprint.UnusableSchema, Err: err})
			one.Schema = nil
			one.Present = one.Present || one.Retained == nil && one.QoS < 0 && one.Naming == ""
			left, err = true, s.usable(one)
		}
		if err != nil {
			s.Ignore(blueprint.Ignored{Path: one.Where, Code: blueprint.UnusableDevice, Err: err})
			left = true
			continue
		}
		usable = append(usable, one)
	}
	s.Subjects = usable
	return left
}

// usable says why a checklist cannot have a subject, without the line in one that has it only.
func (s *Sketch) usable(one *blueprint.Subject) error {
	text, err := s.write([]*blueprint.Subject{one}, nil)
	if err != nil {
		return err
	}
	_, err = checklist.Read(text, nil)
	var all strictyaml.Faults
	if errors.As(err, &all) {
		first := *all[0]
		first.Line, first.Column = 0, 0
		return &first
	}
	return err
}

// write writes a checklist of subjects, with lines above it.
func (s *Sketch) write(subjects []*blueprint.Subject, above []string) ([]byte, error) {
	c := newDocument(above, cmp.Or(s.Site, s.Title), "30m")
	for _, one := range subjects {
		c.add(described(one), one.Device)
	}
	return c.encode()
}

// head is what stands above the checklist.
func (s *Sketch) head() []string {
	return explain.BlueprintHead(s.Draft, s.File, mostToldInFile)
}

// described is a device or a rule.
func described(s *blueprint.Subject) *yaml.Node {
	n := &yaml.Node{Kind: yaml.MappingNode}
	for i, k := range s.Keys {
		v := condensed(k)
		if words := notes(s); i == 0 && len(words) > 0 {
			v.LineComment = comment([]string{strings.Join(words, ", ")})
		}
		put(n, k.Name, v)
	}
	if s.Present {
		put(n, "present", plain("true"))
	}
	if s.Retained != nil {
		put(n, "retained", plain(fmt.Sprint(*s.Retained)))
	}
	if s.QoS >= 0 {
		qos := flow(yaml.MappingNode)
		put(qos, "min", plain(fmt.Sprint(s.QoS)))
		put(n, "qos", qos)
	}
	if s.Naming != "" {
		put(n, "naming", quoted(s.Naming))
	}
	if s.Schema != nil {
		put(n, "schema", tidy(s.Schema))
	}
	return n
}

// notes are what is known of a subject besides its checks.
func notes(s *blueprint.Subject) (words []string) {
	if s.Role != blueprint.Unsaid {
		words = append(words, explain.BlueprintRole(s.Role))
	}
	for _, k := range s.Notes {
		words = append(words, k.Name+": "+k.Value)
	}
	return words
}

var bare = regexp.MustCompile(`^[a-z0-9]+$`)

// condensed is the value of a key as a list has it in one cell.
func condensed(k blueprint.Key) *yaml.Node {
	v := text(k.Value)
	if k.Name != "id" && bare.MatchString(k.Value) {
		v = plain(k.Value)
	}
	if k.Name != "interval" {
		return v
	}
	n := flow(yaml.MappingNode)
	put(n, "max", v)
	put(n, "samples", plain("3"))
	return n
}

// tidy is a value without the comments, the tags and the form that it had in its document.
func tidy(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.ScalarNode {
		if s := strictyaml.JSONScalar(n); s[0] != '"' {
			return plain(s)
		}
		return quoted(n.Value)
	}
	to := &yaml.Node{Kind: n.Kind, Style: yaml.FlowStyle}
	for i, one := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 0 {
			to.Content = append(to.Content, text(one.Value))
			continue
		}
		to.Content = append(to.Content, tidy(one))
		if one.Kind != yaml.ScalarNode && len(one.Content) > 0 {
			to.Style = 0
		}
	}
	return to
}
