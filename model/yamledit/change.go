package yamledit

import (
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// change is one that is meant: a way to write it, which may not be one for this text, and
// what the values are to be.
type change struct {
	at    Path // what is written anew where there is no better way
	write func() (s string, ok bool)
	want  *yaml.Node
}

// make has a change written with as little of the text written anew as is possible, and no
// comment lost.
func (d *Document) make(c change) (*Document, error) {
	if s, ok := c.write(); ok {
		if made := d.as(s, c.want); made != nil {
			return made, nil
		}
	}
	for p := c.at; len(p) > 0; p = p[:len(p)-1] {
		n := find(c.want, p)
		if n == nil || d.Find(p) == nil {
			continue
		}
		if s, ok := d.writeValue(p, n); ok {
			if made := d.as(s, c.want); made != nil && slices.Equal(comments(made.Root), comments(c.want)) {
				return made, nil
			}
		}
	}
	return nil, ErrUnwritten
}

// comments are those of a value and of all that is in it, in the order of the alphabet.
func comments(n *yaml.Node) (all []string) {
	for _, c := range []string{n.HeadComment, n.LineComment, n.FootComment} {
		if c != "" {
			all = append(all, strings.Split(c, "\n")...)
		}
	}
	for _, part := range n.Content {
		all = append(all, comments(part)...)
	}
	slices.Sort(all)
	return all
}

// as is the document with a text, if that has the values that are wanted.
func (d *Document) as(s string, want *yaml.Node) *Document {
	made, err := Parse(s)
	if err != nil || !Equal(made.Root, want) {
		return nil
	}
	return made
}

// Set has a path lead to a value: it replaces the one that is there, or is put behind the last
// key of its map. Maps that are missing on the way are made.
func (d *Document) Set(p Path, n *yaml.Node) (*Document, error) {
	for i := 1; i < len(p); i++ {
		if in := d.Find(p[:i]); in == nil || !isCollection(in) {
			return d.Set(p[:i], nested(p[i:], n))
		}
	}
	want := clone(d.Root)
	if len(p) == 0 {
		return nil, ErrNoPath
	}
	in := find(want, p[:len(p)-1])
	i := index(in, p[len(p)-1])
	switch {
	case in == nil:
		return nil, ErrNoPath
	case i >= 0 && Equal(valueAt(in, i), n):
		return d, nil
	case i >= 0 && in.Kind == yaml.MappingNode:
		in.Content[2*i+1] = n
	case i >= 0:
		in.Content[i] = n
	case in.Kind == yaml.MappingNode:
		key := Text(p[len(p)-1])
		in.Content = append(in.Content, key, n)
		return d.make(change{p[:len(p)-1], func() (string, bool) { return d.writeAdded(p[:len(p)-1], key, n) }, want})
	default:
		return nil, ErrNoPath
	}
	return d.make(change{p, func() (string, bool) { return d.writeValue(p, n) }, want})
}

// nested is a value within maps with one key each.
func nested(keys Path, n *yaml.Node) *yaml.Node {
	for i := len(keys) - 1; i >= 0; i-- {
		n = &yaml.Node{Kind: yaml.MappingNode, Style: yaml.FlowStyle, Content: []*yaml.Node{Text(keys[i]), n}}
	}
	return n
}

// Remove takes an entry out of its map or list.
func (d *Document) Remove(p Path) (*Document, error) {
	in, i, err := d.entry(p)
	if err != nil {
		return nil, err
	}
	want := clone(d.Root)
	of := find(want, p[:len(p)-1])
	each := len(of.Content) / Len(of)
	of.Content = append(of.Content[:i*each:i*each], of.Content[(i+1)*each:]...)
	return d.make(change{p[:len(p)-1], func() (string, bool) { return d.writeRemoved(p[:len(p)-1], in, i) }, want})
}

// entry is the map or list that a path ends in, with the place of its last step.
func (d *Document) entry(p Path) (in *yaml.Node, i int, err error) {
	if len(p) == 0 {
		return nil, 0, ErrNoPath
	}
	in = d.Find(p[:len(p)-1])
	if i = index(in, p[len(p)-1]); i < 0 {
		return nil, 0, ErrNoPath
	}
	return in, i, nil
}

// Rename gives a key of a map another name, which no other key has.
func (d *Document) Rename(p Path, name string) (*Document, error) {
	in, i, err := d.entry(p)
	switch {
	case err != nil:
		return nil, err
	case in.Kind != yaml.MappingNode || index(in, name) >= 0:
		return nil, ErrNoPath
	}
	want := clone(d.Root)
	find(want, p[:len(p)-1]).Content[2*i] = Text(name)
	return d.make(change{p[:len(p)-1], func() (string, bool) {
		key, ok := d.spanOf(in.Content[2*i])
		written, err := Inline(Text(name))
		if !ok || err != nil {
			return "", false
		}
		return d.replaced(key, written), true
	}, want})
}

// Insert puts a value into a list, before the one in a place or behind the last.
func (d *Document) Insert(p Path, i int, n *yaml.Node) (*Document, error) {
	in := d.Find(p)
	if in == nil || in.Kind != yaml.SequenceNode || i < 0 || i > Len(in) {
		return nil, ErrNoPath
	}
	want := clone(d.Root)
	list := find(want, p)
	list.Content = append(list.Content[:i:i], append([]*yaml.Node{n}, list.Content[i:]...)...)
	return d.make(change{p, func() (string, bool) { return d.writeInserted(p, i, n) }, want})
}

// Swap has an entry of a map or a list and the one behind it change places.
func (d *Document) Swap(p Path) (*Document, error) {
	in, i, err := d.entry(p)
	if err != nil {
		return nil, err
	}
	if i+1 >= Len(in) {
		return nil, ErrNoPath
	}
	want := clone(d.Root)
	of := find(want, p[:len(p)-1]).Content
	if in.Kind == yaml.MappingNode {
		of[2*i], of[2*i+1], of[2*i+2], of[2*i+3] = of[2*i+2], of[2*i+3], of[2*i], of[2*i+1]
	} else {
		of[i], of[i+1] = of[i+1], of[i]
	}
	return d.make(change{p[:len(p)-1], func() (string, bool) { return d.writeSwapped(in, i) }, want})
}

// Duplicate puts a copy of an entry behind it, with its comments: of a list, or of a map under
// another key, which it does not have yet.
func (d *Document) Duplicate(p Path, key string) (*Document, error) {
	in, i, err := d.entry(p)
	switch {
	case err != nil:
		return nil, err
	case in.Kind == yaml.MappingNode && index(in, key) >= 0:
		return nil, ErrNoPath
	}
	want := clone(d.Root)
	of := find(want, p[:len(p)-1])
	each := len(of.Content) / Len(of)
	var copied []*yaml.Node
	for _, n := range of.Content[i*each : (i+1)*each] {
		copied = append(copied, clone(n))
	}
	if in.Kind == yaml.MappingNode {
		copied[0] = Text(key)
	}
	of.Content = slices.Insert(of.Content, (i+1)*each, copied...)
	return d.make(change{p[:len(p)-1], func() (string, bool) { return d.writeCopied(in, i, key) }, want})
}

// Append puts a value behind the last of a list, which is made where there is none.
func (d *Document) Append(p Path, n *yaml.Node) (made *Document, at Path, err error) {
	in := d.Find(p)
	if in == nil || Len(in) == 0 {
		made, err = d.Set(p, &yaml.Node{Kind: yaml.SequenceNode, Content: []*yaml.Node{n}})
		return made, p.At(0), err
	}
	made, err = d.Insert(p, Len(in), n)
	return made, p.Of(strconv.Itoa(Len(in))), err
}
