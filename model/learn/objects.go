package learn

import (
	"cmp"
	"math"
	"slices"

	"mangrove/model/checklist"
	"mangrove/model/lint"
)

// fields are the lines of the members of objects: of more than are asked for those that are
// there most often.
func (g *group) fields(left omitted) (lines []Line) {
	all, without := g.pool()
	left.add(ManyFields, without)
	parents := map[string]bool{} // what is in them says more
	sorted := make([]*pooled, 0, len(all))
	for path, p := range all {
		parents[above(path)] = true
		sorted = append(sorted, p)
	}
	slices.SortFunc(sorted, func(a, b *pooled) int { return cmp.Or(cmp.Compare(b.n, a.n), cmp.Compare(a.path, b.path)) })
	asked := 0
	for _, p := range sorted {
		if parents[p.path] || below(all, p.path) {
			continue
		}
		of := g.fieldLines(p)
		if p.endless+p.unended > 0 {
			left.topic(NotFinite, p.on)
		}
		switch {
		case len(of) == 0:
			p.leave(left)
		case asked == mostLines:
			left.add(ManyFields, 1)
		default:
			asked++
			lines = append(lines, of...)
		}
	}
	slices.SortStableFunc(lines, func(a, b Line) int { return cmp.Compare(a.Check.Path, b.Check.Path) })
	return fold(lines)
}

// leave counts a field that nothing is asked of.
func (p *pooled) leave(left omitted) {
	switch {
	case p.endless+p.unended > 0: // which is said
	case p.kinds() > 1, p.nulls > 0:
		left.topic(MixedFields, p.on)
	default:
		left.topic(RareFields, p.on)
	}
}

// pool puts the fields of all topics together, by their paths.
func (g *group) pool() (all map[string]*pooled, without int) {
	all = map[string]*pooled{}
	for _, t := range g.topics {
		without += t.left
		secret := lint.IsSecretPath(t.name)
		for path, f := range g.fieldsOf(t) {
			p := all[path]
			if p == nil {
				p = &pooled{field: field{path: path}, least: math.MaxInt, on: t.name}
				all[path] = p
			}
			p.add(t, f)
			p.secret = p.secret || secret || lint.IsSecretPath(f.path)
		}
	}
	if !g.together {
		for _, p := range all {
			p.missing, p.of = p.missing || p.in < len(g.topics), g.objects()
		}
	}
	return all, without
}

// above is the path of what a field stands in, empty when that is the payload.
func above(path string) string {
	for i := len(path) - 1; i > 0; i-- {
		if path[i] == '.' && path[i-1] != '\\' {
			return path[:i]
		}
	}
	return ""
}

// fieldsOf are the fields of a topic by their names. Where its payloads are not always JSON, or
// not always one value, there are none.
func (g *group) fieldsOf(t *topic) map[string]*field {
	if g.name == nil {
		if g.together && t.others > 0 {
			return nil
		}
		return t.fields
	}
	named := map[string]*field{}
	if name, ok := g.name(t.name, ""); ok && t.objects == 0 && t.whole != nil && t.whole.n == t.others {
		named[name] = t.whole
	}
	if t.others > 0 {
		return named
	}
	for path, f := range t.fields {
		if name, ok := g.name(t.name, path); ok {
			named[name] = f
		}
	}
	return named
}

func (g *group) objects() (n int) {
	for _, t := range g.topics {
		n += t.objects
	}
	return n
}

// pooled is a field of several topics.
type pooled struct {
	field
	least   int // live samples of the topic that has the fewest
	of      int // payloads of the topics that have it
	in      int // topics that have it
	missing bool
	on      string // the first of these, in their order
}

func (p *pooled) add(t *topic, f *field) {
	p.join(f)
	p.on = min(p.on, t.name)
	of := t.objects + t.others
	p.least, p.of, p.in = min(p.least, f.live), p.of+of, p.in+1
	p.missing = p.missing || f.n != of
}

// below reports whether a path leads through what is a list at times: there the number of an
// element would be taken for a name.
func below(all map[string]*pooled, path string) bool {
	for up := above(path); up != ""; up = above(up) {
		if p := all[up]; p != nil && p.arrays > 0 {
			return true
		}
	}
	return false
}

// fieldLines are the lines of a field, none where there is nothing to be said of it.
func (g *group) fieldLines(p *pooled) []Line {
	least, of := p.least, p.of
	if g.together {
		least = p.live
	}
	lines := g.linesOf(&p.field, least, of)
	optional := p.missing || of < leastNeeded
	if len(lines) == 0 || optional && p.n < fewest {
		return nil
	}
	v := lines[0].Check.Value
	if optional && v.Type == checklist.TextType {
		return nil // which asks for nothing
	}
	v.Optional = optional
	if p.missing {
		lines[0].Check.Samples, lines[0].Why.Part = 1, of
	}
	if optional || g.together && p.in != 1 {
		lines = slices.DeleteFunc(lines, func(line Line) bool { return line.Check.Kind == checklist.Stuck })
	}
	if g.together && p.in != 1 {
		return lines
	}
	if line, ok := g.steps(&p.field); ok {
		lines = append(lines, line)
	}
	return lines
}
