package checkform

import (
	"slices"
	"strconv"

	"go.yaml.in/yaml/v3"

	"mangrove/model/checklist"
	"mangrove/model/yamledit"
)

// New is what a checklist begins with.
const New = `version: 1
settle: 30s
deadline: 30m
`

// AddDevice adds a device at the end, and gives its path.
func (f *Form) AddDevice() (*Form, yamledit.Path, error) {
	id := free("device-", f.ids())
	return f.add(devices, []string{"id", id, "topic", "site/" + id})
}

// AddRule adds a rule at the end, and gives its path.
func (f *Form) AddRule() (*Form, yamledit.Path, error) {
	return f.add(rules, []string{"topic", "site/{device}/state"})
}

// add adds a subject with some keys, written as the one before it is.
func (f *Form) add(list string, keys []string) (*Form, yamledit.Path, error) {
	n := &yaml.Node{Kind: yaml.MappingNode}
	for i := 0; i < len(keys); i += 2 {
		v, err := written(checklist.FilterForm, keys[i+1])
		if err != nil {
			return nil, nil, err
		}
		n.Content = append(n.Content, yamledit.Text(keys[i]), v)
	}
	n.Content = append(n.Content, yamledit.Text(string(checklist.Present)), yamledit.Plain("true"))
	if in := f.Find(yamledit.Path{list}); yamledit.Len(in) > 0 {
		n.Style = in.Content[len(in.Content)-1].Style & yaml.FlowStyle
	}
	d, at, err := f.Append(yamledit.Path{list}, n)
	made, err := f.made(d, err)
	return made, at, err
}

// ids are the names of the devices.
func (f *Form) ids() map[string]bool {
	all := map[string]bool{}
	for i := range f.Parts {
		if f.Parts[i].Sort == Device {
			all[f.Parts[i].Name] = true
		}
	}
	return all
}

// keys are those of a map, if it is one.
func keys(n *yaml.Node) map[string]bool {
	all := map[string]bool{}
	if isMap(n) {
		for i := 0; i < len(n.Content); i += 2 {
			all[n.Content[i].Value] = true
		}
	}
	return all
}

// free is a name with a number behind it that is not taken.
func free(name string, taken map[string]bool) string {
	for i := 1; ; i++ {
		if s := name + strconv.Itoa(i); !taken[s] {
			return s
		}
	}
}

// AddCheck asks something of the device or rule in a place, and gives its path.
func (f *Form) AddCheck(i int, a *checklist.Asked) (*Form, yamledit.Path, error) {
	n, err := yamledit.Value(a.Start)
	if err != nil {
		return nil, nil, err
	}
	at := f.Parts[i].Path.Of(a.Key)
	if a.Each {
		name := free("value", keys(f.Find(at)))
		if f.Find(at) == nil {
			m := &yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{yamledit.Text(name), n}}
			made, err := f.made(f.Set(at, m))
			return made, at.Of(name), err
		}
		at = at.Of(name)
	}
	made, err := f.made(f.Set(at, n))
	return made, at, err
}

// Remove takes a part out.
func (f *Form) Remove(i int) (*Form, error) {
	at := f.Parts[i].Path
	up := at[:len(at)-1]
	if yamledit.Len(f.Find(up)) == 1 && (f.Parts[i].Sort != Check || f.IndexOf(up) < 0) { // none of its fields, and no device, is left
		at = up
	}
	return f.made(f.Document.Remove(at))
}

// CanDuplicate reports whether there may be two of a part.
func (f *Form) CanDuplicate(i int) bool {
	p := &f.Parts[i]
	return p.Sort == Device || p.Sort == Rule || p.Sort == Check && p.Asked.Each
}

// Duplicate puts a copy of a part behind it, with a name of its own, and gives its path.
func (f *Form) Duplicate(i int) (*Form, yamledit.Path, error) {
	p := &f.Parts[i]
	if p.Sort == Check {
		up := p.Path[:len(p.Path)-1]
		name := free(p.Name+"-", keys(f.Find(up)))
		made, err := f.made(f.Document.Duplicate(p.Path, name))
		return made, up.Of(name), err
	}
	place, err := strconv.Atoi(p.Path[1])
	if err != nil {
		return nil, nil, err
	}
	at := p.Path[:1].At(place + 1)
	d, err := f.Document.Duplicate(p.Path, "")
	if err == nil && p.Sort == Device && p.Name != "" {
		d, err = d.Set(at.Of("id"), yamledit.Text(free(p.Name+"-", f.ids())))
	}
	made, err := f.made(d, err)
	return made, at, err
}

// beyond is the nearest entry before or behind a part that it can change places with, nil:
// there is none.
func (f *Form) beyond(i, by int) yamledit.Path {
	at := f.Parts[i].Path
	if len(at) == 0 {
		return nil
	}
	up := at[:len(at)-1]
	for j := i + by; j > 0 && j < len(f.Parts); j += by {
		to := f.Parts[j].Path
		if len(to) > len(up) && slices.Equal(to[:len(up)], up) && to[len(up)] != at[len(up)] { // all fields of a device are one entry
			return to[:len(up)+1]
		}
	}
	return nil
}

// CanMove reports whether a part can change places with the one before it, by -1, or behind it.
func (f *Form) CanMove(i, by int) bool { return f.beyond(i, by) != nil }

// Move has a part change places with the one before it, by -1, or behind it, and gives its path.
func (f *Form) Move(i, by int) (*Form, yamledit.Path, error) {
	at, to := f.Parts[i].Path, f.beyond(i, by)
	if to == nil {
		return nil, nil, yamledit.ErrNoPath
	}
	if f.Parts[i].Sort != Check {
		first := at
		if by < 0 {
			first = to
		}
		made, err := f.made(f.Swap(first))
		return made, to, err
	}
	d := f.Document
	up := at[:len(at)-1]
	for from, until := keyPlace(d, at), keyPlace(d, to); from != until; from += by {
		first := min(from, from+by)
		next, err := d.Swap(up.Of(d.Find(up).Content[2*first].Value))
		if err != nil {
			return nil, nil, err
		}
		d = next
	}
	made, err := of(d)
	return made, at, err
}

// keyPlace is the place in its map of the key that a path ends with.
func keyPlace(d *yamledit.Document, p yamledit.Path) int {
	in := d.Find(p[:len(p)-1])
	for i := 0; i+1 < len(in.Content); i += 2 {
		if in.Content[i].Value == p[len(p)-1] {
			return i / 2
		}
	}
	return -1
}

// Rename gives a field another path in payloads.
func (f *Form) Rename(i int, name string) (*Form, yamledit.Path, error) {
	p := &f.Parts[i]
	up := p.Path[:len(p.Path)-1]
	if name == p.Name {
		return f, p.Path, nil
	}
	if f.Find(up.Of(name)) != nil {
		return nil, nil, ErrThere
	}
	made, err := f.made(f.Document.Rename(p.Path, name))
	return made, up.Of(name), err
}

// Change asks something else in the place of a check, and gives its path.
func (f *Form) Change(i int, to *checklist.Asked) (*Form, yamledit.Path, error) {
	p := &f.Parts[i]
	n, err := yamledit.Value(to.Start)
	if err != nil {
		return nil, nil, err
	}
	s := f.SubjectOf(i)
	if p.Asked.Each || to.Each || to.Key == p.Asked.Key {
		made, err := f.Remove(i)
		if err != nil {
			return nil, nil, err
		}
		return made.AddCheck(s, to)
	}
	d, err := f.Document.Set(p.Path, n)
	if err != nil {
		return nil, nil, err
	}
	d, err = d.Rename(p.Path, to.Key)
	made, err := f.made(d, err)
	return made, f.Parts[s].Path.Of(to.Key), err
}
