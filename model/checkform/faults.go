package checkform

import (
	"slices"
	"strconv"

	"go.yaml.in/yaml/v3"

	"mangrove/model/checklist"
	"mangrove/model/strictyaml"
	"mangrove/model/yamledit"
)

// Faults are what is wrong with a checklist, by its parts.
type Faults struct {
	form *Form
	all  []placed
}

// placed is a fault with the path to what it is about.
type placed struct {
	*checklist.Fault

	path yamledit.Path
	part int
}

// Place finds the parts that faults of the text are about.
func (f *Form) Place(faults checklist.Faults) *Faults {
	p := &Faults{form: f}
	at := map[[2]int]yamledit.Path{}
	for _, one := range faults {
		at[[2]int{one.Line, one.Column}] = nil
	}
	paths(f.Root, nil, at)
	for _, one := range faults {
		path := at[[2]int{one.Line, one.Column}]
		if one.Code == strictyaml.Missing && one.Found != "" {
			path = f.lacking(path, one.Found)
		}
		p.all = append(p.all, placed{one, path, f.partOf(path, one.Line)})
	}
	return p
}

// paths finds what stands at places of the text: the deepest, where several begin there.
func paths(n *yaml.Node, p yamledit.Path, at map[[2]int]yamledit.Path) {
	if place := [2]int{n.Line, n.Column}; hasPlace(at, place) {
		at[place] = p
	}
	for i := range yamledit.Len(n) {
		if n.Kind == yaml.SequenceNode {
			paths(n.Content[i], p.At(i), at)
			continue
		}
		to := p.Of(n.Content[2*i].Value)
		if place := [2]int{n.Content[2*i].Line, n.Content[2*i].Column}; hasPlace(at, place) {
			at[place] = to
		}
		paths(n.Content[2*i+1], to, at)
	}
}

func hasPlace(at map[[2]int]yamledit.Path, place [2]int) bool {
	_, yes := at[place]
	return yes
}

// lacking is the path of a key that is missing in a map, or in the one whose first key a path
// leads to.
func (f *Form) lacking(p yamledit.Path, key string) yamledit.Path {
	if n := f.Find(p); n != nil && n.Kind == yaml.MappingNode || len(p) == 0 {
		return p.Of(key)
	}
	return p[:len(p)-1].Of(key)
}

// partOf is the place of the part that something with a path belongs to, or else a line.
func (f *Form) partOf(p yamledit.Path, line int) int {
	if p == nil && line > 0 {
		return f.At(line)
	}
	for ; len(p) > 0; p = p[:len(p)-1] {
		if i := f.IndexOf(p); i >= 0 {
			return i
		}
	}
	return 0
}

// Of are the faults of the part in a place: those of a device's checks are theirs.
func (p *Faults) Of(part int) (all checklist.Faults) {
	if p == nil {
		return nil
	}
	for _, one := range p.all {
		if one.part == part {
			all = append(all, one.Fault)
		}
	}
	return all
}

// Part is the place of the part that a fault is about.
func (p *Faults) Part(f *checklist.Fault) int {
	if p != nil {
		for _, one := range p.all {
			if one.Fault == f {
				return one.part
			}
		}
	}
	return 0
}

// In is the fault of an input of a part, nil when there is none.
func (p *Faults) In(part int, in *checklist.Input) *checklist.Fault {
	if p == nil || part >= len(p.form.Parts) {
		return nil
	}
	place := p.form.Where(&p.form.Parts[part], in)
	for _, one := range p.all {
		if one.part == part && len(one.path) >= len(place) && slices.Equal(one.path[:len(place)], place) {
			return one.Fault
		}
	}
	return nil
}

// Line is the line that the part with a path begins on; 0: there is none.
func (f *Form) Line(p yamledit.Path) int {
	if i := f.IndexOf(p); i >= 0 {
		return f.Parts[i].First
	}
	return 0
}

// Section is the lines of the device or rule that a part is of, from 1 and with the comments
// right above; of the whole checklist, those of its first ones.
func (f *Form) Section(i int) (first, last int) {
	s := f.SubjectOf(i)
	if s < 0 {
		first, last = 1, f.Parts[0].Last
		for j := range f.Parts {
			if p := &f.Parts[j]; p.Sort != Whole {
				return 1, max(1, p.First-1)
			}
		}
		return first, last
	}
	first, last = f.Parts[s].First, f.Parts[0].Last
	for j := s + 1; j < len(f.Parts); j++ {
		if p := &f.Parts[j]; p.Sort != Check {
			place, err := strconv.Atoi(p.Path[1])
			if last = p.First - 1; err == nil && place == 0 { // below the name of the other list
				last = p.First - 2
			}
			break
		}
	}
	return first, max(first, last)
}
