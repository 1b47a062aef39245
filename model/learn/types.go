package learn

import (
	"math"
	"slices"

	"mangrove/model/checklist"
)

// fewestTypes are the values of which only the type is asked that are put into one check.
const fewestTypes = 2

// fold puts the values of which nothing but the type is asked into one check: there are many of
// them, and they say little each.
func fold(lines []Line) []Line {
	beside := map[string]int{} // how many checks there are of a path
	for _, line := range lines {
		beside[line.Check.Path]++
	}
	isPlain := func(line Line) bool { return beside[line.Check.Path] == 1 && line.isType() }
	one := Line{&checklist.Check{Kind: checklist.Types, Samples: math.MaxInt}, Basis{Code: Folded, Sure: Sure}}
	least := math.MaxInt
	for _, line := range lines {
		if isPlain(line) {
			c := one.Check
			c.Parts, c.Samples, least = append(c.Parts, line.Check), min(c.Samples, line.Check.Samples), min(least, line.Why.N)
		}
	}
	if len(one.Check.Parts) < fewestTypes {
		return lines
	}
	one.Why.N, one.Why.Of, one.Why.Sure = least, len(one.Check.Parts), confidence(least)
	lines = slices.DeleteFunc(slices.Clone(lines), isPlain)
	return slices.Insert(lines, 0, one)
}

// isType reports whether a line asks for the type of a value in the payload and for nothing else.
func (l Line) isType() bool {
	v := l.Check.Value
	return l.Check.Kind == checklist.Field && l.Check.Path != "" && v.Type != checklist.AnyType && v.Low == nil && v.High == nil && v.Words == nil
}

// paths are those of the values that are asked for.
func (s *Subject) paths() (all []string) {
	for _, line := range s.Lines {
		for _, c := range append(slices.Clone(line.Check.Parts), line.Check) {
			if c.Kind == checklist.Field && c.Path != "" {
				all = append(all, c.Path)
			}
		}
	}
	return all
}
