package checkform

import (
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"mangrove/model/checklist"
	"mangrove/model/yamledit"
)

// Sort is what a part of a checklist is.
type Sort int

// The sorts of parts.
const (
	Whole  Sort = iota // the checklist, with what is said of its site
	Device             // or
	Rule
	Check // of the device or rule above it
)

// Part is a part of a checklist that can be chosen and filled in.
type Part struct {
	Sort   Sort
	Path   yamledit.Path
	Name   string           // id or topic; of a check, the path of a field; empty: none
	Use    string           // the convention of the device, or of the device that a check is of
	Device bool             // it is a device, or a check of one
	Asked  *checklist.Asked // of a check
	Inputs []checklist.Input
	First  int // line in the text, from 1
	Last   int
}

// Form is a checklist with its parts.
type Form struct {
	*yamledit.Document

	Parts []Part // in the order of the text, the whole of it first
}

// Lists of a checklist.
const (
	devices = "devices"
	rules   = "rules"
)

// Read reads the parts of a checklist, which need not be one that can be used.
func Read(text string) (*Form, error) {
	d, err := yamledit.Parse(text)
	if err != nil {
		return nil, err
	}
	return of(d)
}

// of finds the parts of a document.
func of(d *yamledit.Document) (*Form, error) {
	if d.Root.Kind != yaml.MappingNode {
		return nil, ErrNoMap
	}
	f := &Form{Document: d}
	f.Parts = []Part{{Sort: Whole, Inputs: checklist.SiteInputs(), Name: value(d.Find(yamledit.Path{"site", "name"})), First: 1, Last: 1 + strings.Count(d.Text, "\n")}}
	for _, list := range []string{devices, rules} {
		all := d.Find(yamledit.Path{list})
		if all == nil || all.Kind != yaml.SequenceNode {
			continue
		}
		for i, n := range all.Content {
			f.subject(yamledit.Path{list, strconv.Itoa(i)}, n, list == devices)
		}
	}
	f.Parts = slices.Clip(f.Parts)
	return f, nil
}

// subject adds a device or a rule, with what is asked of it.
func (f *Form) subject(p yamledit.Path, n *yaml.Node, isDevice bool) {
	s := Part{Sort: Rule, Path: p, Device: isDevice, First: n.Line, Last: lastLine(n)}
	name := "topic"
	if isDevice {
		s.Sort, name, s.Use = Device, "id", value(f.Find(p.Of("use")))
	}
	s.Name, s.Inputs = value(f.Find(p.Of(name))), checklist.SubjectInputs(isDevice, s.Use)
	f.Parts = append(f.Parts, s)
	if n.Kind != yaml.MappingNode {
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, v := n.Content[i], n.Content[i+1]
		asked := f.askedBy(&s, key, v)
		if asked == nil {
			continue
		}
		one := Part{Sort: Check, Path: p.Of(key.Value), Use: s.Use, Device: isDevice, Asked: asked, Inputs: asked.Inputs}
		if !asked.Each || v.Kind != yaml.MappingNode {
			f.check(one, key, v)
			continue
		}
		for j := 0; j+1 < len(v.Content); j += 2 {
			if v.Content[j].Kind != yaml.ScalarNode {
				continue // no path leads there
			}
			each := one
			each.Name, each.Path = v.Content[j].Value, one.Path.Of(v.Content[j].Value)
			f.check(each, v.Content[j], v.Content[j+1])
		}
	}
}

func (f *Form) check(p Part, key, v *yaml.Node) {
	p.First, p.Last = key.Line, max(key.Line, lastLine(v))
	f.Parts = append(f.Parts, p)
}

// Words are what a part says besides its name, on one line. They are made when they are asked
// for: few of many parts are seen.
func (f *Form) Words(i int) string {
	p := &f.Parts[i]
	switch p.Sort {
	case Check:
		words, _ := yamledit.Inline(f.Find(p.Path)) // what has no line of its own says nothing
		return words
	case Device:
		var words []string
		for _, key := range append([]string{"use"}, checklist.NameKeys(p.Use)...) {
			if v := value(f.Find(p.Path.Of(key))); v != "" {
				words = append(words, v)
			}
		}
		return strings.Join(words, " ")
	default:
		return ""
	}
}

// askedBy is what a key of a device or a rule asks for, nil: nothing, as one that is no text.
func (f *Form) askedBy(s *Part, key, v *yaml.Node) *checklist.Asked {
	if key.Kind != yaml.ScalarNode {
		return nil
	}
	kinds := checklist.Kinds()
	var other *checklist.Asked
	for i := range kinds {
		a := &kinds[i]
		if a.Key != key.Value || !a.IsFor(s.Device, s.Use) && a.Uses == nil {
			continue
		}
		if a.List == (v.Kind == yaml.SequenceNode) {
			return a
		}
		other = a
	}
	return other
}

// lastLine is the last line that something of a value begins on.
func lastLine(n *yaml.Node) int {
	last := n.Line
	if n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		last += strings.Count(n.Value, "\n")
	}
	for _, part := range n.Content {
		last = max(last, lastLine(part))
	}
	return last
}

// value is the text of a single value, empty where there is none.
func value(n *yaml.Node) string {
	if n == nil || n.Kind != yaml.ScalarNode {
		return ""
	}
	return n.Value
}

// IndexOf is the place of the part with a path, below 0: there is none.
func (f *Form) IndexOf(p yamledit.Path) int {
	return slices.IndexFunc(f.Parts, func(one Part) bool { return slices.Equal(one.Path, p) })
}

// SubjectOf is the place of the device or rule that a part is or is of, below 0: it is the
// whole checklist.
func (f *Form) SubjectOf(i int) int {
	for i >= 0 && f.Parts[i].Sort == Check {
		i--
	}
	if i < 0 || f.Parts[i].Sort == Whole {
		return -1
	}
	return i
}

// At is the place of the part that a line belongs to most closely.
func (f *Form) At(line int) int {
	found := 0
	for i := range f.Parts {
		if p := &f.Parts[i]; p.First <= line && line <= p.Last {
			found = i
		}
	}
	return found
}

// Addable are what may be asked of the device or rule in a place and is not yet.
func (f *Form) Addable(i int) (all []checklist.Asked) {
	s := &f.Parts[i]
	for _, a := range checklist.Kinds() {
		if a.IsFor(s.Device, s.Use) && (a.Each || f.Find(s.Path.Of(a.Key)) == nil) {
			all = append(all, a)
		}
	}
	return all
}
