package learn

import (
	"cmp"
	"hash/maphash"
	"regexp"
	"slices"
	"strings"

	"mangrove/model"
)

const (
	fewestAlike  = 3   // levels that become one
	fewestIDs    = 2   // of those that are an address or a serial number
	alike        = 0.8 // of what they have, together
	alikeIDs     = 0.5
	mostKinds    = 64    // of levels that are compared with each other
	mostFeatures = 2_000 // of a level; what has more is like no other
	mostExcess   = 4     // of so many that are alike one may be otherwise
)

// set is topics that one filter matches.
type set struct {
	levels []string // "" stands for any, where any says so
	any    []bool
	named  int // the one of these that tells the members apart; below 0: there is one topic
	topics []*topic
	names  []string // of the members
}

func (s *set) below(level string, wild bool) *set {
	s.levels = slices.Insert(s.levels, 0, level)
	s.any = slices.Insert(s.any, 0, wild)
	if s.named >= 0 {
		s.named++
	}
	return s
}

// pattern is the same for sets that can become one.
func (s *set) pattern() string {
	var b strings.Builder
	for i, level := range s.levels {
		switch {
		case i == s.named:
			b.WriteString("/+*")
		case s.any[i]:
			b.WriteString("/+")
		default:
			b.WriteString("/" + level)
		}
	}
	return b.String()
}

// node is a level of topics.
type node struct {
	next  map[string]*node
	topic *topic
}

func (n *node) add(t *topic) {
	for _, level := range model.Levels(t.name) {
		if n.next == nil {
			n.next = map[string]*node{}
		}
		if n.next[level] == nil {
			n.next[level] = &node{}
		}
		n = n.next[level]
	}
	n.topic = t
}

// sorter puts topics together that are alike.
type sorter struct{ seed maphash.Seed }

// child is a level with the sets below it.
type child struct {
	level    string
	sets     []*set
	features []uint64 // sorted
	kind     int      // the number of those that it is alike with, from 1; 0: none
	single   bool     // it is a topic whose payload is a single value, and nothing else
}

// sets are those of the topics below a level, which is so many levels deep.
func (s *sorter) sets(n *node, depth int) (all []*set) {
	if n.topic != nil {
		all = append(all, &set{named: -1, topics: []*topic{n.topic}})
	}
	children := make([]*child, 0, len(n.next))
	for level, next := range n.next {
		children = append(children, &child{level: level, sets: s.sets(next, depth+1)})
	}
	slices.SortFunc(children, func(a, b *child) int { return cmp.Compare(a.level, b.level) })
	if depth > 0 && len(children) >= fewestIDs {
		all = append(all, s.join(children)...)
	}
	for _, c := range children {
		for _, one := range c.sets {
			all = append(all, one.below(c.level, false))
		}
	}
	return all
}

// join makes one set of those that are alike below levels that are alike, and takes them out
// of the children.
func (s *sorter) join(children []*child) (all []*set) {
	byPattern := map[string][]*child{}
	for _, c := range children {
		s.describe(c)
		for _, one := range c.sets {
			p := one.pattern()
			byPattern[p] = append(byPattern[p], c)
		}
	}
	for i, kind := range kinds(children) {
		for _, c := range kind {
			c.kind = i + 1
		}
		for _, one := range slices.Clone(kind[0].sets) {
			p := one.pattern()
			having := byPattern[p]
			in := 0
			for _, c := range having {
				if c.kind == i+1 {
					in++
				}
			}
			if in < fewestIDs || (len(having)-in)*mostExcess > in {
				continue
			}
			if joined := together(having, p); joined != nil {
				all = append(all, joined)
				delete(byPattern, p)
			}
		}
	}
	return all
}

// together takes the sets of a pattern out of the children that have it; nil: they cannot be
// told apart by one level.
func together(having []*child, pattern string) *set {
	var found []*set
	names := map[string]bool{}
	joined := &set{named: -1}
	for _, c := range having {
		i := slices.IndexFunc(c.sets, func(s *set) bool { return s.pattern() == pattern })
		if i < 0 {
			return nil
		}
		one := c.sets[i]
		found = append(found, one)
		for _, name := range one.names {
			if names[name] {
				return nil
			}
			names[name] = true
		}
	}
	for i, one := range found {
		c := having[i]
		c.sets = slices.DeleteFunc(c.sets, func(s *set) bool { return s == one })
		joined.topics = append(joined.topics, one.topics...)
		if joined.names = append(joined.names, one.names...); one.named < 0 {
			joined.names = append(joined.names, c.level)
		}
	}
	first := found[0]
	joined.levels, joined.any, joined.named = slices.Clone(first.levels), slices.Clone(first.any), first.named
	joined.below("", true)
	if first.named < 0 {
		joined.named = 0
	}
	return joined
}

// describe says what a level has below it: topics, and in their payloads fields.
func (s *sorter) describe(c *child) {
	add := func(parts ...string) {
		if len(c.features) <= mostFeatures {
			c.features = append(c.features, maphash.String(s.seed, strings.Join(parts, "\x00")))
		}
	}
	for _, one := range c.sets {
		p, t := one.pattern(), one.topics[0]
		if t.objects < t.others || len(t.fields) == 0 {
			add(p, t.whole.kind())
			continue
		}
		for path, f := range t.fields {
			add(p, path, f.kind())
		}
	}
	c.single = len(c.sets) == 1 && len(c.sets[0].levels) == 0 && len(c.sets[0].topics[0].fields) == 0
	slices.Sort(c.features)
	c.features = slices.Compact(c.features)
}

// kind is what the values of a field are, empty when that differs.
func (f *field) kind() string {
	if f == nil {
		return ""
	}
	for kind, n := range map[string]int{"number": f.numbers, "text": f.texts, "flag": f.bools, "object": f.objects, "list": f.arrays} {
		if n == f.n-f.nulls {
			return kind
		}
	}
	return ""
}

// kinds are levels that are alike, those of which there are most first.
func kinds(children []*child) (all [][]*child) {
	for _, c := range children {
		if len(c.features) > mostFeatures || len(c.sets) == 0 {
			continue
		}
		i := slices.IndexFunc(all, func(kind []*child) bool { return isAlike(kind[0], c) })
		switch {
		case i >= 0:
			all[i] = append(all[i], c)
		case len(all) < mostKinds:
			all = append(all, []*child{c})
		}
	}
	all = slices.DeleteFunc(all, func(kind []*child) bool {
		return len(kind) < fewestIDs || len(kind) < fewestAlike && !isID(kind[0].level)
	})
	slices.SortStableFunc(all, func(a, b []*child) int { return cmp.Compare(len(b), len(a)) })
	return all
}

// isAlike reports whether two levels may stand for each other. Two single values are alike
// only by their names: a number says nothing of what it is of.
func isAlike(a, b *child) bool {
	least := alike
	switch {
	case isID(a.level) && isID(b.level):
		least = alikeIDs
	case (a.single || b.single) && (stem(a.level) == "" || stem(a.level) != stem(b.level)):
		return false
	}
	return jaccard(a.features, b.features) >= least
}

// jaccard is which part of what two have both have. Both are sorted.
func jaccard(a, b []uint64) float64 {
	both, i, j := 0, 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			both, i, j = both+1, i+1, j+1
		}
	}
	if len(a)+len(b) == 0 {
		return 0
	}
	return float64(both) / float64(len(a)+len(b)-both)
}

var ids = regexp.MustCompile(`(?i)^(?:(?:0x)?[0-9a-f]{12}|(?:0x)?[0-9a-f]{16}|[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5,7}|` +
	`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[a-z]{0,4}[-_]?[0-9]{6,20})$`)

// isID reports whether a level looks like a MAC, an EUI, a UUID or a serial number.
func isID(level string) bool {
	return ids.MatchString(level) && strings.ContainsAny(level, "0123456789")
}

var numbered = regexp.MustCompile(`^(.*?[^0-9])?[0-9]+$`)

// stem is what a name with a number at its end begins with, empty when it has none.
func stem(level string) string {
	if !numbered.MatchString(level) {
		return ""
	}
	return strings.TrimRight(level, "0123456789") + "#"
}
