package widgets

import (
	"unicode"

	"mangrove/ui/widgets/text"
)

// tabStyle is what the name of a tab is measured as, whether it is chosen or not.
const tabStyle = text.Bold

// leastHead is how many characters of its beginning a name shows, or none.
const leastHead = 3

// shortName is what is shown of a name that has no room beside others: as much as there is
// room for, but in any case what tells it from the one most like it.
func shortName(name string, others []string, fits func(string) bool) string {
	if fits(name) {
		return name
	}
	runes := []rune(name)
	same := 0 // characters that it begins with as another does
	for _, other := range others {
		if other != name {
			same = max(same, common(runes, []rune(other)))
		}
	}
	word := same // where the word begins in which they differ
	for word > 0 && (unicode.IsLetter(runes[word-1]) || unicode.IsDigit(runes[word-1])) {
		word--
	}
	end := func(from int) string { return "…" + string(runes[from:]) }
	if word == 0 {
		return name
	}
	if !fits(end(same)) { // what is behind it is cut as well
		if fits("…" + string(runes[word:min(len(runes), same+1)]) + "…") {
			return end(word)
		}
		return end(same)
	}
	from := same
	for from > word && fits(end(from-1)) {
		from--
	}
	for n := word - 1; n >= leastHead && from == word; n-- {
		if whole := string(runes[:n]) + end(word); fits(whole) {
			return whole
		}
	}
	return end(from)
}

// common is how many characters two texts begin with alike.
func common(a, b []rune) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// names are what the tabs are called.
func (s *TabStrip) names() []string {
	names := make([]string, len(s.tabs))
	for i, t := range s.tabs {
		names[i] = t.Name
	}
	return names
}

// room is how much the name of a tab has.
func (s *TabStrip) room(i int) float32 {
	x, width, cross := s.TabBox(i)
	if !s.hasCross(i) {
		cross = x + width - tabPadding/2
	}
	return max(0, cross-x-2*tabPadding-tabDot+4)
}

// fits reports whether a tab has room for a name, each glyph of which may take part of a
// pixel more than it measures.
func (s *TabStrip) fits(i int, name string) bool {
	return text.Width(name, tabStyle, tabText)*1.03 < s.room(i)-1
}

// Cut reports whether some tab has no room for its name.
func (s *TabStrip) Cut() bool {
	for i, t := range s.tabs {
		if !s.fits(i, t.Name) {
			return true
		}
	}
	return false
}

// hasCross reports whether a tab shows its cross: of narrow ones only the chosen one does,
// and of very narrow ones none.
func (s *TabStrip) hasCross(i int) bool {
	w := s.width()
	return w >= tabNarrow || s.tabs[i].Chosen && w >= tabNarrowest
}
