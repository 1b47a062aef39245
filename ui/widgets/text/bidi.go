package text

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/bidi"
)

// setLevels finds the direction of every piece, by the rules of
// https://www.unicode.org/reports/tr9/ for a paragraph read from the left.
// Characters that would set another direction are shown as marks and have no
// effect, so that neither rule X applies. Package bidi gives the classes of the
// characters; it tells directions, but not the levels that order them.
func setLevels(pieces []piece) {
	if !slices.ContainsFunc(pieces, func(p piece) bool { return p.class == bidi.R || p.class == bidi.AL || p.class == bidi.AN }) {
		return
	}
	classes := make([]bidi.Class, len(pieces))
	for i, p := range pieces {
		classes[i] = p.class
	}
	resolveWeak(classes)
	resolveBrackets(pieces, classes)
	resolveNeutrals(classes)
	for i, c := range classes {
		switch c {
		case bidi.R:
			pieces[i].level = 1
		case bidi.EN, bidi.AN:
			pieces[i].level = 2
		}
	}
}

// ReadsFromRight reports whether anything of a text is read from the right.
func ReadsFromRight(s string) bool {
	const first = 0x590 // of such characters
	return strings.ContainsFunc(s, func(c rune) bool {
		if c < first {
			return false
		}
		p, _ := bidi.LookupString(string(c))
		return p.Class() == bidi.R || p.Class() == bidi.AL
	})
}

// resolveWeak applies the rules W1 to W7.
func resolveWeak(classes []bidi.Class) {
	resolveMarks(classes)
	resolveSeparators(classes)
	resolveTerminators(classes)
	strong := bidi.L
	for i, c := range classes {
		switch c {
		case bidi.L, bidi.R:
			strong = c
		case bidi.EN:
			if strong == bidi.L {
				classes[i] = bidi.L // W7
			}
		case bidi.AN:
		default:
			classes[i] = bidi.ON // W6, and all other neutrals
		}
	}
}

// resolveMarks applies the rules W1 and W2.
func resolveMarks(classes []bidi.Class) {
	strong, before := bidi.L, bidi.L
	for i, c := range classes {
		switch {
		case c == bidi.NSM:
			c = before // W1
		case c == bidi.L, c == bidi.R, c == bidi.AL:
			strong = c
		case c == bidi.EN && strong == bidi.AL:
			c = bidi.AN // W2
		}
		classes[i], before = c, c
	}
}

// resolveSeparators applies the rules W3 and W4.
func resolveSeparators(classes []bidi.Class) {
	for i, c := range classes {
		switch {
		case c == bidi.AL:
			classes[i] = bidi.R // W3
		case (c == bidi.ES || c == bidi.CS) && i > 0 && i+1 < len(classes):
			if l, r := classes[i-1], classes[i+1]; l == r && (l == bidi.EN || l == bidi.AN && c == bidi.CS) {
				classes[i] = l // W4
			}
		}
	}
}

// resolveTerminators applies the rule W5.
func resolveTerminators(classes []bidi.Class) {
	for from := 0; from < len(classes); {
		to := from
		for to < len(classes) && classes[to] == bidi.ET {
			to++
		}
		if from > 0 && classes[from-1] == bidi.EN || to < len(classes) && classes[to] == bidi.EN {
			fill(classes[from:to], bidi.EN)
		}
		from = max(to, from+1)
	}
}

// resolveBrackets applies the rule N0: both brackets of a pair go with what is
// between them.
func resolveBrackets(pieces []piece, classes []bidi.Class) {
	const deepest = 63 // as the rules have it
	var open []int
	for i := range pieces {
		if pieces[i].bracket == 0 || classes[i] != bidi.ON {
			continue
		}
		if opening(pieces[i].bracket) {
			if len(open) == deepest {
				return
			}
			open = append(open, i)
			continue
		}
		for n := len(open) - 1; n >= 0; n-- {
			if counterpart(pieces[open[n]].bracket) == pieces[i].bracket {
				resolvePair(classes, open[n], i)
				open = open[:n]
				break
			}
		}
	}
}

// resolvePair gives a pair of brackets its direction.
func resolvePair(classes []bidi.Class, from, to int) {
	right := false
	for _, c := range classes[from+1 : to] {
		switch direction(c) {
		case bidi.L:
			classes[from], classes[to] = bidi.L, bidi.L
			return
		case bidi.R:
			right = true
		}
	}
	if !right {
		return
	}
	before := bidi.L
	for i := from - 1; i >= 0; i-- {
		if d := direction(classes[i]); d != bidi.ON {
			before = d
			break
		}
	}
	classes[from], classes[to] = before, before
}

// direction is L or R, or ON for what has none; numbers count as R.
func direction(c bidi.Class) bidi.Class {
	switch c {
	case bidi.EN, bidi.AN, bidi.R:
		return bidi.R
	case bidi.L:
		return bidi.L
	}
	return bidi.ON
}

// resolveNeutrals applies the rules N1 and N2.
func resolveNeutrals(classes []bidi.Class) {
	before := bidi.L
	for from := 0; from < len(classes); {
		if d := direction(classes[from]); d != bidi.ON {
			before = d
			from++
			continue
		}
		to := from
		for to < len(classes) && classes[to] == bidi.ON {
			to++
		}
		after := bidi.L
		if to < len(classes) {
			after = direction(classes[to])
		}
		if before != after {
			after = bidi.L
		}
		fill(classes[from:to], after)
		from = to
	}
}

func fill(classes []bidi.Class, with bidi.Class) {
	for i := range classes {
		classes[i] = with
	}
}

func opening(bracket rune) bool {
	p, _ := bidi.LookupString(string(bracket))
	return p.IsOpeningBracket()
}

// counterpart is the bracket that closes an opening one.
func counterpart(bracket rune) rune {
	closing := []rune(bidi.ReverseString(string(bracket)))
	return closing[0]
}

// visualOrder puts pieces into the order in which they are seen from the left,
// by the rule L2.
func visualOrder(pieces []piece) []piece {
	reverse := func(least int) {
		for from := 0; from < len(pieces); {
			to := from
			for to < len(pieces) && pieces[to].level >= least {
				to++
			}
			slices.Reverse(pieces[from:to])
			from = max(to, from+1)
		}
	}
	reverse(2)
	reverse(1)
	return pieces
}
